import type { CanonicalUrl } from '../url/types.ts';
import type { Change, Listing, LookupAnswer, Verdict } from '../records/index.ts';

/**
 * What is blocked, why, and until when. One listing an expression; every change is one row of the change
 * log, written in the same script as the listing, so that a follower of the log misses nothing.
 */
export interface ReputationStore {
  /** Stores the verdict as the newest of its URL, and does to the listings what follows from it. */
  record(verdict: Verdict, from: { readonly sources: readonly string[] }, nowMs: number): Promise<RecordOutcome>;
  /** Newest verdict of a URL, or null. */
  verdictOf(urlKey: string): Promise<Verdict | null>;
  lookup(urls: readonly CanonicalUrl[], nowMs: number): Promise<LookupAnswer[]>;
  /** Rows after `seq` ("0" from the start), at most `max`. */
  changes(afterSeq: string, max: number): Promise<Change[]>;
  /** Active listings in no particular order. */
  listings(): AsyncIterable<Listing>;
  /** Delists what has expired; called on schedule. Returns how many. */
  expire(nowMs: number, max: number): Promise<number>;
}

/**
 * - `listed`, `renewed`: on the list now.
 * - `held`: malicious, but the allow list or the blast radius stands against listing it; for review.
 * - `delisted`: was on the list, is no longer true.
 * - `unlisted`: nothing to list, nothing was listed.
 * - `outdated`: a newer verdict is known; nothing was changed.
 */
export type RecordOutcome = 'listed' | 'renewed' | 'held' | 'delisted' | 'unlisted' | 'outdated';
