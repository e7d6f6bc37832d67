import { setTimeout as pause } from 'node:timers/promises';
import type { CrawlTask, Lane } from '../records/index.ts';
import type { TaskQueue } from './bull.ts';
import type { Frontier, Lease } from './frontier/contract.ts';

export interface FeederOptions {
  readonly frontier: Frontier;
  readonly lanes: ReadonlyMap<Lane, LaneFeed>;
  readonly leaseMs: number;
  /** A URL with so many failed attempts is buried instead of visited; null for never. */
  readonly maxAttempts: number | null;
  /** Called for such a URL before it is buried, for its verdict. May be called again for the same one. */
  readonly onGiveUp?: (lease: Lease) => Promise<void>;
  /** Called with what failed; the feeder tries again. */
  readonly onError?: (error: unknown) => void;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Longest wait between two looks; the default is 250. */
  readonly idleMs?: number;
}

export interface LaneFeed {
  readonly queue: Pick<TaskQueue<CrawlTask>, 'push' | 'counts' | 'clearDead'>;
  /** Tasks kept waiting in Bull: small, since each holds a lease, enough for the lane never to stand idle. */
  readonly window: number;
}

/** Pauses grow from this while nothing is found. */
const shortestPauseMs = 10;

/**
 * Keeps each lane's window in Bull filled from the frontier until the signal is aborted. A crash between lease
 * and push costs the URL its lease time and an attempt, and nothing else.
 */
export const runFeeder = async (options: FeederOptions): Promise<void> => {
  await Promise.all([...options.lanes].map(async ([lane, feed]) => feedLane(lane, feed, options)));
};

const feedLane = async (lane: Lane, feed: LaneFeed, options: FeederOptions): Promise<void> => {
  const { signal, now, idleMs = 250 } = options;
  let pauseMs = shortestPauseMs;
  let clearAtMs = 0;
  while (!signal.aborted) {
    try {
      if (now() >= clearAtMs) {
        await feed.queue.clearDead();
        clearAtMs = now() + 30_000;
      }
      const moved = await fillWindow(lane, feed, options);
      pauseMs = moved > 0 ? shortestPauseMs : Math.min(2 * pauseMs, idleMs);
    } catch (error) {
      options.onError?.(error);
      pauseMs = idleMs;
    }
    await pause(pauseMs, undefined, { signal }).catch(() => undefined);
  }
};

/** One look: leases what the window has room for and hands it to Bull. Returns how many were leased. */
export const fillWindow = async (lane: Lane, { queue, window }: LaneFeed, options: Omit<FeederOptions, 'lanes' | 'signal' | 'idleMs'>): Promise<number> => {
  const { frontier, leaseMs, maxAttempts, onGiveUp, now } = options;
  const { waiting } = await queue.counts();
  const room = window - waiting;
  if (room <= 0) return 0;
  const leases = await frontier.lease(lane, room, now(), leaseMs);
  const spent = leases.filter(({ attempts }) => maxAttempts !== null && attempts >= maxAttempts);
  await queue.push(leases.filter((lease) => !spent.includes(lease)).map(taskOf));
  for (const lease of spent) await onGiveUp?.(lease);
  if (spent.length > 0) await frontier.bury(spent.map(({ key, token }) => ({ key, token, reason: 'too-many-attempts' })), now());
  return leases.length;
};

const taskOf = ({ key, url, lane, look, token, deadlineMs, attempts, source }: Lease): CrawlTask =>
  ({ v: 1, urlKey: key, url, lane, look, lease: token, deadlineMs, attempts, source });
