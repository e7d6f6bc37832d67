import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { EvidenceStore } from '../evidence/contract.ts';
import type { Frontier, OfferOutcome } from '../queues/frontier/contract.ts';
import type { Listing, Submission, Verdict, VerdictKind } from '../records/index.ts';
import type { ReputationStore } from '../reputation/contract.ts';
import type { ParsedUrl, UrlKey, VisitUrl } from '../url/types.ts';

/** All that the HTTP server stands on. It opens, owns and closes none of it. */
export interface ApiDeps {
  readonly door: Door;
  readonly reputation: Pick<ReputationStore, 'verdictOf' | 'lookup' | 'changes' | 'listings'>;
  readonly evidence: Pick<EvidenceStore, 'get' | 'keysOf'>;
  readonly frontier: Pick<Frontier, 'get' | 'counts'>;
  /** Newest verdicts first, at most `max`. */
  readonly recent: (max: number) => Promise<readonly Verdict[]>;
  /** Listings that the allow list or the blast radius holds back, at most `max`. */
  readonly held: (max: number) => Promise<readonly Listing[]>;
  /** How many verdicts were given so far, repeated looks included. */
  readonly progress: () => Promise<Readonly<Record<VerdictKind, number>>>;
  /** Where the change log ends now: followers that ask for no earlier row start behind this `seq`. */
  readonly lastChange: () => Promise<string>;
  /** Why the verdict is what it is: a paragraph for a person. */
  readonly explain: (verdict: Verdict) => string;
  /** Judges by the URL alone, without any look-up. */
  readonly rate: (url: ParsedUrl, nowMs: number) => Verdict;
  readonly formats: readonly FeedFormat[];
  /** `/metrics` writes all of it; the server adds its own. */
  readonly metrics: Registry;
  readonly now: () => number;
  readonly version: string;
  readonly log: FastifyBaseLogger;
  /** Who sends one of these as a bearer token may write. Where there are none, this machine alone may (api/writers.ts). */
  readonly keys: readonly string[];
  /** Folder of the console's files, null for none. */
  readonly consoleDir: string | null;
  readonly limits: ApiLimits;
}

/** The only way in. What it has answered for with `accepted` is not lost. One outcome a submission, in order. */
export interface Door {
  submit(submissions: readonly Submission[], options?: { readonly revive?: boolean }): Promise<readonly DoorOutcome[]>;
}

export type DoorOutcome =
  | { readonly accepted: true; readonly key: UrlKey; readonly url: VisitUrl; readonly outcome: OfferOutcome }
  | { readonly accepted: false; readonly code: string; readonly message: string };

/** An export of the listings, as lines with their line ends. */
export interface FeedFormat {
  readonly name: string;
  readonly contentType: string;
  lines(listings: AsyncIterable<Listing>): AsyncIterable<string>;
}

export interface ApiLimits {
  /** Of one client address; kept in memory for a minute and nowhere else. */
  readonly requestsPerMinute: number;
  /** How long Redis or evidence may take to answer before the client is told that they are away. */
  readonly storeMs: number;
  /** A connection on which nothing moves for so long is cut: a reader that doesn't read. */
  readonly idleMs: number;
  /** How often a follower of the change log looks for new rows, and hears that the line is open. */
  readonly streamPollMs: number;
  readonly streamHeartbeatMs: number;
  readonly streams: number;
}

export const defaultLimits: ApiLimits = { requestsPerMinute: 1200, storeMs: 3000, idleMs: 60_000, streamPollMs: 1000, streamHeartbeatMs: 15_000, streams: 64 };
