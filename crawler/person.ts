import { randomBytes } from 'node:crypto';
import type { CDPSession } from 'playwright';
import type { Profile } from '../records/index.ts';
import { workerScript } from './page-scripts.ts';

/** What page/person.js has to know: all that the protocol cannot set, in the page or in its workers. */
export interface PersonFacts {
  /** Secret of the visit, by which windows of one site share what they replaced. */
  readonly key: string;
  readonly isApple: boolean;
  readonly isMobile: boolean;
  readonly processors: number;
  readonly memory: number | null;
  /** Unmasked vendor and renderer of WebGL. */
  readonly graphics: readonly [string, string];
  readonly screen: { readonly availHeight: number; readonly availTop: number };
  /** What a window has above the page, in CSS pixels. */
  readonly barsHeight: number;
  readonly hasPdfViewer: boolean;
  /** Navigator's facts that workers don't take over from their page. */
  readonly userAgent: string;
  readonly platform: string;
  readonly languages: readonly string[];
  /** NavigatorUAData, null where there is none. */
  readonly hints: object | null;
  /** Lines that stand before a worker's own code; 0 in a page. */
  readonly headLines: number;
}

/** outerHeight without innerHeight in headless Chromium (measured, Chromium 156): near enough to a person's window. */
const barsHeight = 85;

export const personFacts = (profile: Profile): PersonFacts => {
  const { clientHints: hints } = profile;
  return {
    key: randomBytes(12).toString('hex'),
    isApple: hints === null,
    isMobile: profile.touch,
    processors: profile.processors,
    memory: profile.memory,
    graphics: [profile.graphics.vendor, profile.graphics.renderer],
    screen: { availHeight: profile.screen.availHeight, availTop: profile.screen.availTop },
    barsHeight,
    // Chrome on Android shows no PDF by itself; Safari on iOS does.
    hasPdfViewer: hints === null || !hints.mobile,
    userAgent: profile.userAgent,
    platform: profile.platform,
    languages: profile.acceptLanguage.split(','),
    hints: hints === null ? null : {
      brands: hints.brands, fullVersionList: hints.fullVersionList, mobile: hints.mobile, platform: hints.platform, platformVersion: hints.platformVersion,
      architecture: hints.architecture, bitness: hints.bitness, model: hints.model, uaFullVersion: hints.fullVersion, wow64: false, formFactors: [hints.mobile ? 'Mobile' : 'Desktop'],
    },
    headLines: 0,
  };
};

/**
 * Dresses workers whose code comes from a server, as far as that can be: a service worker before it is started, a
 * dedicated one only when it runs already (Playwright starts it). Those made of a blob or a data: URL were dressed
 * by page/person.js, and are left alone. Where it fails a worker is undressed; nothing waits for it.
 */
export const dressWorkers = async (cdp: CDPSession, facts: PersonFacts): Promise<void> => {
  cdp.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const send = (id: number, method: string, params: object): void => {
      cdp.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) }).catch(() => {}); // it has ended
    };
    if (/^https?:/.test(targetInfo.url)) send(1, 'Runtime.evaluate', { expression: workerScript(facts) });
    send(2, 'Runtime.runIfWaitingForDebugger', {});
  });
  // Not flattened: Playwright's sessions can't be addressed to targets of targets.
  await cdp.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: false, filter: [{ type: 'service_worker' }, { type: 'worker' }] });
};
