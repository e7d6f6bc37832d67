import { z } from 'zod';
import { laneSchema, threats, undecidedReasons, type Priority, type Verdict } from '../records/index.ts';
import type { Settlement } from './frontier/contract.ts';

/** How one kind of verdict is looked at again. */
const courseSchema = z.object({
  /** Minutes from one look to the next: the first row follows the first look of this kind, and so on. None follows the last. */
  afterMinutes: z.array(z.number().positive().max(525_600)).max(64),
  lane: laneSchema,
  priority: z.number().int().min(0).max(3),
  /** So many looks in a row that found this end it early; null for never. */
  stopAfterSame: z.number().int().min(1).nullable(),
});
export type RecrawlCourse = z.infer<typeof courseSchema>;

/** When verdicts are looked at again: dated data (config/data/recrawl.json). */
export const recrawlPlanSchema = z.object({
  /** "YYYY-MM-DD.n" */
  version: z.string().regex(/^\d{4}-\d{2}-\d{2}\.\d+$/),
  malicious: courseSchema,
  /** Courses of threats that live otherwise than most. */
  maliciousBy: z.partialRecord(z.enum(threats), courseSchema),
  suspicious: courseSchema,
  benign: courseSchema,
  undecided: courseSchema,
  undecidedBy: z.partialRecord(z.enum(undecidedReasons), courseSchema),
  /** For a URL that was malicious and no longer looks so: until it is sure that it stays so. */
  recovering: courseSchema,
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
}

export type VerdictFacts = Pick<Verdict, 'verdict' | 'why' | 'threat'>;

/** The next visit, null for none. Pure. */
export const nextVisit = (plan: RecrawlPlan, facts: VerdictFacts, history: RecrawlHistory, nowMs: number): Settlement['next'] => {
  const { afterMinutes, lane, priority, stopAfterSame } = courseOf(plan, facts, history);
  if (stopAfterSame !== null && history.sameBefore + 1 >= stopAfterSame) return null;
  const minutes = afterMinutes[history.sameBefore];
  if (minutes === undefined) return null;
  return { dueAtMs: nowMs + Math.round(minutes * 60_000), lane, priority: priority as Priority }; // 0 to 3 by the schema
};

const courseOf = (plan: RecrawlPlan, { verdict, why, threat }: VerdictFacts, { wasMalicious }: RecrawlHistory): RecrawlCourse => {
  switch (verdict) {
    case 'malicious': return (threat === null ? undefined : plan.maliciousBy[threat]) ?? plan.malicious;
    case 'suspicious': return plan.suspicious;
    case 'benign': return wasMalicious ? plan.recovering : plan.benign;
    case 'undecided': return (why === null ? undefined : plan.undecidedBy[why]) ?? (wasMalicious ? plan.recovering : plan.undecided);
    default: return verdict satisfies never;
  }
};
