import type { Request } from 'playwright';
import type { Hop } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { mainFrameOf } from '../apart.ts';
import { caps, cutText } from '../caps.ts';
import { isMainDocument } from '../main-document.ts';
import type { Collector, Scene } from './contract.ts';

/**
 * The way from the URL asked to the page judged, whatever moved it. Answers with a 3xx are known from the
 * request chain; all else from Chromium's reason for a navigation (CDP Page.frameScheduledNavigation and
 * frameRequestedNavigation), which comes before the request it causes. An address that the page gives itself without a
 * request (pushState, replaceState, a way back through such entries) is a hop by `history`; a new fragment is none. A refresh that was announced and
 * never came within the visit (a long delay) is told too, as the last hop.
 */
export const redirects = (scene: Scene): Collector<'redirects'> => {
  const { page, cdp, budget, atMs } = scene;
  const steps: { url: string; by: Hop['by'] | null; status: number | null; atMs: number }[] = [];
  const reasons: { url: string; by: Hop['by']; atMs: number; used: boolean }[] = [];
  const statuses = new Map<Request, number>();
  let mainFrameId = '';
  let dropped = 0;
  let ownAddresses = 0;
  const step = (url: string, by: Hop['by'] | null, status: number | null): void => {
    if (steps.length <= Math.min(caps.hops, budget.maxHops)) steps.push({ url: cutText(url, caps.url), by, status, atMs: atMs() });
    else dropped++;
  };
  return {
    parts: ['redirects'],
    claimMs: 0,
    attach: async () => {
      mainFrameId = await mainFrameOf(cdp);
      const announced = ({ frameId, reason, url }: { readonly frameId: string; readonly reason: string; readonly url: string }): void => {
        const by = byReason(reason);
        if (frameId !== mainFrameId || by === null || reasons.length > caps.hops * 2) return;
        // A link that a script presses is the script's doing, unless the visitor has just pressed something.
        const told = by === 'click' && scene.gestureAtMs === null ? 'script' : by;
        if (reasons.at(-1)?.url !== url) reasons.push({ url, by: told, atMs: atMs(), used: false });
      };
      cdp.on('Page.frameScheduledNavigation', announced);
      cdp.on('Page.frameRequestedNavigation', announced);
      page.on('response', (response) => { if (response.request().isNavigationRequest()) statuses.set(response.request(), response.status()); });
      page.on('request', (request) => {
        if (!isMainDocument(page, request)) return;
        const before = request.redirectedFrom();
        if (before !== null) step(request.url(), 'http', statuses.get(before) ?? null);
        else step(request.url(), null, null);
      });
      cdp.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
        const last = steps.at(-1);
        if (frameId !== mainFrameId || last === undefined || sameUrl(cutText(url, caps.url), last.url)) return;
        // A flood of them (an endless history) must not push the hops of the way out.
        if (ownAddresses++ < mostOwnAddresses) step(url, 'history', null);
        else dropped++;
      });
      // Documents that come without a request: blob:, data:, about:, javascript:.
      cdp.on('Page.frameNavigated', ({ frame }) => {
        if (frame.id === mainFrameId && !/^https?:/.test(frame.url) && frame.url !== 'about:blank' && !frame.url.startsWith('chrome-error:')) step(frame.url, null, null);
      });
    },
    finish: () => {
      const hops: Hop[] = [];
      const reasonFor = (url: string): Hop['by'] => {
        const found = reasons.find((reason) => !reason.used && sameUrl(reason.url, url));
        if (found !== undefined) found.used = true;
        return found?.by ?? 'script';
      };
      for (let i = 1; i < steps.length; i++) {
        const from = steps[i - 1];
        const to = steps[i];
        if (from === undefined || to === undefined || (from.url === to.url && to.by !== 'http')) continue;
        hops.push({ from: from.url, to: to.url, by: to.by ?? reasonFor(to.url), status: to.status, atMs: to.atMs });
      }
      const last = steps.at(-1);
      const waiting = reasons.findLast((reason) => !reason.used && /^https?:/.test(reason.url) && (reason.by === 'meta' || reason.by === 'refresh-header'));
      if (last !== undefined && waiting !== undefined && waiting.atMs >= last.atMs && !sameUrl(waiting.url, last.url)) hops.push({ from: last.url, to: cutText(waiting.url, caps.url), by: waiting.by, status: null, atMs: waiting.atMs });
      return { redirects: collected(hops, dropped === 0 ? null : `${dropped} more hops were not kept`) };
    },
  };
};

const mostOwnAddresses = 10;

/** CDP Page.ClientNavigationReason (Chromium 156); null for what is no redirect. */
const byReason = (reason: string): Hop['by'] | null => {
  switch (reason) {
    case 'httpHeaderRefresh': return 'refresh-header';
    case 'metaTagRefresh': return 'meta';
    case 'scriptInitiated': return 'script';
    case 'formSubmissionGet': case 'formSubmissionPost': return 'form';
    case 'anchorClick': return 'click';
    default: return null;
  }
};

const sameUrl = (a: string, b: string): boolean => a.split('#')[0] === b.split('#')[0];
