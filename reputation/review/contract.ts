import { z } from 'zod';
import { scopes, threatSchema, verdictKinds, verdictSchema, type BlastRadius, type Verdict } from '../../records/index.ts';
import type { RecordOutcome } from '../contract.ts';
import { reviewReasons } from './worth.ts';

/** One URL that waits for a person, as it was when it was last judged. */
export const reviewItemSchema = verdictSchema.pick({ urlKey: true, url: true, verdict: true, why: true, threat: true, brand: true, score: true, captureKey: true }).extend({
  source: z.string(),
  reasons: z.array(z.enum(reviewReasons)),
  /** Expressions whose listings wait for people because of it. */
  held: z.array(z.string()),
  lookupsPerDay: z.number(),
  /** Hash of what the page is made of (records of the same shape look the same); null where no page was seen. */
  shape: z.string().nullable(),
  /** Since when it waits, and when it was judged last. Epoch milliseconds. */
  sinceMs: z.number(),
  atMs: z.number(),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;

/** The item of a URL that didn't wait, from its verdict. */
export const shapeless = ({ urlKey, url, verdict, why, threat, brand, score, captureKey, atMs }: Verdict, nowMs: number): ReviewItem =>
  ({ urlKey, url, verdict, why, threat, brand, score, captureKey, source: 'unknown', reasons: [], held: [], lookupsPerDay: 0, shape: null, sinceMs: nowMs, atMs });

export const claimSchema = z.object({ who: z.string(), untilMs: z.number() });
export type Claim = z.infer<typeof claimSchema>;
export type WaitingItem = ReviewItem & { readonly claim: Claim | null };

/** - `malicious`, `benign`: outranks the machine, for as long as the data says. - `unsure`: out of the queue until its next look. */
export const decisions = ['malicious', 'benign', 'unsure'] as const;
export type DecisionKind = (typeof decisions)[number];

/** A decision of a person about one URL, with what the machine said then: a label. */
export const decisionSchema = z.object({
  /** Place in the log, decimal. */
  id: z.string(),
  atMs: z.number(),
  /** Id of a key. */
  who: z.string(),
  urlKey: z.string(),
  url: z.string(),
  decision: z.enum(decisions),
  threat: threatSchema.nullable(),
  /** How much to blame; null leaves it to the machine. */
  scope: z.enum(scopes).nullable(),
  note: z.string(),
  /** What the machine said, and of which capture. */
  machine: z.object({ verdict: z.enum(verdictKinds), threat: threatSchema.nullable(), score: z.number(), policy: z.string(), captureKey: z.string().nullable(), signals: z.array(z.string()), source: z.string() }),
  /** Set where it was taken back. */
  undoneAtMs: z.number().nullable(),
});
export type Decision = z.infer<typeof decisionSchema>;

export interface Look {
  readonly verdict: Verdict;
  readonly outcome: RecordOutcome;
  readonly source: string;
  readonly shape: string | null;
  /** Of the widest listing that waits because of it. */
  readonly held: readonly string[];
  readonly radius: BlastRadius | null;
  readonly lookupsPerDay: number;
}

/** What waits for people. Written by the judge's lane with each look, and by the API with each decision. */
export interface ReviewQueue {
  /** A look was recorded: the URL waits for a person, or no longer. */
  note(look: Look, nowMs: number): Promise<void>;
  /** Somebody says that it is wrong: it stays until a look finds nothing against it, or a person decides. */
  appeal(urlKey: string, nowMs: number): Promise<void>;
  /** Worth most first, at most `max` from place `offset` on; and how many wait in all. */
  list(offset: number, max: number, nowMs: number): Promise<{ readonly items: WaitingItem[]; readonly waiting: number }>;
  get(urlKey: string, nowMs: number): Promise<WaitingItem | null>;
  /** Holds the item for `who`; null where another has it or it doesn't wait. Again by the same: longer. */
  claim(urlKey: string, who: string, nowMs: number): Promise<Claim | null>;
  release(urlKey: string, who: string): Promise<void>;
  /** Others that wait and are made of the same, newest first. */
  alike(shape: string, max: number, nowMs: number): Promise<WaitingItem[]>;
  remove(urlKey: string): Promise<void>;
  /** Puts an item back as it was. */
  restore(item: ReviewItem): Promise<void>;
}

/** The log of decisions: append-only, what was taken back is marked. */
export interface DecisionLog {
  append(decision: Omit<Decision, 'id' | 'undoneAtMs'> & { readonly item: ReviewItem | null }): Promise<string>;
  get(id: string): Promise<(Decision & { readonly item: ReviewItem | null }) | null>;
  undone(id: string, nowMs: number): Promise<void>;
  /** Newest first, at most `max`, those before `beforeId` where it is given. */
  list(max: number, beforeId?: string): Promise<Decision[]>;
}
