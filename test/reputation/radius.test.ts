import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { keysOf } from '../../reputation/keys.ts';
import { openLookupCounts } from '../../reputation/lookup-counts.ts';
import { shipped, withRedis } from './opened.ts';
import { benign, canonical, dayMs, hourMs, signal, t0, verdictOn } from './verdicts.ts';
import type { ReputationStore } from '../../reputation/contract.ts';
import type { Listing, Verdict } from '../../records/index.ts';

describe('the blast radius', () => {
  const { open: opened, client } = withRedis();
  const open = (prefix = randomUUID()): ReputationStore => opened({ prefix, radius: shipped.radius });
  const made = { signals: [signal('lookalike-host/homograph')] };
  const record = (store: ReputationStore, url: string, given: Partial<Verdict> = {}, nowMs = t0) => store.record(verdictOn(url, { atMs: nowMs, ...given }), { sources: ['cli'] }, nowMs);
  const listingOf = async (store: ReputationStore, expression: string): Promise<Listing> => (await store.listingOf(expression))?.listing ?? expect.fail(`${expression} is unknown`);

  it('blames the host when three of its pages are malicious and nothing else was seen on it', async () => {
    const store = open();
    for (const page of [1, 2]) await record(store, `https://evil.test/${page}/in`);
    await record(store, 'https://evil.test/3/in');
    expect(await listingOf(store, 'evil.test/')).to.include({ scope: 'host', state: 'active', scopeReason: 'evil.test serves nothing else: 3 of its pages are malicious, and none was seen that is not.' });
  });

  it('blames pages where anything decent was seen on the host', async () => {
    const store = open();
    await record(store, 'https://mixed.test/about', benign);
    for (const page of [1, 2, 3, 4]) await record(store, `https://mixed.test/${page}/in`);
    expect(await store.listingOf('mixed.test/')).to.equal(null);
  });

  it('holds a whole host or domain for two people where decent pages would go with it', async () => {
    const store = open();
    for (const tenant of ['a', 'b', 'c']) await record(store, `https://${tenant}.acorn-bannk.test/`, benign);
    expect(await record(store, 'https://x.acorn-bannk.test/login', made)).to.equal('held');
    const { hold, radius } = await listingOf(store, 'acorn-bannk.test/');
    expect(radius).to.include({ decentUrls: 3 });
    expect(hold).to.deep.equal({ kind: 'radius', says: 'It would block 3 pages that were seen and are not malicious. 2 people must agree first.', approvalsNeeded: 2, approvals: 0 });
  });

  it('holds what very many ask about, by counts of hash prefixes', async () => {
    const prefix = randomUUID();
    const store = open(prefix);
    const counts = openLookupCounts(client(), keysOf(prefix), () => t0, () => 0);
    for (let ask = 0; ask < 600; ask += 1) counts.note(canonical('https://www.acorn-bannk.test/login'));
    await counts.flush(t0);
    expect(await record(store, 'https://www.acorn-bannk.test/login', made, t0 + hourMs)).to.equal('held');
    expect((await listingOf(store, 'acorn-bannk.test/')).hold?.says).to.match(/^It would newly block up to \d{3,5} look-ups a day\./);
    expect(await record(store, 'https://other-bannk.test/login', made, t0 + hourMs)).to.equal('listed');
  });

  for (const [what, url, given, nowMs] of [
    ['a popular domain', 'https://www.ionos.com/', made, t0],
    ['weak evidence', 'https://acorn-bannk.test/x', { ...made, score: 0.7 }, t0],
    ['old evidence', 'https://acorn-bannk.test/x', made, t0 + 5 * dayMs],
  ] as const) {
    it(`holds a whole domain on ${what}`, async () => {
      const store = open();
      expect(await store.record(verdictOn(url, { ...given, atMs: t0 }), { sources: [] }, nowMs)).to.equal('held');
    });
  }

  it('publishes what two distinct people release, and doesn\'t hold it again', async () => {
    const store = open();
    const url = 'https://acorn-bannk.test/x';
    await record(store, url, { ...made, score: 0.7 });
    const approve = (who: string) => store.decide('acorn-bannk.test/', 'approve', who, '', t0 + hourMs);
    expect([await approve('ann'), await approve('ann'), await approve('ben')]).to.deep.equal(['approved', 'again', 'listed']);
    expect(await listingOf(store, 'acorn-bannk.test/')).to.deep.include({ state: 'active', hold: null, listedAtMs: t0 + hourMs });
    expect(await record(store, url, { ...made, score: 0.6 }, t0 + 2 * hourMs)).to.equal('renewed');
    expect((await store.changes('0', 10)).map(({ kind }) => kind)).to.deep.equal(['held', 'listed', 'renewed']);
    expect(await approve('cat')).to.equal('not-so');
  });

  it('lets nobody release a whole shared host', async () => {
    const store = open();
    expect(await record(store, 'https://github.io/')).to.equal('held');
    expect(await store.decide('github.io/', 'approve', 'ann', '', t0)).to.equal('shared');
  });

  it('pauses a listing, keeps it paused while visits go on, and resumes it', async () => {
    const store = open();
    await record(store, 'https://evil.test/a');
    expect(await store.decide('evil.test/a', 'pause', 'ann', 'the owner is cleaning it', t0 + hourMs)).to.equal('paused');
    expect(await record(store, 'https://evil.test/a', {}, t0 + 2 * hourMs)).to.equal('held');
    expect(await listingOf(store, 'evil.test/a')).to.deep.include({ state: 'paused', note: 'the owner is cleaning it', lastSeenMs: t0 + 2 * hourMs, listedAtMs: null });
    expect((await store.lookup([canonical('https://evil.test/a')], t0 + 2 * hourMs))[0]?.answer).to.equal('not-listed');
    expect(await store.decide('evil.test/a', 'resume', 'ann', '', t0 + 3 * hourMs)).to.equal('listed');
    expect((await listingOf(store, 'evil.test/a')).earlier.map(({ ending }) => ending)).to.deep.equal(['paused']);
    expect((await store.changes('0', 10)).map(({ kind, was }) => [kind, was])).to.deep.equal([['listed', null], ['paused', 'phishing'], ['listed', null]]);
    expect(await store.decide('unknown.test/', 'pause', 'ann', '', t0)).to.equal('unknown');
  });
});
