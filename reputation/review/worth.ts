import { z } from 'zod';
import { isAccused, type BlastRadius, type Verdict } from '../../records/index.ts';
import { readsDecision } from '../decided.ts';

/**
 * Why a person should look: a listing waits for people (`held`), somebody appealed (`appeal`), the machine says
 * suspicious, its score is near the middle, or a detector failed and the verdict stands without it.
 */
export const reviewReasons = ['held', 'appeal', 'suspicious', 'uncertain', 'detector-failed'] as const;
export type ReviewReason = (typeof reviewReasons)[number];

const share = z.number().positive();

/** What a decision is worth, and how long it holds: dated data (config/data/review.json). */
const reviewDataSchema = z.object({
  version: z.string(),
  source: z.string(),
  /** A verdict whose uncertainty, 4 p (1 - p) of its score p, is so high is for a person. */
  uncertainFrom: z.number().gt(0).max(1),
  worthOf: z.record(z.enum(reviewReasons), share),
  /** After so long in the queue a decision is worth twice as much. */
  ageDoublesHours: share,
  claimSecs: z.number().int().positive(),
  maliciousHoldsSecs: z.number().int().positive(),
  benignHoldsSecs: z.number().int().positive(),
  /** The queue's length; of more, those worth least are dropped until their next look. */
  mostItems: z.number().int().positive(),
});
export type ReviewData = Readonly<z.infer<typeof reviewDataSchema>>;

/** Throws a ZodError where it is no such data. */
export const readReviewData = (json: unknown): ReviewData => reviewDataSchema.parse(json);

/** 1 at a score of 0.5, 0 where the machine is sure. */
export const uncertaintyOf = (score: number): number => 4 * score * (1 - score);

export const reasonsFor = (data: ReviewData, verdict: Verdict, isHeld: boolean, isAppealed: boolean): ReviewReason[] => {
  // A person has decided; what waits for a second one waits.
  if (readsDecision(verdict)) return isHeld ? ['held'] : [];
  return [
    ...(isHeld ? ['held' as const] : []),
    // A look that found nothing against it has answered the appeal.
    ...(isAppealed && (isAccused(verdict) || isHeld) ? ['appeal' as const] : []),
    ...(verdict.verdict === 'suspicious' ? ['suspicious' as const] : []),
    ...(verdict.verdict !== 'undecided' && verdict.lane !== 'url' && uncertaintyOf(verdict.score) >= data.uncertainFrom ? ['uncertain' as const] : []),
    ...(verdict.failedDetectors.length > 0 && verdict.verdict !== 'undecided' ? ['detector-failed' as const] : []),
  ];
};

/**
 * Uncertainty and reasons, times demand, times what a wrong listing would hit. As a logarithm of base 2 less the
 * time since when, in doublings: so that the order of a queue changes with age, and no number in it does.
 */
export const orderOf = (data: ReviewData, facts: { readonly score: number; readonly reasons: readonly ReviewReason[]; readonly lookupsPerDay: number; readonly radius: BlastRadius | null; readonly sinceMs: number }): number => {
  const { score, reasons, lookupsPerDay, radius, sinceMs } = facts;
  const reason = reasons.reduce((sum, one) => sum + data.worthOf[one], 0);
  const hit = radius === null ? 0 : radius.decentUrls + (radius.rank === null ? 0 : 20_000 / radius.rank);
  const worth = (0.25 + uncertaintyOf(score)) * reason * (1 + Math.log2(1 + lookupsPerDay)) * (1 + Math.log2(1 + hit));
  return Math.log2(worth) - sinceMs / (data.ageDoublesHours * 3_600_000);
};
