import type { UrlKey, VisitUrl } from '../../url/types.ts';
import type { Lane, Priority } from '../../records/index.ts';

/**
 * The frontier: every known URL's life. One record a URL, in Redis, in one of four states:
 *
 *     offer ──> due ──lease──> leased ──settle──> resting ──(next due)──> due
 *                ^               │ └───bury────> buried ──offer with `revive`──> due
 *                └────defer──────┘
 *                └──deadline passed (costs an attempt)
 *
 * Promises:
 * - What `offer` has answered for is not lost, whatever is killed afterwards.
 * - A lease has one holder. After its deadline the URL is due again, `attempts` is one higher, and the
 *   old holder's settle, defer and bury answer `lease-lost` and change nothing.
 * - A host has at most one lease out, and a new one not before `hostDelayMs` after the last ended
 *   (settled, deferred, buried or lapsed), nor before a later time that `hostNotBeforeMs` gave.
 * - Within a partition a lower priority number is leased first; among equals the one due first. A
 *   partition is all URLs of some hosts; `lease` takes from each in turn, so order across hosts is approximate.
 * - Every transition is one Lua script in one hash slot, and is the same for one and for many.
 * All times are epoch milliseconds and are given by the caller: Redis' clock is never read.
 */
export interface Frontier {
  offer(offers: readonly Offer[], nowMs: number): Promise<OfferOutcome[]>;
  lease(lane: Lane, max: number, nowMs: number, leaseMs: number): Promise<Lease[]>;
  settle(settlements: readonly Settlement[], nowMs: number): Promise<LeaseOutcome[]>;
  defer(deferrals: readonly Deferral[], nowMs: number): Promise<LeaseOutcome[]>;
  bury(burials: readonly Burial[], nowMs: number): Promise<LeaseOutcome[]>;
  get(key: UrlKey): Promise<FrontierRecord | null>;
  /** Resting and due URLs in the order of their due times, about, at most `max`. */
  upcoming(max: number): Promise<FrontierRecord[]>;
  counts(): Promise<FrontierCounts>;
}

export interface Offer {
  readonly key: UrlKey;
  readonly url: VisitUrl;
  readonly lane: Lane;
  readonly priority: Priority;
  /** When it may first be visited. */
  readonly dueAtMs: number;
  readonly source: string;
  /** Makes a resting or buried URL due again (a recheck, a listing due for another look). */
  readonly revive: boolean;
}

/**
 * - `new`: now known and due.
 * - `known`: nothing changed.
 * - `sooner`: known and waiting; its due time or priority was moved forward.
 * - `revived`: was resting or buried and is due again.
 */
export type OfferOutcome = 'new' | 'known' | 'sooner' | 'revived';

export interface Lease {
  readonly key: UrlKey;
  readonly url: VisitUrl;
  readonly lane: Lane;
  readonly look: number;
  /** Opaque; names the partition, so that key and token are all a holder needs. */
  readonly token: string;
  readonly deadlineMs: number;
  readonly attempts: number;
  readonly source: string;
}

export interface LeaseRef { readonly key: UrlKey; readonly token: string }

/** Done, with a verdict. `next` is the recrawl plan's next visit, null for none. Resets attempts and look. */
export interface Settlement extends LeaseRef {
  readonly next: { readonly dueAtMs: number; readonly lane: Lane; readonly priority: Priority } | null;
}

/** Not done: visit it again. */
export interface Deferral extends LeaseRef {
  readonly dueAtMs: number;
  readonly lane: Lane;
  readonly look: number;
  readonly costsAttempt: boolean;
  /** The host asked for quiet until then (Retry-After), or null. */
  readonly hostNotBeforeMs: number | null;
}

/** Given up, or never to be visited by itself again; stays known. */
export interface Burial extends LeaseRef { readonly reason: BurialReason }
export type BurialReason = 'too-many-attempts' | 'refused-by-policy' | 'unvisitable';

/** `lease-lost`: the deadline passed, or another holder ended it. What was done is harmless; drop it. */
export type LeaseOutcome = 'done' | 'lease-lost';

export interface FrontierRecord {
  readonly key: UrlKey;
  readonly url: VisitUrl;
  readonly state: 'due' | 'leased' | 'resting' | 'buried';
  readonly lane: Lane;
  readonly look: number;
  readonly priority: Priority;
  readonly dueAtMs: number | null;
  readonly attempts: number;
  readonly source: string;
  readonly firstSeenMs: number;
  readonly buried: BurialReason | null;
}

export interface FrontierCounts {
  readonly known: number;
  readonly due: Readonly<Record<Lane, number>>;
  readonly leased: number;
  readonly buried: number;
}
