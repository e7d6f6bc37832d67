import type { Redis } from 'ioredis';
import { openPositions, type Positions } from '../positions.ts';
import { followHoneypot, type HoneypotOptions } from './follow.ts';
import { honeypotStateSchema, newHoneypot, type Honeypot, type HoneypotState } from './honeypot.ts';

export { honeypotsSchema } from './honeypot.ts';
export type { Honeypot, HoneypotState } from './honeypot.ts';

export type HoneypotStates = Positions<HoneypotState>;
export const openHoneypotStates = (redis: Redis, prefix: string): HoneypotStates => openPositions(redis, prefix, 'honeypots', honeypotStateSchema, newHoneypot);

export interface HoneypotFollowing extends HoneypotOptions {
  readonly honeypots: readonly Honeypot[];
  readonly states: HoneypotStates;
  readonly onProblem: (honeypot: Honeypot, problem: string) => void;
}

/** One turn on every log that is due, one after the other. */
export const readDue = async ({ honeypots, states, onProblem, ...options }: HoneypotFollowing): Promise<void> => {
  for (const honeypot of honeypots) {
    try {
      const state = await states.get(honeypot.name);
      if (state.nextAtMs > options.now()) continue;
      const after = await followHoneypot(honeypot, state, options);
      await states.put(honeypot.name, after);
      if (after.lastProblem !== null && after.lastProblem !== state.lastProblem) onProblem(honeypot, after.lastProblem);
    } catch (error) {
      options.signal.throwIfAborted();
      onProblem(honeypot, error instanceof Error ? error.message : String(error));
    }
  }
};
