import { createHash } from 'node:crypto';
import type { Lane, Priority } from '../../../records/index.ts';
import type { UrlKey, VisitUrl } from '../../../url/types.ts';
import type { Burial, Deferral, FrontierCounts, FrontierRecord, Lease, LeaseOutcome, Offer, OfferOutcome, Settlement } from '../../../queues/frontier/contract.ts';
import { hostOfVisit, partitionOf } from '../../../queues/frontier/host.ts';

/** Key of any text, as `parseUrl` makes it of a URL. */
export const keyOf = (url: string): UrlKey => createHash('sha256').update(url).digest().subarray(0, 16).toString('base64url') as UrlKey; // a test's own

export const offerOf = (url: string, rest: Partial<Omit<Offer, 'key' | 'url'>> = {}): Offer =>
  ({ key: keyOf(url), url: url as VisitUrl, lane: 'probe', priority: 1, dueAtMs: 0, source: 'test', revive: false, ...rest });

interface Known {
  readonly url: VisitUrl;
  readonly host: string;
  state: 'due' | 'leased' | 'resting' | 'buried';
  lane: Lane;
  look: number;
  priority: Priority;
  dueAtMs: number | null;
  attempts: number;
  readonly source: string;
  readonly firstSeenMs: number;
  buried: FrontierRecord['buried'];
  lease: { readonly token: string; readonly deadlineMs: number } | null;
}

/**
 * The contract as plainly as it can be written, without Redis: maps and loops over everything. It does what
 * it is told the frontier answered, and objects where that breaks a promise.
 */
export class FrontierModel {
  readonly urls = new Map<UrlKey, Known>();
  readonly #quietUntil = new Map<string, number>();
  readonly #hostDelayMs: number;
  readonly #partitions: number;

  constructor(hostDelayMs: number, partitions: number) {
    this.#hostDelayMs = hostDelayMs;
    this.#partitions = partitions;
  }

  offer(offer: Offer, nowMs: number): OfferOutcome {
    this.#passTime(nowMs);
    const dueAtMs = Math.max(offer.dueAtMs, nowMs);
    const known = this.urls.get(offer.key);
    if (known === undefined) {
      this.urls.set(offer.key, {
        url: offer.url, host: hostOfVisit(offer.url), state: 'due', lane: offer.lane, look: 0, priority: offer.priority, dueAtMs, attempts: 0,
        source: offer.source, firstSeenMs: nowMs, buried: null, lease: null,
      });
      return 'new';
    }
    if (known.state === 'due') {
      if (dueAtMs >= (known.dueAtMs ?? 0) && offer.priority >= known.priority) return 'known';
      known.dueAtMs = Math.min(dueAtMs, known.dueAtMs ?? dueAtMs);
      known.priority = Math.min(offer.priority, known.priority) as Priority;
      return 'sooner';
    }
    if (!offer.revive || known.state === 'leased') return 'known';
    Object.assign(known, { state: 'due', lane: offer.lane, priority: offer.priority, dueAtMs, attempts: 0, look: 0, buried: null });
    return 'revived';
  }

