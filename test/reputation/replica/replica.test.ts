import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { threats } from '../../../records/index.ts';
import { openReplica, type ReplicaOptions } from '../../../reputation/replica/replica.ts';
import { ReplicaNotReady, type ReputationReplica } from '../../../reputation/replica/contract.ts';
import { expressionHash } from '../../../url/keys.ts';
import { shipped, withRedis } from '../opened.ts';
import { benign, canonical, gone, hourMs, parsed, signal, t0, verdictOn } from '../verdicts.ts';
import type { ReputationStore } from '../../../reputation/contract.ts';

const every = new Set(threats);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const hashOf = (expression: string): string => hex(expressionHash(expression));

describe('the replica', () => {
  const { open, client } = withRedis();
  const opened: (() => Promise<void>)[] = [];
  afterEach(async () => { for (const close of opened.splice(0)) await close(); });

  const replicaOf = (prefix: string, options: Partial<ReplicaOptions> = {}): ReputationReplica => {
    const replica = openReplica({ redis: client(), connect: () => client().duplicate(), prefix, ageing: shipped.ageing, now: () => t0, onError: (error) => { throw error; }, ...options });
    opened.push(() => replica.close());
    return replica;
  };
  /** Resolves once the replica is at the store's newest row. */
  const caughtUp = async (replica: ReputationReplica, store: ReputationStore, now = () => t0): Promise<void> => {
    const seq = Number(await store.position());
    const isThere = (): boolean => replica.status(now()).state === 'current' && Number(replica.position()) >= seq;
    while (!isThere()) await new Promise(setImmediate);
  };
  const list = (store: ReputationStore, url: string, hours = 0, given = {}) => store.record(verdictOn(url, { atMs: t0 + hours * hourMs, ...given }), { sources: ['cli'] }, t0 + hours * hourMs);

  it('has what was listed before it opened, and what is listed since', async () => {
    const prefix = randomUUID();
    const store = open({ prefix });
    await list(store, 'https://evil.test/a');
    const replica = replicaOf(prefix);
    await caughtUp(replica, store);
    await list(store, 'https://evil.test/b');
    await caughtUp(replica, store);
    expect(replica.lookup(['https://evil.test/a?x', 'https://evil.test/b', 'https://evil.test/c'].map(canonical), t0).map(({ answer }) => answer)).to.deep.equal(['listed', 'listed', 'not-listed']);
    expect(replica.status(t0)).to.include({ state: 'current', listings: 2, position: '2' });
    expect([replica.count(every), replica.count(new Set(['malware'] as const))]).to.deep.equal([2, 0]);
  });

  it('answers as the store does, whatever happened, and its deltas lead from each list to the next', async () => {
    const urls = ['https://evil.test/a', 'https://evil.test/b', 'https://acorn.github.io/x', 'https://acorn-bannk.test/1', 'https://acorn-bannk.test/2', 'https://shop.test/', 'https://www.shop.test/x'];
    const step = fc.oneof(
      { weight: 12, arbitrary: fc.record({ do: fc.constant('record' as const), url: fc.constantFrom(...urls), threat: fc.constantFrom('phishing' as const, 'malware' as const), look: fc.constantFrom('malicious', 'gone', 'sure'), hours: fc.integer({ min: 0, max: 60 }), made: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('expire' as const), hours: fc.integer({ min: 0, max: 300 }) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('overturn' as const), expression: fc.constantFrom('evil.test/a', 'acorn-bannk.test/') }) },
    );
    const looks = { malicious: {}, gone, sure: { ...benign, comparedWith: 'x' } } as const;
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.constantFrom(1, 3, 1000), fc.nat(30), async (steps, rowsInMemory, opensAt) => {
      const prefix = randomUUID();
      const store = open({ prefix });
      let nowMs = t0;
      let replica: ReputationReplica | null = null;
      const lists: { readonly at: string; readonly phishing: ReadonlySet<string> }[] = [];
      for (const [index, one] of [...steps, { do: 'expire' as const, hours: 0 }].entries()) {
        if (one.do === 'expire') {
          nowMs += one.hours * hourMs;
          await store.expire(nowMs, 100);
        } else if (one.do === 'overturn') {
          await store.overturn(one.expression, nowMs, 'x');
        } else {
          nowMs += one.hours * hourMs;
          await list(store, one.url, (nowMs - t0) / hourMs, { ...looks[one.look], ...(one.look === 'malicious' ? { threat: one.threat } : {}), signals: one.made ? [signal('lookalike-host/homograph')] : [] });
        }
        if (index === Math.min(opensAt, steps.length)) replica = replicaOf(prefix, { rowsInMemory, now: () => nowMs });
        if (replica === null) continue;
        await caughtUp(replica, store, () => nowMs);
        const asked = urls.map(canonical);
        expect(replica.lookup(asked, nowMs)).to.deep.equal(await store.lookup(asked, nowMs));
        const phishing = new Set<string>();
        const all: string[] = [];
        for await (const { expression, threat } of store.listings()) {
          all.push(hashOf(expression));
          if (threat === 'phishing') phishing.add(hashOf(expression));
        }
        expect(hex(replica.prefixes(every, 32)).match(/.{64}/g) ?? []).to.deep.equal([...new Set(all)].sort());
        lists.push({ at: replica.position(), phishing });
        for (const { at, phishing: before } of lists) {
          const delta = await replica.delta(new Set(['phishing'] as const), at);
          if (delta === null) expect.fail('the log reaches back to every position');
          const then = new Set(before);
          for (const hash of delta.removed) expect(then.delete(hex(hash))).to.equal(true);
          for (const hash of delta.added) {
            expect(then.has(hex(hash))).to.equal(false);
            then.add(hex(hash));
          }
          expect([...then].sort()).to.deep.equal([...phishing].sort());
        }
      }
      for (const close of opened.splice(0)) await close();
    }), { numRuns: 6 });
  }).timeout(60_000);

  it('rates what was visited, before it opened or since, and nothing else', async () => {
    const prefix = randomUUID();
    const store = open({ prefix });
    await list(store, 'https://evil.test/a');
    const replica = replicaOf(prefix);
    await caughtUp(replica, store);
    await list(store, 'https://decent.test/', 0, benign);
    await list(store, 'https://text.test/', 0, { lane: 'url' });
    await list(store, 'https://evil.test/last');
    const rating = (url: string, nowMs = t0) => replica.rating(parsed(url).key, nowMs);
    while (rating('https://evil.test/last').state === 'untested') await new Promise(setImmediate);
    expect(rating('https://evil.test/a')).to.deep.equal({ state: 'tested', score: 99, verdict: 'malicious', day: '2026-05-28' });
    expect(rating('https://decent.test/')).to.include({ state: 'tested', score: 1, verdict: 'benign' });
    for (const url of ['https://text.test/', 'https://never.test/']) expect(rating(url)).to.deep.equal({ state: 'untested', score: null });
    expect(rating('https://evil.test/a', t0 + 32 * 24 * hourMs).state).to.equal('untested');
  });

  it('finds full hashes by any prefix', async () => {
    const prefix = randomUUID();
    const store = open({ prefix });
    for (let page = 0; page < 40; page += 1) await list(store, `https://evil.test/${page}`);
    const replica = replicaOf(prefix);
    await caughtUp(replica, store);
    const hashes = Array.from({ length: 40 }, (_, page) => hashOf(`evil.test/${page}`)).sort();
    for (const bytes of [1, 2, 3, 4, 31, 32]) {
      for (const hash of hashes) {
        const found = replica.startingWith(Buffer.from(hash, 'hex').subarray(0, bytes), t0);
        expect(found.map((one) => hex(one.hash))).to.deep.equal(hashes.filter((other) => other.startsWith(hash.slice(0, bytes * 2))));
        expect(found[0]).to.include({ threat: 'phishing', scope: 'path' });
      }
    }
    expect(() => replica.startingWith(Buffer.alloc(33), t0)).to.throw(RangeError);
    expect(() => replica.startingWith(Buffer.alloc(0), t0)).to.throw(RangeError);
  });

  it('says that it is stale where the log has been silent for more than a second', async () => {
    const prefix = randomUUID();
    const store = open({ prefix });
    await list(store, 'https://evil.test/a');
    const replica = replicaOf(prefix);
    await caughtUp(replica, store);
    const asked = ['https://evil.test/a', 'https://b.test/'].map(canonical);
    expect(replica.lookup(asked, t0 + 1000).map(({ answer }) => answer)).to.deep.equal(['listed', 'not-listed']);
    expect(replica.lookup(asked, t0 + 1001).map((answer) => [answer.answer, answer.answer === 'stale' ? answer.listing?.expression : null])).to.deep.equal([['stale', 'evil.test/a'], ['stale', undefined]]);
  });

  it('gives no list and no delta before it is whole', async () => {
    const replica = replicaOf(randomUUID());
    expect(replica.status(t0).state).to.equal('building');
    expect(() => replica.prefixes(every, 4)).to.throw(ReplicaNotReady);
    const answer = (): string | undefined => replica.lookup([canonical('https://a.test/')], t0)[0]?.answer;
    expect(answer()).to.equal('unavailable');
    while (answer() === 'unavailable') await new Promise(setImmediate);
    expect(answer()).to.equal('stale');
  });

  it('builds anew where Redis has lost its log', async () => {
    const prefix = randomUUID();
    const store = open({ prefix });
    for (const page of ['a', 'b']) await list(store, `https://evil.test/${page}`);
    const errors: string[] = [];
    const replica = replicaOf(prefix, { onError: (error) => { errors.push((error as Error).name); } });
    await caughtUp(replica, store);
    await client().del(...await client().keys(`*${prefix}*`));
    await list(store, 'https://evil.test/c');
    while (replica.position() !== '1') await new Promise(setImmediate);
    await caughtUp(replica, store);
    expect(replica.lookup(['https://evil.test/a', 'https://evil.test/c'].map(canonical), t0).map(({ answer }) => answer)).to.deep.equal(['not-listed', 'listed']);
    expect(errors).to.deep.equal(['ChangesLost']);
    expect(await replica.delta(every, '2')).to.equal(null);
  });
});
