import { nextVisit, type RecrawlPlan } from '../queues/recrawl.ts';
import type { Threat } from '../records/index.ts';

/** What a plan may know of a URL after a look: what was seen, and when. Hours of the virtual clock. */
export interface Seen {
  readonly at: number;
  readonly malicious: boolean;
  readonly threat: Threat;
  readonly firstAt: number;
  /** Looks before this one that saw the same, without another between. */
  readonly sameBefore: number;
  /** When the first of them was. */
  readonly sinceAt: number;
  readonly wasMalicious: boolean;
  readonly changes: number;
}

/** Hours until the next look, null for none. */
export type Plan = (seen: Seen) => number | null;

/** Every plan follows a URL so long after it was first seen, or after it was last malicious. */
const followHours = 30 * 24;
const isOver = ({ at, firstAt, sinceAt, malicious, wasMalicious }: Seen): boolean => !malicious && at - (wasMalicious ? sinceAt : firstAt) > followHours;
/** Every plan confirms at once what it finds gone: the store delists after two looks, whoever plans them. */
const confirmHours = 0.5;
const isToConfirm = ({ malicious, sameBefore, wasMalicious }: Seen): boolean => wasMalicious && !malicious && sameBefore === 0;

export const everySoOften = (hours: number): Plan => (seen) => isOver(seen) ? null : isToConfirm(seen) ? confirmHours : hours;

/** Looks in proportion to how often a URL was seen to change, smoothed by a prior of half a change in two days. */
export const byChange = (scale: number): Plan => (seen) => {
  if (isOver(seen)) return null;
  if (isToConfirm(seen)) return confirmHours;
  const perHour = (seen.changes + 0.5) / (seen.at - seen.firstAt + 48);
  return Math.max(0.25, scale / perHour);
};

/** The product's own planner. */
export const harrier = (plan: RecrawlPlan, hoursALookIsWorth: number): Plan => {
  const priced = { ...plan, hoursALookIsWorth };
  return ({ at, malicious, threat, sameBefore, sinceAt, wasMalicious }) => {
    const facts = malicious ? { verdict: 'malicious' as const, why: null, threat } : wasMalicious ? { verdict: 'undecided' as const, why: 'gone' as const, threat: null } : { verdict: 'benign' as const, why: null, threat: null };
    const next = nextVisit(priced, facts, { sameBefore, wasMalicious, sinceMs: sinceAt * 3_600_000 }, at * 3_600_000);
    return next === null ? null : next.dueAtMs / 3_600_000 - at;
  };
};
