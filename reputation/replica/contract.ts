import type { CanonicalUrl } from '../../url/types.ts';
import type { Change, ListedFacts, LookupAnswer, Threat, VerdictKind } from '../../records/index.ts';

/**
 * All active listings in the memory of this process, following the change log. Nothing here asks Redis
 * except `delta` for a place that is older than the rows kept in memory.
 *
 * `building`: not all listings have been read yet. What was read answers look-ups, as `stale`, and before anything
 * was read as `unavailable`; everything that needs the whole list throws ReplicaNotReady.
 * `current`: heard from the log at most a second ago, and had nothing left to apply.
 * `behind`: whole, but longer without word than that. Look-ups answer `stale`; lists and deltas are of
 * `position()`, which is still true of that place in the log.
 */
export interface ReputationReplica {
  status(nowMs: number): ReplicaStatus;
  /** Seq of the newest row that was applied: what every other answer here is of. Only moves between two turns of the event loop. */
  position(): string;
  /** One answer a URL, in order. At most 500 (RangeError). */
  lookup(urls: readonly CanonicalUrl[], nowMs: number): LookupAnswer[];
  /** What a visit made of this URL, as far as this process remembers: the newest half million or so. */
  rating(urlKey: string, nowMs: number): Rating;
  /** Everything listed whose full hash starts with these bytes (1 to 32; RangeError), ascending, what has expired left out. */
  startingWith(prefix: Uint8Array, nowMs: number): ListedHash[];
  /** How many hashes are on the list of these threats. Costs nothing. */
  count(threats: ThreatSet): number;
  /**
   * The first `bytes` (4 to 32) of every hash on the list of these threats, ascending as bytes, each once,
   * one behind the other. A pass over all listings (10 million: some 0.2 s): keep it for as long as you serve that position.
   */
  prefixes(threats: ThreatSet, bytes: number): Uint8Array;
  /**
   * What must be done to the list of these threats at `from` to get the one at `position()`, from the change
   * log alone. Null where the log doesn't reach back so far, or never was there: send the whole list.
   * A hash that left and came back between the two is in neither. Cost is that of the rows between.
   */
  delta(threats: ThreatSet, from: string): Promise<HashDelta | null>;
  /** Called with each run of rows just after they were applied; ends with the function returned. */
  onChanges(listener: (changes: readonly Change[]) => void): () => void;
  close(): Promise<void>;
}

export type ThreatSet = ReadonlySet<Threat>;

export interface ReplicaStatus {
  readonly state: 'building' | 'current' | 'behind';
  readonly position: string;
  readonly listings: number;
  /** When the log was last heard from with nothing left to apply, epoch milliseconds; null before the first time. */
  readonly currentAtMs: number | null;
}

/**
 * - `tested`: a visit judged it; `score` 0 to 100 is how probably it is malicious.
 * - `untested`: no visit did, or too long ago. Says nothing of it: never to be read as a low score.
 */
export type Rating =
  | { readonly state: 'tested'; readonly score: number; readonly verdict: VerdictKind; /** YYYY-MM-DD, UTC. */ readonly day: string }
  | { readonly state: 'untested'; readonly score: null };

/** A listing known by its hash: the expression can't be told from it. */
export interface ListedHash extends Omit<ListedFacts, 'expression'> {
  /** SHA-256 of the expression, 32 bytes. */
  readonly hash: Uint8Array;
}

/** Full hashes of 32 bytes, ascending, none in both. */
export interface HashDelta {
  readonly from: string;
  readonly to: string;
  readonly added: readonly Uint8Array[];
  readonly removed: readonly Uint8Array[];
}

/** Not all listings have been read yet; ask again in some seconds. */
export class ReplicaNotReady extends Error {
  override readonly name = 'ReplicaNotReady';
  constructor() {
    super('the list is still being read from Redis; ask again in some seconds');
  }
}
