import type { CanonicalUrl } from '../url/types.ts';
import type { UrlDecision } from './decided.ts';
import type { BlastRadius, Change, Listing, ListingState, LookupAnswer, Verdict, VerdictKind } from '../records/index.ts';

/**
 * What is blocked, why, and until when. One listing an expression; every change is one row of the change
 * log, written in the same script as the listing, so that a follower of the log misses nothing.
 */
export interface ReputationStore {
  /** Stores the verdict as the newest of its URL, and does to the listings what follows from it. Recording the same verdict again changes nothing. */
  record(verdict: Verdict, from: { readonly sources: readonly string[] }, nowMs: number): Promise<RecordOutcome>;
  /** Newest verdict of a URL, or null. */
  verdictOf(urlKey: string): Promise<Verdict | null>;
  /** Newest verdicts of these URLs, in order; null where there is none. */
  verdictsOf(urlKeys: readonly string[]): Promise<(Verdict | null)[]>;
  /** What came before the newest verdict of a URL; null where nothing is known. */
  historyOf(urlKey: string): Promise<VerdictHistory | null>;
  /** Newest verdicts first, one a URL, at most `max` (500 are kept). */
  recent(max: number): Promise<Verdict[]>;
  /** How many verdicts were given, repeated looks included. One that another look was to replace isn't counted. */
  tally(): Promise<Readonly<Record<VerdictKind, number>>>;
  /** One answer a URL, in order; at most 500 URLs (RangeError). Never rejects because Redis is away: those answers are `unavailable`. */
  lookup(urls: readonly CanonicalUrl[], nowMs: number): Promise<LookupAnswer[]>;
  /** Rows after `seq` ("0" from the start), at most `max`. Throws `ChangesLost` where rows after it are no longer kept. */
  changes(afterSeq: string, max: number): Promise<Change[]>;
  /** Seq of the newest row, "0" where there is none. Read before `listings()`, it is where to follow the log from. */
  position(): Promise<string>;
  /** Active listings (or those of another state) in no particular order; one may come twice while the store grows. */
  listings(state?: ListingState): AsyncIterable<Listing>;
  /** Delists what has expired; called on schedule. Returns how many. */
  expire(nowMs: number, max: number): Promise<number>;
  /** The whole record of an expression, null where nothing is known; and the keys of the URLs that it stands on. */
  listingOf(expression: string): Promise<{ readonly listing: Listing; readonly standsOn: readonly string[] } | null>;
  /** A person decides; `who` is the id of a key, and two approvals of one count once. See reputation/lua/decide.lua for the outcomes. */
  decide(expression: string, decision: 'approve' | 'pause' | 'resume', who: string, note: string, nowMs: number): Promise<DecisionOutcome>;
  /** What a person says of one URL outranks the machine until it ends or is taken back; null where nothing is known of the URL. */
  decideUrl(urlKey: string, decision: UrlDecision): Promise<UrlDecided | null>;
  /** Takes that back: what the machine said last stands again. Null where nothing was decided. */
  undoUrl(urlKey: string, nowMs: number): Promise<UrlDecided | null>;
  /** Expressions of the listings that a URL is blamed in, which wait for people; with the widest one's blast radius. */
  heldBy(urlKey: string): Promise<{ readonly held: string[]; readonly radius: BlastRadius | null }>;
  /** A person decides that the listing is wrong: it goes at once, and no verdict of the machine brings it back for a year. */
  overturn(expression: string, nowMs: number, reason: string): Promise<'overturned' | 'unknown'>;
}

/**
 * - `listed`: on the list now: new, back, or still there after a look that doesn't end it.
 * - `renewed`: was on the list, seen again.
 * - `held`: malicious, but the allow list, the blast radius or a review stands against listing it; for review.
 * - `delisted`: was on the list, is no longer true.
 * - `unlisted`: nothing to list, nothing was listed.
 * - `outdated`: a newer verdict is known; nothing was changed.
 */
export type RecordOutcome = 'listed' | 'renewed' | 'held' | 'delisted' | 'unlisted' | 'outdated';

export interface UrlDecided { readonly outcome: RecordOutcome; readonly verdict: Verdict; /** What the machine said last. */ readonly machine: Verdict }

export const decisionOutcomes = ['listed', 'approved', 'again', 'paused', 'shared', 'not-so', 'unknown'] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

export interface VerdictHistory {
  /** Verdicts of the same kind just before the newest, without another kind between. */
  readonly sameBefore: number;
  /** Whether any verdict before the newest was malicious. */
  readonly wasMalicious: boolean;
  /** Epoch milliseconds of the first verdict of the newest one's kind, without another kind between. */
  readonly sinceMs: number;
}

/** The log no longer has what a follower asks for: start from `position()` and `listings()`. */
export class ChangesLost extends Error {
  override readonly name = 'ChangesLost';
  /** Seq of the oldest row kept. */
  readonly oldestSeq: string;

  constructor(afterSeq: string, oldestSeq: string) {
    super(`rows after ${afterSeq} are no longer kept; the oldest is ${oldestSeq}: start again from position() and listings()`);
    this.oldestSeq = oldestSeq;
  }
}
