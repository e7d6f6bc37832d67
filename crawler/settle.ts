import type { CDPSession, Page, Request } from 'playwright';

/**
 * Knows when a page has come to rest: its main document is loaded, no request is under way, and each
 * document has said that nothing changes and no timer is about to fire (page/observe.js).
 */
export class Rest {
  readonly #open = new Set<Request>();
  readonly #busy = new Set<number>();
  readonly #known = new Set<number>();
  /** Frames that are about to move on, by CDP frame id. */
  readonly #leaving = new Set<string>();
  #changed: (() => void) | null = null;
  #isParsed = false;
  #isLoaded = false;
  /** Set where the page was stopped: nothing more comes from it. */
  isForced = false;
  /** Documents of the page itself that were parsed so far. */
  parsedCount = 0;
  /** Types of event that the page's own documents wait for on the window, the document or its body. */
  readonly waitsFor = new Set<string>();
  /** A timer or a refresh is due later than the page is watched. */
  hasLater = false;

  /** A refresh that comes later than `dwellMs` is not waited for. */
  watch(page: Page, cdp: CDPSession, dwellMs: number): void {
    cdp.on('Page.frameScheduledNavigation', ({ frameId, delay, url }) => {
      if (delay * 1000 <= dwellMs && /^https?:/.test(url)) this.#leaving.add(frameId);
      else if (delay <= 60) this.hasLater = true;
      this.#change();
    });
    cdp.on('Page.frameClearedScheduledNavigation', ({ frameId }) => { this.#leaving.delete(frameId); this.#change(); });
    cdp.on('Page.frameNavigated', ({ frame }) => { this.#leaving.delete(frame.id); this.#change(); });
    page.on('request', (request) => {
      // Chromium never tells the end of a request that it handed to another program.
      if (endless.has(request.resourceType()) || !/^https?:/.test(request.url())) return;
      this.#open.add(request);
      this.#change();
    });
    // For documents that no script can run in, and so none of ours (a sandbox without allow-scripts).
    page.on('domcontentloaded', () => { this.pageIsParsed(); });
    page.on('load', () => { this.#isLoaded = true; this.#change(); });
    page.on('requestfinished', (request) => { this.#open.delete(request); this.#change(); });
    page.on('requestfailed', (request) => { this.#open.delete(request); this.#change(); });
  }

  documentIs(id: number, isAtRest: boolean): void {
    this.#known.add(id);
    if (isAtRest) this.#busy.delete(id);
    else this.#busy.add(id);
    this.#change();
  }
  documentGone(id: number): void { this.#known.delete(id); this.#busy.delete(id); this.#change(); }
  allDocumentsGone(): void {
    this.#known.clear();
    this.#busy.clear();
    this.waitsFor.clear();
    this.hasLater = false;
    this.#isParsed = false;
    this.#isLoaded = false;
    this.#change();
  }
  pageIsParsed(): void {
    if (this.#isParsed) return;
    this.#isParsed = true;
    this.parsedCount++;
    this.#change();
  }

  get isReached(): boolean { return this.isForced || ((this.#known.size > 0 || this.#isLoaded) && this.#busy.size === 0 && this.#open.size === 0 && this.#leaving.size === 0); }

  /** Resolves when the page has been at rest for `quietMs` on end, or after `maxMs`; says which. */
  reached(quietMs: number, maxMs: number): Promise<boolean> {
    return this.#until(() => this.isReached, quietMs, maxMs);
  }

  /** Resolves when the page's document is parsed, or after `maxMs`; says which. */
  parsed(maxMs: number): Promise<boolean> {
    return this.#until(() => this.#isParsed || this.isForced, 0, maxMs);
  }

  #until(holds: () => boolean, forMs: number, maxMs: number): Promise<boolean> {
    return new Promise<boolean>((resolve) => {
      let held: NodeJS.Timeout | undefined;
      const end = (isSo: boolean): void => { clearTimeout(held); clearTimeout(late); this.#changed = null; resolve(isSo); };
      const late = setTimeout(end, Math.max(0, maxMs), false);
      this.#changed = () => {
        if (!holds()) { clearTimeout(held); held = undefined; }
        else if (forMs === 0) end(true);
        else held ??= setTimeout(end, forMs, true);
      };
      this.#changed();
    });
  }

  #change(): void { this.#changed?.(); }
}

/** These stay open as long as the page does. */
const endless = new Set(['websocket', 'eventsource', 'media', 'ping']);
