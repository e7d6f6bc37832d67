import type { CDPSession, Page } from 'playwright';
import type { VisitBudget } from './contract.ts';
import { isMainDocument } from './main-document.ts';
import type { Rest } from './settle.ts';

/**
 * Stops a page that floods: every request, window and dialog costs this process something, and so the
 * visits beside it. Past a limit the page's scripts are ended for good and its loading is stopped; what it
 * was until then is read.
 */
export class Brake {
  readonly #cdp: CDPSession;
  readonly #rest: Rest;
  #isPulled = false;

  constructor(cdp: CDPSession, rest: Rest) {
    this.#cdp = cdp;
    this.#rest = rest;
  }

  watch(page: Page, budget: VisitBudget): void {
    const limit = (max: number): (() => void) => {
      let count = 0;
      return () => { if (++count > max) this.pull(); };
    };
    const onRequest = limit(budget.maxRequests * 2);
    const onDocument = limit(budget.maxHops * 2);
    page.on('request', (request) => {
      onRequest();
      if (isMainDocument(page, request)) onDocument();
    });
    page.on('popup', limit(20));
    page.on('dialog', limit(40));
    page.on('websocket', limit(100));
  }

  /** Ends the page's scripts, in the middle of a loop if need be. Chromium takes these commands off the page's main thread. */
  pull(): void {
    if (this.#isPulled) return;
    this.#isPulled = true;
    this.#rest.isForced = true;
    Promise.all([
      this.#cdp.send('Emulation.setScriptExecutionDisabled', { value: true }),
      this.#cdp.send('Runtime.terminateExecution'),
      this.#cdp.send('Page.stopLoading'),
    ]).catch(() => {}); // the page is gone
  }
}
