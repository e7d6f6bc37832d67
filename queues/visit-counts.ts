import { laneSchema, visitOutcomeSchema, type Lane, type VisitOutcome } from '../records/index.ts';
import { queueKeys } from './keys.ts';
import type { RedisClient } from './script.ts';

/** How visits ended, since the system was first started. Workers are other processes than the one that is scraped, so Redis counts. */
export interface VisitCounts {
  add(lane: Lane, outcome: VisitOutcome): Promise<void>;
  /** Those that are not zero, in no order. */
  read(): Promise<VisitCount[]>;
}

export interface VisitCount { readonly lane: Lane; readonly outcome: VisitOutcome; readonly count: number }

export const openVisitCounts = (client: RedisClient, prefix: string): VisitCounts => {
  const key = queueKeys(prefix).visitCounts;
  return {
    async add(lane, outcome) {
      await client.hincrby(key, `${lane}:${outcome}`, 1);
    },
    async read() {
      return Object.entries(await client.hgetall(key)).flatMap(([field, count]) => {
        const [lane, outcome] = field.split(':');
        const [knownLane, knownOutcome] = [laneSchema.safeParse(lane), visitOutcomeSchema.safeParse(outcome)];
        // A newer version may have counted what this one does not know.
        return knownLane.success && knownOutcome.success ? [{ lane: knownLane.data, outcome: knownOutcome.data, count: Number(count) }] : [];
      });
    },
  };
};
