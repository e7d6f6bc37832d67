import type { Initiator } from '../../records/index.ts';
import { caps, cutText } from '../caps.ts';
import type { Scene } from './contract.ts';

/** What Playwright does not tell of a request, and Chromium's Network domain does. */
export interface WireFacts {
  initiator?: Initiator;
  protocol?: string;
  /** On the wire, headers included. */
  bytes?: number;
  fromServiceWorker?: boolean;
}

/**
 * Notes by URL, in the order of requests: Playwright's own requests have no ids that could be matched with
 * CDP's. Chromium keeps no bodies for this session (Playwright's does).
 */
export class Wire {
  readonly #byId = new Map<string, WireFacts>();
  readonly #byUrl = new Map<string, WireFacts[]>();
  readonly #taken = new Map<string, number>();
  #count = 0;

  async watch({ cdp, budget }: Pick<Scene, 'cdp' | 'budget'>): Promise<void> {
    cdp.on('Network.requestWillBeSent', ({ requestId, request, initiator, redirectResponse }) => {
      if (++this.#count > budget.maxRequests) return;
      const facts: WireFacts = { initiator: redirectResponse === undefined ? initiatorOf(initiator) : { by: 'redirect', url: cutText(redirectResponse.url, caps.url), line: null } };
      this.#byId.set(requestId, facts);
      const known = this.#byUrl.get(request.url);
      if (known === undefined) this.#byUrl.set(request.url, [facts]);
      else known.push(facts);
    });
    cdp.on('Network.responseReceived', ({ requestId, response }) => {
      const facts = this.#byId.get(requestId);
      if (facts === undefined) return;
      if (response.protocol !== undefined) facts.protocol = response.protocol.slice(0, 40);
      if (response.fromServiceWorker === true) facts.fromServiceWorker = true;
    });
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const facts = this.#byId.get(requestId);
      if (facts !== undefined) facts.bytes = Math.max(0, Math.round(encodedDataLength));
      this.#byId.delete(requestId);
    });
    cdp.on('Network.loadingFailed', ({ requestId }) => { this.#byId.delete(requestId); });
    await cdp.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
  }

  /** The facts of the next request to `url`, each given once; undefined where the session saw none (a worker's). */
  take(url: string): WireFacts | undefined {
    const next = this.#taken.get(url) ?? 0;
    this.#taken.set(url, next + 1);
    return this.#byUrl.get(url)?.[next];
  }

  /** The facts of the last request to `url`, whoever took them. */
  last(url: string): WireFacts | undefined {
    return this.#byUrl.get(url)?.at(-1);
  }
}

/** What is used of CDP Network.Initiator. */
interface CdpInitiator { readonly type: string; readonly url?: string; readonly lineNumber?: number; readonly stack?: { readonly callFrames: readonly { readonly url: string; readonly lineNumber: number }[]; readonly parent?: CdpInitiator['stack'] } }

const initiatorOf = ({ type, url, lineNumber, stack }: CdpInitiator): Initiator => {
  const frame = stack?.callFrames.find((at) => at.url !== '') ?? stack?.parent?.callFrames.find((at) => at.url !== '');
  const by = type === 'parser' || type === 'script' || type === 'preload' ? type : 'other';
  return {
    by,
    url: frame !== undefined ? cutText(frame.url, caps.url) : url === undefined || url === '' ? null : cutText(url, caps.url),
    line: frame !== undefined ? frame.lineNumber + 1 : lineNumber === undefined ? null : lineNumber + 1,
  };
};
