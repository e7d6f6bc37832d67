import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { listedForMs } from '../../reputation/ageing.ts';
import { readAllowList } from '../../reputation/allow-list.ts';
import { canonical, benign, dayMs, gone, hourMs, parsed, signal, t0, verdictOn } from './verdicts.ts';
import { shipped, withRedis } from './opened.ts';
import type { ReputationStore } from '../../reputation/contract.ts';
import type { Listing, ListingState, Verdict } from '../../records/index.ts';

const from = { sources: ['feed:a'] };
/** Of a phish with the score of `verdictOn`, from a feed. */
const lifeMs = listedForMs(shipped.ageing, 'phishing', false, from.sources, 0.987654321);
const all = async (store: ReputationStore, state?: ListingState): Promise<Listing[]> => {
  const found: Listing[] = [];
  for await (const listing of store.listings(state)) found.push(listing);
  return found;
};
const kinds = async (store: ReputationStore): Promise<string[]> => (await store.changes('0', 1000)).map(({ kind, expression }) => `${kind} ${expression}`);

describe('recording a verdict', () => {
  const { open } = withRedis();
  const url = 'https://evil.test/login';
  const again = (store: ReputationStore, hours: number, given: Partial<Verdict> = {}, at = url) => store.record(verdictOn(at, { atMs: t0 + hours * hourMs, ...given }), from, t0 + hours * hourMs);

  it('lists a malicious page with reason, expiry and a row of the log', async () => {
    const store = open();
    expect(await again(store, 0)).to.equal('listed');
    expect(await all(store)).to.deep.equal([{
      v: 1, expression: 'evil.test/login', scope: 'path', scopeReason: 'Only this page of evil.test is known to be malicious.', threat: 'phishing', score: 0.987654321, brand: 'Acorn Bank', compromised: false, state: 'active',
      firstSeenMs: t0, lastSeenMs: t0, expiresAtMs: t0 + lifeMs, policy: '2026-11-01.1', urlKey: parsed(url).key, captureKey: null, sources: ['feed:a'], cleanLooks: 0,
      listedAtMs: t0, changedAtMs: t0, versions: { verdict: 1, allowList: shipped.allowList.version, hosting: shipped.hosting.version, ageing: shipped.ageing.version }, hold: null, radius: { lookupsPerDay: 0, decentUrls: 0, rank: null, evidenceAgeDays: 0 }, earlier: [], note: null,
    }]);
    const [change] = await store.changes('0', 10);
    expect(change).to.include({ seq: '1', atMs: t0, kind: 'listed', expression: 'evil.test/login', threat: 'phishing' });
    expect(change?.hash).to.match(/^[0-9a-f]{64}$/);
    expect(await store.position()).to.equal('1');
  });

  it('keeps the verdict whole', async () => {
    const store = open();
    const verdict = verdictOn(url, { ...benign, signals: [{ ...signal('a/b'), says: 'line\nbreak "quoted" \u0000 ä' }], failedDetectors: [] });
    await store.record(verdict, { sources: [] }, t0);
    expect(await store.verdictOf(verdict.urlKey)).to.deep.equal(verdict);
    expect(await store.verdictOf('unknown')).to.be.null;
  });

  it('renews what is seen again and remembers its first time and sources', async () => {
    const store = open();
    await again(store, 0);
    expect(await store.record(verdictOn(url, { atMs: t0 + dayMs }), { sources: ['cli', 'not,one', 'A Person'] }, t0 + dayMs)).to.equal('renewed');
    expect((await all(store))[0]).to.deep.include({ firstSeenMs: t0, lastSeenMs: t0 + dayMs, expiresAtMs: t0 + lifeMs, sources: ['feed:a', 'cli'] });
  });

  it('lets the newest verdict win, and changes nothing for an older one', async () => {
    const store = open();
    await again(store, 5, benign);
    expect(await again(store, 1)).to.equal('outdated');
    expect(await all(store)).to.deep.equal([]);
    expect((await store.verdictOf(parsed(url).key))?.verdict).to.equal('benign');
  });

  it('does nothing more for the same verdict recorded again', async () => {
    const store = open();
    for (let turn = 0; turn < 5; turn += 1) expect(await again(store, 0)).to.equal('listed');
    expect(await kinds(store)).to.deep.equal(['listed evil.test/login']);
    await again(store, 1, gone);
    for (let turn = 0; turn < 5; turn += 1) expect(await again(store, 2, gone)).to.equal('delisted');
    expect(await kinds(store)).to.deep.equal(['listed evil.test/login', 'delisted evil.test/login']);
  });

  for (const [what, look] of [
    ['gone', gone],
    ['parked', { ...gone, why: 'parked' }],
    ['benign in a browser', benign],
  ] as const) {
    it(`delists after two looks in a row that found it ${what}`, async () => {
      const store = open();
      await again(store, 0);
      expect(await again(store, 1, look)).to.equal('listed');
      expect((await all(store))[0]?.cleanLooks).to.equal(1);
      expect(await again(store, 2, look)).to.equal('delisted');
      expect(await all(store)).to.deep.equal([]);
      expect(await again(store, 3, look)).to.equal('unlisted');
    });
  }

  it('delists at once what two profiles agree on', async () => {
    const store = open();
    await again(store, 0);
    expect(await again(store, 1, { ...benign, comparedWith: 'an earlier capture' })).to.equal('delisted');
  });

  for (const [what, look] of [
    ['a challenge', { ...gone, why: 'challenge' }],
    ['an error', { ...gone, why: 'error' }],
    ['an unreachable server', { ...gone, why: 'unreachable' }],
    ['a probe that saw nothing bad', { ...benign, lane: 'probe' }],
    ['a rating of the URL alone', { lane: 'url' }],
  ] as const) {
    it(`neither delists nor renews for ${what}`, async () => {
      const store = open();
      await again(store, 0);
      const [before] = await all(store);
      for (const hours of [1, 2, 3]) expect(await again(store, hours, look)).to.equal('listed');
      expect(await all(store)).to.deep.equal([before]);
      expect(await kinds(store)).to.have.length(1);
    });
  }

  it('counts only looks in a row', async () => {
    const store = open();
    await again(store, 0);
    for (const [hours, look] of [[1, gone], [2, {}], [3, gone], [4, { verdict: 'suspicious' as const }], [5, gone]] as const) await again(store, hours, look);
    expect((await all(store))[0]?.cleanLooks).to.equal(1);
    expect(await again(store, 6, gone)).to.equal('delisted');
  });

  it('lists nothing for a URL judged by itself, nor for a suspicion', async () => {
    const store = open();
    expect(await again(store, 0, { lane: 'url' })).to.equal('unlisted');
    expect(await again(store, 1, { verdict: 'suspicious' })).to.equal('unlisted');
    expect(await kinds(store)).to.deep.equal([]);
  });

  it('keeps a host on the list until each URL that it stands on is cleared', async () => {
    const store = open();
    const made = { signals: [signal('lookalike-host/homograph')] };
    const [one, two] = ['https://acorn-bannk.test/1', 'https://acorn-bannk.test/2'];
    expect(await again(store, 0, made, one)).to.equal('listed');
    expect(await again(store, 1, made, two)).to.equal('renewed');
    for (const hours of [2, 3]) await again(store, hours, gone, one);
    expect((await all(store)).map(({ expression }) => expression)).to.deep.equal(['acorn-bannk.test/']);
    await again(store, 4, gone, two);
    expect(await again(store, 5, gone, two)).to.equal('delisted');
    expect(await all(store)).to.deep.equal([]);
  });

  it('delists both ends of a redirect by looks at the URL that was asked', async () => {
    const store = open();
    await again(store, 0, { finalUrl: 'https://landing.test/in' });
    expect((await all(store)).map(({ expression }) => expression).sort()).to.deep.equal(['evil.test/login', 'landing.test/in']);
    await again(store, 1, gone);
    expect(await again(store, 2, gone)).to.equal('delisted');
    expect(await all(store)).to.deep.equal([]);
  });

  it('holds back what is on the allow list, with the reason, and publishes nothing', async () => {
    const store = open();
    const bank = 'https://www.paypal.com/signin';
    expect(await again(store, 0, {}, bank)).to.equal('held');
    expect(await again(store, 1, {}, bank)).to.equal('held');
    expect(await all(store)).to.deep.equal([]);
    const [held] = await all(store, 'held');
    expect(held).to.include({ state: 'held', expression: 'www.paypal.com/signin' });
    expect(held?.hold).to.include({ approvalsNeeded: 2, approvals: 0 });
    expect(held?.hold?.says).to.match(/^On the allow list: paypal\.com is a bank's own domain\./);
    expect(await kinds(store)).to.deep.equal(['held www.paypal.com/signin']);
    expect((await store.lookup([canonical(bank)], t0 + hourMs))[0]?.answer).to.equal('not-listed');
  });

  it('takes a listing back when the allow list has come to stand against it', async () => {
    const prefix = randomUUID();
    await again(open({ prefix }), 0);
    const stricter = open({ prefix, allowList: readAllowList({ version: '1', groups: [{ name: 'own', match: 'domain', effect: 'hold', why: 'ours', source: 'test', values: ['evil.test'] }] }) });
    expect(await again(stricter, 1)).to.equal('held');
    expect(await all(stricter)).to.deep.equal([]);
    expect(await kinds(stricter)).to.deep.equal(['listed evil.test/login', 'held evil.test/login']);
  });

  it('expires what no visit renews, remembers it, and forgets it in the end', async () => {
    const store = open();
    await again(store, 0);
    expect(await store.expire(t0 + 10 * dayMs, 100)).to.equal(0);
    expect(await store.expire(t0 + 11 * dayMs, 100)).to.equal(1);
    expect(await kinds(store)).to.deep.equal(['listed evil.test/login', 'delisted evil.test/login']);
    expect(await all(store, 'expired')).to.have.length(1);
    expect(await store.expire(t0 + 12 * dayMs, 100)).to.equal(0);
    expect(await store.expire(t0 + 200 * dayMs, 100)).to.equal(0);
    expect(await all(store, 'expired')).to.deep.equal([]);
  });

  it('expires no more than it was asked to', async () => {
    const store = open();
    for (let page = 0; page < 7; page += 1) await again(store, 0, {}, `https://evil.test/${page}`);
    expect(await store.expire(t0 + 11 * dayMs, 3)).to.equal(3);
    expect(await store.expire(t0 + 11 * dayMs, 100)).to.equal(4);
  });

  it('keeps the first time of a listing that comes back', async () => {
    const store = open();
    await again(store, 0);
    await again(store, 1, gone);
    await again(store, 2, gone);
    expect(await again(store, 30)).to.equal('listed');
    expect((await all(store))[0]).to.include({ firstSeenMs: t0, lastSeenMs: t0 + 30 * hourMs, cleanLooks: 0 });
  });

  it('gives a compromised site a short listing, and an own finding a shorter one than a feed\'s', async () => {
    const store = open();
    await again(store, 0, { compromised: true });
    await store.record(verdictOn('https://other.test/x'), { sources: ['cli'] }, t0);
    const expiries = (await all(store)).sort((a, b) => a.expression.localeCompare(b.expression)).map(({ expiresAtMs }) => (expiresAtMs - t0) / dayMs);
    expect(expiries[0]).to.equal(3);
    expect(expiries[1]).to.be.closeTo(6.94, 0.01);
  });

  it('remembers each time that it was on the list, and lets a comeback live longer', async () => {
    const store = open();
    await again(store, 0);
    await again(store, 1, gone);
    await again(store, 2, gone);
    await again(store, 30);
    const [listing] = await all(store);
    expect(listing).to.deep.include({ listedAtMs: t0 + 30 * hourMs, earlier: [{ listedAtMs: t0, endedAtMs: t0 + 2 * hourMs, ending: 'clean' }] });
    expect((listing?.expiresAtMs ?? 0) - (t0 + 30 * hourMs)).to.be.closeTo(1.5 * lifeMs, 2);
    await store.expire(t0 + 60 * dayMs, 10);
    expect((await all(store, 'expired'))[0]?.earlier.map(({ ending }) => ending)).to.deep.equal(['expired', 'clean']);
  });

  it('lets a review outrank the machine', async () => {
    const store = open();
    await again(store, 0);
    expect(await store.overturn('evil.test/login', t0 + hourMs, 'a decent login page')).to.equal('overturned');
    expect(await again(store, 2)).to.equal('held');
    expect(await all(store)).to.deep.equal([]);
    expect((await all(store, 'overturned'))[0]).to.deep.include({ note: 'a decent login page', listedAtMs: null, earlier: [{ listedAtMs: t0, endedAtMs: t0 + hourMs, ending: 'overturned' }] });
    expect(await kinds(store)).to.deep.equal(['listed evil.test/login', 'delisted evil.test/login']);
    expect(await store.overturn('unknown.test/', t0, '')).to.equal('unknown');
    await store.expire(t0 + 400 * dayMs, 100);
    expect(await again(store, 400 * 24)).to.equal('listed');
  });

  it('stands on at most sixteen URLs, and forgets the verdicts of the rest without losing the listing', async () => {
    const store = open();
    const made = { signals: [signal('lookalike-host/homograph')] };
    for (let page = 0; page < 40; page += 1) await again(store, page, made, `https://acorn-bannk.test/${page}`);
    for (let page = 0; page < 24; page += 1) await again(store, 100 + page, { ...benign, comparedWith: 'x' }, `https://acorn-bannk.test/${page}`);
    expect(await all(store)).to.have.length(1);
  });

  it('gives one listing and one order of rows to many writers at once', async () => {
    const store = open();
    await Promise.all(Array.from({ length: 60 }, (_, index) => again(store, index % 6, {}, `https://evil.test/${index % 3}`)));
    expect(await all(store)).to.have.length(3);
    const seqs = (await store.changes('0', 1000)).map(({ seq }) => Number(seq));
    expect(seqs).to.deep.equal(seqs.map((_, index) => index + 1));
  });
});
