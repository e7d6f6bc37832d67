import type { Redis } from 'ioredis';
import { z } from 'zod';
import { scopes, threatSchema, verdictSchema, type Verdict } from '../records/index.ts';
import type { LookMeaning } from './ageing.ts';
import { meaningOf } from './ageing.ts';

/**
 * What a person decided about one URL outranks what the machine finds: each verdict that is recorded meanwhile
 * passes through here. It ends at its time, or when it is taken back; a page that is gone is gone, whatever was decided.
 *
 * `decided:<url key>` (reputation/keys.ts) → the decision, and the newest verdict of the machine, which an undo brings back.
 */
export const urlDecisionSchema = z.object({
  verdict: z.enum(['malicious', 'benign']),
  threat: threatSchema.nullable(),
  /** How much to blame; null leaves it to the machine. */
  scope: z.enum(scopes).nullable(),
  who: z.string(),
  note: z.string(),
  atMs: z.number(),
  untilMs: z.number(),
});
export type UrlDecision = z.infer<typeof urlDecisionSchema>;

const standingSchema = z.object({ decision: urlDecisionSchema, machine: verdictSchema });
export type StandingDecision = z.infer<typeof standingSchema>;

export const readDecided = async (redis: Redis, key: string): Promise<StandingDecision | null> => {
  const stored = await redis.get(key);
  return stored === null ? null : standingSchema.parse(JSON.parse(stored));
};

export const writeDecided = async (redis: Redis, key: string, standing: StandingDecision, nowMs: number): Promise<void> => {
  await redis.set(key, JSON.stringify(standing), 'PX', Math.max(1, Math.trunc(standing.decision.untilMs - nowMs)));
};

/** The verdict as the decision has it, and what it means for the listings. */
export const decidedVerdict = (verdict: Verdict, { verdict: decided, threat, who, note }: UrlDecision): { readonly verdict: Verdict; readonly meaning: LookMeaning } => {
  if (verdict.verdict === 'undecided' && (verdict.why === 'gone' || verdict.why === 'parked')) return { verdict, meaning: meaningOf(verdict) };
  const isBad = decided === 'malicious';
  const says = `A person decided that it is ${decided}${note === '' ? '' : `: “${note.slice(0, 300)}”`}.`;
  const signal = { name: reviewSignal, weight: isBad ? 12 : -12, threat: isBad ? threat : null, says, evidence: { part: 'url' as const, at: `key ${who}` }, brand: null };
  return {
    verdict: {
      ...verdict, verdict: decided, why: null, threat: isBad ? threat ?? verdict.threat ?? 'unwanted' : null,
      score: isBad ? Math.max(verdict.score, 0.99) : Math.min(verdict.score, 0.01),
      signals: [signal, ...verdict.signals.filter(({ name }) => name !== reviewSignal)],
    },
    meaning: isBad ? 'malicious' : 'clean-for-sure',
  };
};

export const reviewSignal = 'review/decision';

/** Whether a person's decision made this verdict. */
export const readsDecision = ({ signals }: Verdict): boolean => signals.some(({ name }) => name === reviewSignal);
