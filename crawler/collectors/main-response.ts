import type { Response } from 'playwright';
import type { PageResponse } from '../../records/index.ts';
import { collected, failed } from '../../records/index.ts';
import { caps, cutText } from '../caps.ts';
import { addressesOf } from '../egress-address.ts';
import { isMainDocument } from '../main-document.ts';
import type { Collector, Scene } from './contract.ts';
import type { ResponseBodies } from './response-bodies.ts';
import type { Wire } from './wire.ts';

/** The answer that the last main document came with, and its HTML as the server sent it. */
export const mainResponse = ({ page, egress }: Scene, wire: Wire, bodies: ResponseBodies): Collector<'response' | 'html'> => {
  let last: { readonly response: Response; readonly headers: Promise<[string, string][]> } | null = null;
  return {
    parts: ['response', 'html'],
    claimMs: 6000,
    attach: () => {
      page.on('response', (response) => {
        const request = response.request();
        const isRedirect = response.status() >= 300 && response.status() < 400 && response.headers()['location'] !== undefined;
        if (isRedirect || !isMainDocument(page, request)) return;
        last = { response, headers: rawHeaders(response) };
      });
    },
    finish: async () => {
      if (last === null) return { response: failed('no answer came'), html: failed('no answer came') };
      const { response } = last;
      const body = await (bodies.of(response.request()) ?? response.body().catch(() => null));
      const headers = await last.headers;
      const contentType = headers.find(([name]) => name === 'content-type')?.[1] ?? null;
      const facts = wire.last(response.url());
      const address = addressesOf(egress.connections())(response.url());
      const part: PageResponse = {
        status: response.status(), headers, contentType, bodyBytes: body?.length ?? 0, fromServiceWorker: response.fromServiceWorker(),
        ...(facts?.protocol === undefined ? {} : { protocol: facts.protocol }), ...(address === null ? {} : { address }),
      };
      if (body === null) return { response: collected(part), html: failed('the browser has no body of it') };
      // Chromium hands text over decoded, whatever charset it came in.
      const text = body.toString('utf8');
      return { response: collected(part), html: collected(cutText(text, caps.html), text.length > caps.html ? `cut at ${caps.html} characters of ${text.length}` : null) };
    },
  };
};

const rawHeaders = async (response: Response): Promise<[string, string][]> => {
  const headers = await response.headersArray().catch(() => Object.entries(response.headers()).map(([name, value]) => ({ name, value })));
  return headers.slice(0, caps.headers).map(({ name, value }) => [name.toLowerCase().slice(0, 200), cutText(value, caps.headerValue)]);
};
