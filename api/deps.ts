import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { Campaigns } from '../correlation/campaigns.ts';
import type { EvidenceStore } from '../evidence/contract.ts';
import type { Door } from '../intake/door.ts';
import type { Frontier } from '../queues/frontier/contract.ts';
import type { Verdict, VerdictKind } from '../records/index.ts';
import type { Ageing } from '../reputation/ageing.ts';
import type { LookupCounts } from '../reputation/lookup-counts.ts';
import type { ReputationReplica } from '../reputation/replica/contract.ts';
import type { ReputationStore } from '../reputation/contract.ts';
import type { Appeals } from '../reputation/appeals.ts';
import type { DecisionLog, ReviewQueue } from '../reputation/review/contract.ts';
import type { Desk } from '../reputation/review/desk.ts';
import type { SearchIndex } from '../reputation/search/search.ts';
import type { Shares } from '../reputation/shares.ts';
import type { SafeBrowsing } from '../reputation/safebrowsing/index.ts';
import type { ExportFormat } from '../reputation/formats/contract.ts';
import type { Audit } from './audit.ts';
import type { FirstKey } from './first-key.ts';
import type { KeyRing } from './keys.ts';
import type { ParsedUrl } from '../url/types.ts';

/** All that the HTTP server stands on. It opens, owns and closes none of it. */
export interface ApiDeps {
  readonly door: Door;
  readonly reputation: Pick<ReputationStore, 'verdictOf' | 'changes' | 'position' | 'listings' | 'listingOf' | 'decide' | 'overturn' | 'verdictsOf'>;
  /** What waits for people, what they decided, and deciding. */
  readonly review: ReviewQueue;
  readonly decisions: DecisionLog;
  readonly desk: Desk;
  readonly search: Pick<SearchIndex, 'find' | 'count'>;
  /** Answers every look-up, and tells what changes. */
  readonly replica: Pick<ReputationReplica, 'status' | 'lookup' | 'rating' | 'startingWith' | 'onChanges'>;
  readonly campaigns: Pick<Campaigns, 'recent' | 'get' | 'members' | 'campaignOf'>;
  readonly lookups: Pick<LookupCounts, 'note'>;
  /** What a URL is kept as, private parts taken out; null where that is the URL itself. */
  readonly keptForm: (url: ParsedUrl) => ParsedUrl | null;
  readonly ageing: Pick<Ageing, 'listedCacheSecs' | 'notListedCacheSecs'>;
  readonly safeBrowsing: SafeBrowsing;
  readonly shares: Shares;
  readonly appeals: Appeals;
  /** Keys made here, and the record of what people changed. */
  readonly keyRing: KeyRing;
  readonly audit: Audit;
  readonly firstKey: Pick<FirstKey, 'take'>;
  readonly evidence: Pick<EvidenceStore, 'get' | 'keysOf'>;
  readonly frontier: Pick<Frontier, 'get' | 'counts' | 'upcoming'>;
  /** Newest verdicts first, at most `max`. */
  readonly recent: (max: number) => Promise<readonly Verdict[]>;
  /** How many verdicts were given so far, repeated looks included. */
  readonly progress: () => Promise<Readonly<Record<VerdictKind, number>>>;
  /** Why the verdict is what it is: a paragraph for a person. */
  readonly explain: (verdict: Verdict) => string;
  /** Judges by the URL alone, without any look-up. */
  readonly rate: (url: ParsedUrl, nowMs: number) => Verdict;
  readonly formats: readonly ExportFormat[];
  /** `/metrics` writes all of it; the server adds its own. */
  readonly metrics: Registry;
  readonly now: () => number;
  readonly version: string;
  readonly log: FastifyBaseLogger;
  /** Administrators' keys from the settings (api/access.ts). */
  readonly keys: readonly string[];
  /** Folder of the console's files, null for none. */
  readonly consoleDir: string | null;
  readonly limits: ApiLimits;
}

export interface ApiLimits {
  /** Of one client address; kept in memory for a minute and nowhere else. */
  readonly requestsPerMinute: number;
  /** Of one key, from whatever address. */
  readonly keyRequestsPerMinute: number;
  /** How long Redis or evidence may take to answer before the client is told that they are away. */
  readonly storeMs: number;
  /** A connection on which nothing moves for so long is cut: a reader that doesn't read. */
  readonly idleMs: number;
  /** How often a follower of the change log looks for new rows, and hears that the line is open. */
  readonly streamPollMs: number;
  readonly streamHeartbeatMs: number;
  readonly streams: number;
}

export const defaultLimits: ApiLimits = { requestsPerMinute: 1200, keyRequestsPerMinute: 12_000, storeMs: 3000, idleMs: 60_000, streamPollMs: 1000, streamHeartbeatMs: 15_000, streams: 1000 };
