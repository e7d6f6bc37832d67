import type { Redis } from 'ioredis';
import { openPositions, type Positions } from '../positions.ts';
import { ctStateSchema, followLog, newCtLog, type CtState, type FollowOptions } from './follow.ts';
import type { CtLog } from './log.ts';
import { rfc6962Reader } from './rfc6962.ts';
import { staticReader } from './static-ct.ts';

export { ctLogsSchema } from './log.ts';
export type { CtLog } from './log.ts';
export type { CtState } from './follow.ts';

export type CtStates = Positions<CtState>;
export const openCtStates = (redis: Redis, prefix: string): CtStates => openPositions(redis, prefix, 'ct', ctStateSchema, newCtLog);

/** Some seconds of a busy log a turn; a log that is half a day of entries ahead is met at its end. */
const entriesPerTurn = 20_000;
const furthestBehind = 20_000_000;

export interface CtFollowing extends Pick<FollowOptions, 'door' | 'score' | 'threshold' | 'now' | 'signal'> {
  readonly logs: readonly CtLog[];
  readonly states: CtStates;
  readonly userAgent: string;
  /** Where a log failed, forked or stalls, and where Redis or the door failed. */
  readonly onProblem: (log: CtLog, problem: string) => void;
}

/** One turn on every log that is due, all at once: each waits for its own server mostly. */
export const followDue = async ({ logs, states, userAgent, onProblem, ...options }: CtFollowing): Promise<void> => {
  const readers = { rfc6962: rfc6962Reader(userAgent), static: staticReader(userAgent) };
  await Promise.all(logs.map(async (log) => {
    try {
      const state = await states.get(log.name);
      if (state.nextAtMs > options.now()) return;
      const after = await followLog(log, state, { ...options, readers, entriesPerTurn, furthestBehind });
      await states.put(log.name, after);
      if (after.lastProblem !== null && after.lastProblem !== state.lastProblem) onProblem(log, after.lastProblem);
    } catch (error) {
      options.signal.throwIfAborted();
      onProblem(log, error instanceof Error ? error.message : String(error));
    }
  }));
};
