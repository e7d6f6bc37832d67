import type { CDPSession } from 'playwright';
import type { Deadline } from './deadline.ts';
import type { Rest } from './settle.ts';

/**
 * Moves the page's clock on: its timers fire and its Date goes ahead as if seconds had passed, in milliseconds of ours
 * (20 s of a page with a timer, an interval and a fetch took about half a second). Network takes as long as it does:
 * the page's time stands still meanwhile. Once moved, the page's time only goes on while it is moved.
 */
export class PageClock {
  readonly #cdp: CDPSession;
  readonly #deadline: Deadline;
  #isMoved = false;

  constructor(cdp: CDPSession, deadline: Deadline) {
    this.#cdp = cdp;
    this.#deadline = deadline;
  }

  /** Whether the page's time stands still unless it is moved. */
  get isMoved(): boolean { return this.#isMoved; }

  /** `ms` of the page's time, at most `maxMs` of ours. */
  async pass(ms: number, maxMs: number): Promise<void> {
    if (maxMs <= 0) return;
    this.#isMoved = true;
    let onExpired = (): void => {};
    const expired = new Promise<void>((resolve) => { onExpired = resolve; });
    this.#cdp.once('Emulation.virtualTimeBudgetExpired', onExpired);
    // A page that never stops making tasks may not hold its clock: after so many the time goes on.
    const moved = this.#cdp.send('Emulation.setVirtualTimePolicy', { policy: 'pauseIfNetworkFetchesPending', budget: ms, maxVirtualTimeTaskStarvationCount: 200 });
    await this.#deadline.within(maxMs, moved.then(() => expired, () => {})); // the page is gone
    this.#cdp.off('Emulation.virtualTimeBudgetExpired', onExpired);
  }

  /** As `rest.reached`, in the page's own time: in steps, until it rests. */
  async settle(rest: Rest, quietMs: number, maxMs: number): Promise<void> {
    if (!this.#isMoved) {
      await rest.reached(quietMs, maxMs);
      return;
    }
    const until = this.#deadline.elapsedMs + maxMs;
    for (let step = 0; step < 6 && this.#deadline.elapsedMs < until; step++) {
      await this.pass(500, until - this.#deadline.elapsedMs);
      if (rest.isReached) return;
    }
  }
}