  /** What a call of `lease` gave. Throws an Error that names the broken promise. */
  leased(lane: Lane, max: number, nowMs: number, leases: readonly Lease[]): void {
    if (leases.length > max) throw new Error(`${leases.length} leases where ${max} were asked for`);
    this.#passTime(nowMs);
    for (const lease of leases) {
      const known = this.urls.get(lease.key);
      if (known === undefined) throw new Error(`${lease.url} was never offered`);
      if (known.state !== 'due' || known.lane !== lane) throw new Error(`${lease.url} is ${known.state} in ${known.lane}`);
      if (known.dueAtMs === null || known.dueAtMs > nowMs) throw new Error(`${lease.url} is early by ${(known.dueAtMs ?? 0) - nowMs} ms`);
      if (this.#isBusy(known.host, nowMs)) throw new Error(`the host of ${lease.url} is busy`);
      const told = [lease.url, lease.lane, lease.look, lease.attempts, lease.source];
      const meant = [known.url, known.lane, known.look, known.attempts, known.source];
      if (told.join() !== meant.join()) throw new Error(`the lease says ${told.join()}, the URL is ${meant.join()}`);
      known.state = 'leased';
      known.lease = { token: lease.token, deadlineMs: lease.deadlineMs };
    }
    const left = [...this.urls.values()].filter((known) => known.state === 'due' && known.lane === lane && (known.dueAtMs ?? 0) <= nowMs && !this.#isBusy(known.host, nowMs));
    if (leases.length < max && left.length > 0) throw new Error(`${left[0]?.url} was left behind`);
    for (const lease of leases) {
      const taken = this.urls.get(lease.key);
      if (taken === undefined) continue;
      const passedOver = left.find((known) => partitionOf(known.host, this.#partitions) === partitionOf(taken.host, this.#partitions)
        && (known.priority < taken.priority || (known.priority === taken.priority && (known.dueAtMs ?? 0) < (taken.dueAtMs ?? 0))));
      if (passedOver !== undefined) throw new Error(`${taken.url} (priority ${taken.priority}, due ${taken.dueAtMs}) went before ${passedOver.url} (priority ${passedOver.priority}, due ${passedOver.dueAtMs})`);
    }
  }

  settle({ key, token, next }: Settlement, nowMs: number): LeaseOutcome {
    const known = this.#end(key, token, nowMs, null);
    if (known === null) return 'lease-lost';
    Object.assign(known, { state: 'resting', attempts: 0, look: 0, dueAtMs: null });
    if (next === null) return 'done';
    const dueAtMs = Math.max(next.dueAtMs, nowMs);
    Object.assign(known, { lane: next.lane, priority: next.priority, dueAtMs, state: dueAtMs === nowMs ? 'due' : 'resting' });
    return 'done';
  }

  defer({ key, token, dueAtMs, lane, look, costsAttempt, hostNotBeforeMs }: Deferral, nowMs: number): LeaseOutcome {
    const known = this.#end(key, token, nowMs, hostNotBeforeMs);
    if (known === null) return 'lease-lost';
    Object.assign(known, { state: 'due', lane, look, dueAtMs: Math.max(dueAtMs, nowMs), attempts: known.attempts + (costsAttempt ? 1 : 0) });
    return 'done';
  }

  bury({ key, token, reason }: Burial, nowMs: number): LeaseOutcome {
    const known = this.#end(key, token, nowMs, null);
    if (known === null) return 'lease-lost';
    Object.assign(known, { state: 'buried', buried: reason, dueAtMs: null });
    return 'done';
  }

  /** Once `lease` has been asked in both lanes for all there is, so that what lapsed or came due has been seen. */
  counts(): FrontierCounts {
    const count = (is: (known: Known) => boolean): number => [...this.urls.values()].filter(is).length;
    return {
      known: this.urls.size,
      due: { probe: count(({ state, lane }) => state === 'due' && lane === 'probe'), render: count(({ state, lane }) => state === 'due' && lane === 'render') },
      leased: count(({ state }) => state === 'leased'),
      buried: count(({ state }) => state === 'buried'),
    };
  }

  #end(key: UrlKey, token: string, nowMs: number, notBeforeMs: number | null): Known | null {
    const known = this.urls.get(key);
    if (known?.lease?.token !== token || known.lease.deadlineMs <= nowMs) return null;
    known.lease = null;
    this.#quietUntil.set(known.host, Math.max(nowMs + this.#hostDelayMs, notBeforeMs ?? 0));
    return known;
  }

  /** Lapsed leases come back, and what rested long enough is due. */
  #passTime(nowMs: number): void {
    for (const known of this.urls.values()) {
      if (known.lease !== null && known.lease.deadlineMs <= nowMs) {
        this.#quietUntil.set(known.host, known.lease.deadlineMs + this.#hostDelayMs);
        Object.assign(known, { state: 'due', dueAtMs: known.lease.deadlineMs, attempts: known.attempts + 1, lease: null });
      }
      if (known.state === 'resting' && known.dueAtMs !== null && known.dueAtMs <= nowMs) known.state = 'due';
    }
  }

  #isBusy(host: string, nowMs: number): boolean {
    if ((this.#quietUntil.get(host) ?? 0) > nowMs) return true;
    return [...this.urls.values()].some((known) => known.host === host && known.lease !== null);
  }
}
