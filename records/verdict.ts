import { z } from 'zod';
import { threatSchema } from './threat.ts';
import { partNames } from './capture.ts';

/** One reason, readable by a person. */
export const signalSchema = z.object({
  /** "detector/what", stable: policies, rules and tests name it. */
  name: z.string(),
  /** Log-odds it adds (negative: speaks for benign). Set by the policy, 0 as a detector returns it. */
  weight: z.number(),
  /** The threat it speaks for; null where it speaks for none in particular. */
  threat: threatSchema.nullable(),
  /** One sentence, page text in it quoted and capped. */
  says: z.string(),
  /** Which part of the capture shows it, and where in it (an index, a URL, a short excerpt). */
  evidence: z.object({ part: z.enum(['url', ...partNames]), at: z.string() }),
  /** Brand that is imitated or owns the page, where the signal is about one. */
  brand: z.string().nullable(),
});
export type Signal = z.infer<typeof signalSchema>;

/**
 * - `malicious`: block it.
 * - `suspicious`: warn, review, look again soon. Never a listing by itself.
 * - `benign`: a page was seen whole and nothing speaks against it.
 * - `undecided`: nothing that could be judged was seen (`why` says what). Never to be read as benign.
 */
export const verdictKinds = ['malicious', 'suspicious', 'benign', 'undecided'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** Why a verdict is undecided, or which state of a site a benign or undecided one is about; `quarantined` stands with any verdict. */
export const undecidedReasons = ['challenge', 'blocked', 'error', 'gone', 'unreachable', 'refused', 'crashed', 'empty', 'parked', 'not-visited', 'looking-again', 'gave-up', 'quarantined'] as const;
export type UndecidedReason = (typeof undecidedReasons)[number];

export const verdictSchema = z.object({
  v: z.literal(1),
  urlKey: z.string(),
  url: z.string(),
  finalUrl: z.string(),
  verdict: z.enum(verdictKinds),
  why: z.enum(undecidedReasons).nullable(),
  threat: threatSchema.nullable(),
  brand: z.string().nullable(),
  /** Calibrated probability of being malicious, 0 to 1. */
  score: z.number(),
  signals: z.array(signalSchema),
  /** Detectors that threw or ran out of time, by name: their silence is not evidence. */
  failedDetectors: z.array(z.string()),
  /** Version of the policy, "YYYY-MM-DD.n". */
  policy: z.string(),
  /** Set where the deed is one page on an otherwise decent host. */
  compromised: z.boolean(),
  captureKey: z.string().nullable(),
  /** Key of an earlier capture of the same URL that this one was compared with. */
  comparedWith: z.string().nullable(),
  lane: z.enum(['url', 'probe', 'render']),
  profile: z.string(),
  /** Epoch milliseconds. */
  atMs: z.number(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Whether it speaks against the page. */
export const isAccused = ({ verdict }: Pick<Verdict, 'verdict'>): boolean => verdict === 'malicious' || verdict === 'suspicious';
