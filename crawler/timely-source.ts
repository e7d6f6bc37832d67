import type { Frontier } from '../queues/frontier/contract.ts';
import type { CrawlTask } from '../records/index.ts';
import type { UrlKey } from '../url/types.ts';
import type { TaskSource } from './task-source.ts';

/**
 * Takes only what its lease leaves time for. A task that waited too long (behind slow pages, or while no worker
 * lived) would be visited for nothing: its lease would lapse on the way, which costs an attempt. It is given back to
 * the frontier instead, at no cost, and comes again with a whole lease; where the lease has lapsed already, the
 * frontier has seen to it.
 */
export class TimelySource implements TaskSource {
  readonly #source: TaskSource;
  readonly #options: { readonly frontier: Pick<Frontier, 'defer'>; readonly neededMs: number; readonly now: () => number };

  /** `neededMs`: what a visit and its verdict may take; less than the lease, or no task is ever taken. */
  constructor(source: TaskSource, options: { readonly frontier: Pick<Frontier, 'defer'>; readonly neededMs: number; readonly now: () => number }) {
    this.#source = source;
    this.#options = options;
  }

  finished(): boolean { return this.#source.finished(); }

  async take(): Promise<{ readonly task: CrawlTask; done(): Promise<void> } | null> {
    const { frontier, neededMs, now } = this.#options;
    for (;;) {
      const taken = await this.#source.take();
      if (taken === null) return null;
      const { task } = taken;
      const nowMs = now();
      if (task.deadlineMs - nowMs >= neededMs) return taken;
      if (task.deadlineMs > nowMs) {
        await frontier.defer([{ key: task.urlKey as UrlKey, token: task.lease, dueAtMs: nowMs, lane: task.lane, look: task.look, costsAttempt: false, hostNotBeforeMs: null }], nowMs); // the key was written from a lease
      }
      await taken.done();
    }
  }
}
