import { z } from 'zod';
import { laneSchema, threats, undecidedReasons, type Priority, type Verdict } from '../records/index.ts';
import type { Settlement } from './frontier/contract.ts';
import { waitUntilUnseen } from './lifetime.ts';

/**
 * When a URL is looked at again. Every verdict says something that will stop being true some day: a
 * phish goes away, a cleaned site is broken into again, a parked name gets its lure. How soon is known as a
 * distribution, and a look is made when the hours that we have probably been wrong by then are worth one:
 *
 *     cost x E[hours it has been otherwise unseen]  =  hoursALookIsWorth
 *
 * With one price for all, the next look at any URL saves as much as one at any other, which is what makes a
 * budget of looks go furthest. What would not be worth a look within `longestDays` gets none.
 */
const courseSchema = z.object({
  /** The life of what the verdict says (queues/lifetime.ts). */
  share: z.number().positive().max(1),
  medianHours: z.number().positive(),
  meanHours: z.number().positive(),
  /** What an hour of not knowing costs: 1 is a dead page that is still listed for an hour. */
  cost: z.number().positive(),
  lane: laneSchema,
  priority: z.number().int().min(0).max(3),
  /** Where the figures are from. */
  source: z.string(),
}).refine(({ medianHours, meanHours }) => meanHours > medianHours, 'the mean of such a life is above its median');
export type RecrawlCourse = z.infer<typeof courseSchema>;

/** Dated data (config/data/recrawl.json). Null where nothing is worth another look. */
export const recrawlPlanSchema = z.object({
  /** "YYYY-MM-DD.n" */
  version: z.string().regex(/^\d{4}-\d{2}-\d{2}\.\d+$/),
  /** The price of a look: raise it and every URL is looked at more seldom, in the same proportions. */
  hoursALookIsWorth: z.number().positive(),
  /** No look sooner after the last. */
  shortestMinutes: z.number().positive(),
  longestDays: z.number().positive(),
  /** After the first look that finds a malicious page clean or gone: one look is not enough to delist. */
  confirmMinutes: z.number().positive(),
  /** Each doubling of the look-ups a day adds so much of the cost: what many ask for must be right. */
  costPerDoublingOfLookups: z.number().min(0),
  malicious: courseSchema,
  /** Threats that live otherwise than most. */
  maliciousBy: z.partialRecord(z.enum(threats), courseSchema),
  suspicious: courseSchema,
  benign: courseSchema,
  undecided: courseSchema.nullable(),
  undecidedBy: z.partialRecord(z.enum(undecidedReasons), courseSchema.nullable()),
  /** For a URL that was malicious and no longer looks so: until it comes back. */
  returning: courseSchema,
});
export type RecrawlPlan = z.infer<typeof recrawlPlanSchema>;

/**
 * What came before this verdict, counted by whoever stores verdicts and passed in: the frontier doesn't keep it.
 * Offering a URL with `revive` begins no new course; forgetting the history does.
 */
export interface RecrawlHistory {
  /** Earlier verdicts of the same kind, without another kind between, this one not counted. */
  readonly sameBefore: number;
  /** Whether any earlier verdict was malicious. */
  readonly wasMalicious: boolean;
  /** Epoch milliseconds of the first of them; the verdict's own time where it is the first. */
  readonly sinceMs: number;
}

export interface VerdictFacts extends Pick<Verdict, 'verdict' | 'why' | 'threat'> {
  /** How often it is asked for, 0 where nobody does or nobody counts. */
  readonly lookupsPerDay?: number;
}

const hourMs = 3_600_000;

/** The next visit, null for none. Pure. */
export const nextVisit = (plan: RecrawlPlan, facts: VerdictFacts, history: RecrawlHistory, nowMs: number): Settlement['next'] => {
  const course = courseOf(plan, facts, history);
  if (course === null) return null;
  const at = (waitHours: number): Settlement['next'] => ({ dueAtMs: nowMs + Math.round(waitHours * hourMs), lane: course.lane, priority: course.priority as Priority }); // 0 to 3 by the schema
  if (hasJustEnded(facts, history)) return at(plan.confirmMinutes / 60);
  const cost = course.cost * (1 + plan.costPerDoublingOfLookups * Math.log2(1 + (facts.lookupsPerDay ?? 0)));
  const ageHours = Math.max(0, (nowMs - history.sinceMs) / hourMs);
  const waitHours = waitUntilUnseen(course, ageHours, plan.hoursALookIsWorth / cost, plan.longestDays * 24);
  return waitHours === null ? null : at(Math.max(waitHours, plan.shortestMinutes / 60));
};

/** It was malicious at the last look, and isn't now. */
const hasJustEnded = ({ verdict, why }: VerdictFacts, { sameBefore, wasMalicious }: RecrawlHistory): boolean =>
  wasMalicious && sameBefore === 0 && (verdict === 'benign' || (verdict === 'undecided' && (why === 'gone' || why === 'parked')));

const courseOf = (plan: RecrawlPlan, { verdict, why, threat }: VerdictFacts, { wasMalicious }: RecrawlHistory): RecrawlCourse | null => {
  // Whatever it is judged to be: the next look would die like the last two.
  if (why === 'quarantined' && plan.undecidedBy.quarantined !== undefined) return plan.undecidedBy.quarantined;
  switch (verdict) {
    case 'malicious': return (threat === null ? undefined : plan.maliciousBy[threat]) ?? plan.malicious;
    case 'suspicious': return plan.suspicious;
    case 'benign': return wasMalicious ? plan.returning : plan.benign;
    case 'undecided': {
      const special = why === null ? undefined : plan.undecidedBy[why];
      if (special === null || !wasMalicious) return special === undefined ? plan.undecided : special;
      return plan.returning;
    }
    default: return verdict satisfies never;
  }
};
