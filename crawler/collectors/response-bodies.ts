import type { Page, Request, Response } from 'playwright';
import { caps } from '../caps.ts';

/** A decoded body, or null where Chromium has none (any more). */
export type Body = Buffer | null;

/**
 * Bodies of answers, each fetched once for all that need it, as soon as it is whole: Chromium keeps one only
 * until the next document. Documents and scripts are always fetched; what else a page is made of, until
 * `caps.bodyBytes` are used up.
 */
export class ResponseBodies {
  readonly #bodies = new Map<Request, Promise<Body>>();
  readonly #responses = new Map<Request, Response>();
  readonly #forReplay: boolean;
  #bytes = 0;
  #isWatching = false;
  /** Answers that were not fetched: their number was over the cap, or their bytes. */
  dropped = 0;

  /** `forReplay`: also what a page is only shown with, not judged by. */
  constructor(forReplay: boolean) { this.#forReplay = forReplay; }

  watch(page: Page): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    page.on('response', (response) => { if (this.#responses.size < caps.bodies * 2) this.#responses.set(response.request(), response); });
    page.on('requestfinished', (request) => {
      const response = this.#responses.get(request);
      this.#responses.delete(request);
      if (response === undefined || isRedirect(response)) return;
      const need = needOf(request, this.#forReplay);
      if (need === 'never') return;
      const said = Number(response.headers()['content-length'] ?? 0);
      if (this.#bodies.size >= caps.bodies || (need === 'if-room' && (said > caps.oneBody || this.#bytes + said > caps.bodyBytes))) { this.dropped++; return; }
      this.#bodies.set(request, response.body().then((body) => { this.#bytes += body.length; return body; }, () => null));
    });
  }

  /** Undefined where the body was not fetched. */
  of(request: Request): Promise<Body> | undefined { return this.#bodies.get(request); }

  /** What has come whole, in the order of its end. */
  all(): readonly (readonly [Request, Promise<Body>])[] { return [...this.#bodies]; }
}

const isRedirect = (response: Response): boolean => response.status() >= 300 && response.status() < 400 && response.headers()['location'] !== undefined;

const needOf = (request: Request, forReplay: boolean): 'always' | 'if-room' | 'never' => {
  switch (request.resourceType()) {
    case 'document': case 'script': return 'always';
    case 'image': return isFetched(request) ? 'if-room' : 'never';
    case 'stylesheet': case 'font': case 'xhr': case 'fetch': case 'manifest': return forReplay && isFetched(request) ? 'if-room' : 'never';
    default: return 'never';
  }
};

const isFetched = (request: Request): boolean => /^https?:/.test(request.url());
