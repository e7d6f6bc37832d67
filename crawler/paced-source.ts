import type { Frontier } from '../queues/frontier/contract.ts';
import { addressGroup, type Pacing } from '../queues/pacing.ts';
import type { CrawlTask } from '../records/index.ts';
import type { UrlKey } from '../url/types.ts';
import type { Resolve } from './egress/contract.ts';
import type { TaskSource } from './task-source.ts';

/** A group that is busy is asked again no sooner than this. */
const leastWaitMs = 500;

/**
 * Politeness towards machines: a task whose address group has enough visitors is given back to the frontier,
 * which costs it no attempt, and the next one is taken. A name that doesn't resolve is let through: the visit
 * says why. The frontier already sees to hosts.
 */
export class PacedSource implements TaskSource {
  readonly #source: TaskSource;
  readonly #options: { readonly pacing: Pacing; readonly frontier: Pick<Frontier, 'defer'>; readonly resolve: Resolve; readonly now: () => number };

  constructor(source: TaskSource, options: { readonly pacing: Pacing; readonly frontier: Pick<Frontier, 'defer'>; readonly resolve: Resolve; readonly now: () => number }) {
    this.#source = source;
    this.#options = options;
  }

  finished(): boolean { return this.#source.finished(); }

  async take(): Promise<{ readonly task: CrawlTask; done(): Promise<void> } | null> {
    const { pacing, frontier, now } = this.#options;
    for (;;) {
      const taken = await this.#source.take();
      if (taken === null) return null;
      const { task } = taken;
      const groups = await this.#groupsOf(task);
      const busyUntilMs = await this.#claimAll(groups, task);
      if (busyUntilMs === null) {
        return { task, done: async () => {
          await Promise.all(groups.map((group) => pacing.release(group, task.lease)));
          await taken.done();
        } };
      }
      const nowMs = now();
      await frontier.defer([{ key: task.urlKey as UrlKey, token: task.lease, dueAtMs: Math.max(busyUntilMs, nowMs + leastWaitMs), lane: task.lane, look: task.look, costsAttempt: false, hostNotBeforeMs: null }], nowMs); // the key was written from a lease
      await taken.done();
    }
  }

  /** Null where every group was granted; otherwise none is held, and when to come again. */
  async #claimAll(groups: readonly string[], task: CrawlTask): Promise<number | null> {
    const { pacing, now } = this.#options;
    for (const [index, group] of groups.entries()) {
      const claim = await pacing.claim(group, task.lease, now(), Math.max(1, task.deadlineMs - now()));
      if (claim.kind === 'granted') continue;
      await Promise.all(groups.slice(0, index).map((held) => pacing.release(held, task.lease)));
      return claim.busyUntilMs;
    }
    return null;
  }

  async #groupsOf({ url, deadlineMs }: CrawlTask): Promise<string[]> {
    const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
    try {
      const addresses = await this.#options.resolve(host, AbortSignal.timeout(Math.min(5000, Math.max(1, deadlineMs - this.#options.now()))));
      return [...new Set(addresses.map(addressGroup))].slice(0, 4);
    } catch {
      return [];
    }
  }
}
