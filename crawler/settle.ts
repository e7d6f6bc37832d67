import type { Page, Request } from 'playwright';

/**
 * Knows when a page has come to rest: its main document is loaded, no request is under way, and each
 * document has said that nothing changes and no timer is about to fire (page/observe.js).
 */
export class Rest {
  readonly #open = new Set<Request>();
  readonly #busy = new Set<number>();
  readonly #known = new Set<number>();
  #changed: (() => void) | null = null;

  watch(page: Page): void {
    page.on('request', (request) => { if (!endless.has(request.resourceType())) { this.#open.add(request); this.#change(); } });
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
  allDocumentsGone(): void { this.#known.clear(); this.#busy.clear(); this.#change(); }

  get isReached(): boolean { return this.#known.size > 0 && this.#busy.size === 0 && this.#open.size === 0; }

  /** Resolves when the page has been at rest for `quietMs` on end, or after `maxMs`; says which. */
  async reached(quietMs: number, maxMs: number): Promise<boolean> {
    return new Promise<boolean>((resolve) => {
      let quiet: NodeJS.Timeout | undefined;
      const end = (isAtRest: boolean): void => { clearTimeout(quiet); clearTimeout(late); this.#changed = null; resolve(isAtRest); };
      const late = setTimeout(end, Math.max(0, maxMs), false);
      this.#changed = () => {
        if (!this.isReached) { clearTimeout(quiet); quiet = undefined; }
        else quiet ??= setTimeout(end, quietMs, true);
      };
      this.#changed();
    });
  }

  #change(): void { this.#changed?.(); }
}

/** These stay open as long as the page does. */
const endless = new Set(['websocket', 'eventsource', 'media', 'ping']);
