import { expect } from 'chai';
import fc from 'fast-check';
import type { Lane, Priority } from '../../../records/index.ts';
import type { Lease } from '../../../queues/frontier/contract.ts';
import { openFrontier, type RedisFrontier } from '../../../queues/frontier/frontier.ts';
import { testRedis } from '../redis-server.ts';
import { FrontierModel, offerOf } from './model.ts';

const hostDelayMs = 1_000;
const partitions = 2;
const startMs = 1_800_000_000_000;

/** Few of each and mostly the same ones, so that they get into each other's way. */
const lane = fc.oneof({ weight: 4, arbitrary: fc.constant<Lane>('probe') }, { weight: 1, arbitrary: fc.constant<Lane>('render') });
const priority = fc.oneof({ weight: 3, arbitrary: fc.constant<Priority>(1) }, { weight: 1, arbitrary: fc.constantFrom<Priority>(0, 2, 3) });
const url = fc.tuple(fc.nat(4), fc.nat(2)).map(([host, page]) => `http://h${host}.test/${page}`);
/** From now on; mostly near, and now and then over every width of the calendar's buckets. */
const aheadMs = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 6, arbitrary: fc.nat(4_000) }, fc.nat(90_000), fc.nat(5_000_000), fc.nat(200_000_000));
const pick = fc.nat(1000);

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('offer' as const), offers: fc.array(fc.record({ url, lane, priority, aheadMs, revive: fc.boolean() }), { minLength: 1, maxLength: 8 }) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('lease' as const), lane, max: fc.integer({ min: 1, max: 4 }), leaseMs: fc.integer({ min: 1, max: 8_000 }) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('settle' as const), picks: fc.array(pick, { minLength: 1, maxLength: 4 }), next: fc.option(fc.record({ lane, priority, aheadMs })) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('defer' as const), picks: fc.array(pick, { minLength: 1, maxLength: 4 }), lane, look: fc.nat(3), aheadMs, costsAttempt: fc.boolean(), quietMs: fc.option(fc.nat(20_000)) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('bury' as const), picks: fc.array(pick, { minLength: 1, maxLength: 2 }), reason: fc.constantFrom('too-many-attempts' as const, 'refused-by-policy' as const, 'unvisitable' as const) }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('wait' as const), ms: aheadMs }) },
);
type Step = typeof step extends fc.Arbitrary<infer Made> ? Made : never;

/** Walks the frontier and the model side by side. The model throws where a lease breaks a promise. */
const walk = async (frontier: RedisFrontier, steps: readonly Step[]): Promise<void> => {
  const model = new FrontierModel(hostDelayMs, partitions);
  /** Every lease ever given, lost and ended ones too: those must be refused. */
  const given: Lease[] = [];
  let nowMs = startMs;
  const lease = async (from: Lane, max: number, leaseMs: number): Promise<number> => {
    const leases = await frontier.lease(from, max, nowMs, leaseMs);
    model.leased(from, max, nowMs, leases);
    given.push(...leases);
    return leases.length;
  };
  const chosen = (picks: readonly number[]): Lease[] => picks.flatMap((at) => given[given.length - 1 - (at % Math.min(given.length, 20))] ?? []);

  for (const made of steps) {
    switch (made.does) {
      case 'offer': {
        const offers = made.offers.map((offer) => offerOf(offer.url, { lane: offer.lane, priority: offer.priority, dueAtMs: nowMs + offer.aheadMs, revive: offer.revive }));
        expect(await frontier.offer(offers, nowMs)).to.deep.equal(offers.map((offer) => model.offer(offer, nowMs)));
        break;
      }
      case 'lease':
        await lease(made.lane, made.max, made.leaseMs);
        break;
      case 'settle': {
        const next = made.next === null ? null : { lane: made.next.lane, priority: made.next.priority, dueAtMs: nowMs + made.next.aheadMs };
        const settlements = chosen(made.picks).map(({ key, token }) => ({ key, token, next }));
        expect(await frontier.settle(settlements, nowMs)).to.deep.equal(settlements.map((settlement) => model.settle(settlement, nowMs)));
        break;
      }
      case 'defer': {
        const { look, costsAttempt } = made;
        const hostNotBeforeMs = made.quietMs === null ? null : nowMs + made.quietMs;
        const deferrals = chosen(made.picks).map(({ key, token }) => ({ key, token, lane: made.lane, look, costsAttempt, hostNotBeforeMs, dueAtMs: nowMs + made.aheadMs }));
        expect(await frontier.defer(deferrals, nowMs)).to.deep.equal(deferrals.map((deferral) => model.defer(deferral, nowMs)));
        break;
      }
      case 'bury': {
        const burials = chosen(made.picks).map(({ key, token }) => ({ key, token, reason: made.reason }));
        expect(await frontier.bury(burials, nowMs)).to.deep.equal(burials.map((burial) => model.bury(burial, nowMs)));
        break;
      }
      case 'wait':
        nowMs += made.ms;
        break;
      default: made satisfies never;
    }
  }

  // Nothing is lost or stuck: with enough time and no more offers, everything that waits is leased once more, and ends.
  for (let round = 0; round < 400 && [...model.urls.values()].some(({ dueAtMs, state }) => dueAtMs !== null && state !== 'buried'); round++) {
    await lease('probe', 100, 1_000);
    await lease('render', 100, 1_000);
    expect(await frontier.counts()).to.deep.equal(model.counts());
    expect(await Promise.all([...model.urls.keys()].map((key) => frontier.get(key)))).to.deep.equal([...model.urls].map(([key, { host: _host, lease: _lease, ...facts }]) => ({ key, ...facts })));
    const settlements = [...model.urls].flatMap(([key, { lease: held }]) => (held === null ? [] : [{ key, token: held.token, next: null }]));
    expect(await frontier.settle(settlements, nowMs)).to.deep.equal(settlements.map((settlement) => model.settle(settlement, nowMs)));
    nowMs = Math.max(nowMs + 20_000, Math.min(...[...model.urls.values()].map(({ dueAtMs }) => dueAtMs ?? Infinity).filter(Number.isFinite)));
  }
  expect(await frontier.counts()).to.deep.include({ due: { probe: 0, render: 0 }, leased: 0 });
};

describe('the frontier, against its model', function () {
  this.timeout(120_000);
  const redis = testRedis();

  it('keeps every promise over random walks', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }), async (steps) => {
      await walk(await openFrontier(redis.client, { prefix: redis.prefix(), hostDelayMs, partitions }), steps);
    }), { numRuns: 40, endOnFailure: true });
  });
});
