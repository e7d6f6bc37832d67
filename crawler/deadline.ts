/** The visit's time is up, its page died, or its lane was stopped: `code` says which. */
export class VisitEnded extends Error {
  override readonly name = 'VisitEnded';
  readonly code: 'timed-out' | 'crashed';
  constructor(code: 'timed-out' | 'crashed', message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * One end for everything that a visit awaits. A browser call may never settle (a page that spins, a
 * renderer that died), so each is raced: `await deadline.race(page.title())`.
 */
export class Deadline {
  readonly startedAtMs: number;
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #now: () => number;
  readonly #endsAtMs: number;
  readonly #timer: NodeJS.Timeout;

  constructor(budgetMs: number, now: () => number) {
    this.#now = now;
    this.startedAtMs = now();
    this.#endsAtMs = this.startedAtMs + budgetMs;
    this.signal = this.#controller.signal;
    this.#timer = setTimeout(() => this.end(new VisitEnded('timed-out', `the visit's ${budgetMs} ms were used up`)), budgetMs);
  }

  /** Epoch milliseconds by the visit's clock. */
  get nowMs(): number { return this.#now(); }
  get elapsedMs(): number { return this.#now() - this.startedAtMs; }
  get leftMs(): number { return Math.max(0, this.#endsAtMs - this.#now()); }
  /** Why it ended, null while it runs. */
  get ended(): VisitEnded | null { return this.signal.aborted ? (this.signal.reason as VisitEnded) : null; } // only `end` aborts, and with a VisitEnded

  end(reason: VisitEnded): void {
    clearTimeout(this.#timer);
    if (!this.signal.aborted) this.#controller.abort(reason);
  }

  /** The visit is over: no timer is left behind. */
  release(): void { clearTimeout(this.#timer); }

  /** Rejects with VisitEnded when the deadline comes first. The loser's rejection is swallowed. */
  race<T>(work: Promise<T>): Promise<T> {
    return this.#against(work, null);
  }

  /** As `race`, but null after `maxMs`. */
  within<T>(maxMs: number, work: Promise<T>): Promise<T | null> {
    return this.#against<T | null>(work, maxMs);
  }

  /** Resolves after `ms`, or rejects at the deadline. */
  async pause(ms: number): Promise<void> {
    await this.#against(new Promise<never>(() => {}), ms);
  }

  #against<T>(work: Promise<T>, maxMs: number | null): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = maxMs === null ? undefined : setTimeout(() => { stop(); resolve(null as T); }, maxMs); // T includes null wherever maxMs is given
      const onEnd = (): void => { stop(); reject(this.signal.reason as VisitEnded); };
      const stop = (): void => { clearTimeout(timer); this.signal.removeEventListener('abort', onEnd); };
      if (this.signal.aborted) { work.catch(() => {}); clearTimeout(timer); reject(this.signal.reason as VisitEnded); return; }
      this.signal.addEventListener('abort', onEnd);
      work.then((value) => { stop(); resolve(value); }, (error: unknown) => { stop(); reject(error instanceof Error ? error : new Error(String(error))); });
    });
  }
}
