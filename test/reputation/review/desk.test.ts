import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { openDecisions } from '../../../reputation/review/decisions.ts';
import { openDesk, type Desk, type Deciding } from '../../../reputation/review/desk.ts';
import { deskNotes } from '../../../reputation/review/notes.ts';
import { openReviewQueue } from '../../../reputation/review/queue.ts';
import { readReviewData } from '../../../reputation/review/worth.ts';
import { openSearch, type SearchIndex } from '../../../reputation/search/search.ts';
import { collected, type Capture, type Verdict } from '../../../records/index.ts';
import type { DecisionLog, ReviewQueue } from '../../../reputation/review/contract.ts';
import type { ReputationStore } from '../../../reputation/contract.ts';
import { captureOf } from '../../api/fakes.ts';
import { withRedis } from '../opened.ts';
import { benign, gone, hourMs, parsed, t0, verdictOn } from '../verdicts.ts';

const data = readReviewData(JSON.parse(readFileSync(new URL('../../../config/data/review.json', import.meta.url), 'utf8')));
const suspicious = { verdict: 'suspicious', score: 0.5 } as const;
const malicious: Deciding = { decision: 'malicious', threat: 'phishing', scope: null, note: 'a copy' };
const harmless: Deciding = { decision: 'benign', threat: null, scope: null, note: '' };

describe('the review desk', () => {
  const { open, client } = withRedis();
  let store: ReputationStore;
  let review: ReviewQueue;
  let decisions: DecisionLog;
  let desk: Desk;
  let search: SearchIndex;
  let lookups: Map<string, number>;
  beforeEach(() => {
    const prefix = randomUUID();
    store = open({ prefix });
    review = openReviewQueue(client(), prefix, data);
    decisions = openDecisions(client(), prefix);
    search = openSearch(client(), prefix);
    desk = openDesk({ reputation: store, review, decisions, data });
    lookups = new Map();
  });

  /** One look, as the judge's lane makes it. */
  const look = async (url: string, given: Partial<Verdict> = {}, atMs = t0, parts: Partial<Capture['parts']> = {}): Promise<string> => {
    const verdict = verdictOn(url, { ...given, atMs });
    const note = deskNotes({ reputation: store, review, search, lookupsOf: (asked) => Promise.resolve(lookups.get(asked) ?? 0), now: () => atMs });
    const outcome = await store.record(verdict, { sources: ['cli'] }, atMs);
    const task = { v: 1 as const, urlKey: verdict.urlKey, url, lane: 'render' as const, look: 0, lease: 'x', deadlineMs: 0, attempts: 0, source: 'cli' };
    await note(verdict, { v: 1, task, captureKey: 'c' }, outcome, captureOf(parsed(url), parts));
    return verdict.urlKey;
  };
  const waiting = async (atMs = t0): Promise<string[]> => (await review.list(0, 50, atMs)).items.map(({ url }) => url);
  const decideOne = async (key: string, deciding: Deciding, who = 'ann', atMs = t0 + 1000): Promise<readonly [outcome: string, id: string | null]> => {
    const [{ outcome, id } = { outcome: 'none', id: null }] = await desk.decide([key], deciding, who, atMs);
    return [outcome, id];
  };
  const listed = async (url: string): Promise<string> => (await store.lookup([parsed(url).canonical], t0 + 2000))[0]?.answer ?? '';

  it('has what the machine is unsure of, and lets go of what it is sure of at a later look', async () => {
    await look('http://a.test/', suspicious);
    await look('http://b.test/', benign);
    await look('http://c.test/x', { score: 0.99 });
    await look('http://d.test/x', { score: 0.7 });
    expect(await waiting()).to.have.members(['http://a.test/', 'http://d.test/x']);
    await look('http://a.test/', benign, t0 + hourMs);
    expect(await waiting()).to.deep.equal(['http://d.test/x']);
  });

  it('has first what is asked for most, then what the machine is least sure of, and in time what waits longest', async () => {
    lookups.set('http://asked.test/', 1000);
    await look('http://old.test/', suspicious, t0 - 9 * 24 * hourMs);
    await look('http://sure.test/', { ...suspicious, score: 0.3 });
    await look('http://unsure.test/', suspicious);
    await look('http://asked.test/', suspicious);
    expect(await waiting()).to.deep.equal(['http://old.test/', 'http://asked.test/', 'http://unsure.test/', 'http://sure.test/']);
  });

  it('gives one to one person, until their time is over', async () => {
    const key = await look('http://a.test/', suspicious);
    expect(await review.claim(key, 'ann', t0)).to.deep.equal({ who: 'ann', untilMs: t0 + 600_000 });
    expect(await review.claim(key, 'bob', t0 + 599_000)).to.equal(null);
    expect(await decideOne(key, malicious, 'bob')).to.deep.equal(['claimed', null]);
    expect(await review.claim(key, 'bob', t0 + 600_001)).to.include({ who: 'bob' });
    expect(await review.claim('A'.repeat(22), 'bob', t0)).to.equal(null);
  });

  it('outranks the machine, at later looks too, until it is taken back', async () => {
    const url = 'http://a.test/login';
    const key = await look(url, { ...suspicious, threat: null });
    const [outcome, id] = await decideOne(key, malicious);
    expect(outcome).to.equal('listed');
    expect(await waiting()).to.deep.equal([]);
    await look(url, benign, t0 + 2000);
    await look(url, { ...benign, comparedWith: 'other' }, t0 + 3000);
    expect(await listed(url)).to.equal('listed');
    expect((await store.verdictOf(key))?.signals[0]).to.deep.include({ name: 'review/decision', says: 'A person decided that it is malicious: “a copy”.' });
    expect(await waiting()).to.deep.equal([]);
    expect(await desk.undo(id ?? '', t0 + 4000)).to.equal('undone');
    expect(await listed(url)).to.equal('not-listed');
    expect((await store.verdictOf(key))?.verdict).to.equal('benign');
    expect(await waiting()).to.deep.equal([url]);
    expect(await desk.undo(id ?? '', t0 + 5000)).to.equal('already');
  });

  it('takes a listing back where a person says benign, and lays it again where that is taken back', async () => {
    const url = 'http://a.test/login';
    const key = await look(url, { score: 0.7 });
    expect(await listed(url)).to.equal('listed');
    const [outcome, id] = await decideOne(key, harmless);
    expect(outcome).to.equal('delisted');
    await look(url, { score: 0.99 }, t0 + 2000);
    expect(await listed(url)).to.equal('not-listed');
    expect(await desk.undo(id ?? '', t0 + 3000)).to.equal('undone');
    expect(await listed(url)).to.equal('listed');
  });

  it('lets a page be gone, whatever was decided', async () => {
    const url = 'http://a.test/login';
    const key = await look(url, suspicious);
    await decideOne(key, malicious);
    await look(url, gone, t0 + hourMs);
    await look(url, gone, t0 + 2 * hourMs);
    expect(await listed(url)).to.equal('not-listed');
  });

  it('blames as widely as the person says, never a shared host', async () => {
    const key = await look('http://shop.a.test/x/y?z=1', suspicious);
    await decideOne(key, { ...malicious, scope: 'host' });
    expect(await listed('http://shop.a.test/elsewhere')).to.equal('listed');
    const shared = await look('http://kit.github.io/', suspicious);
    const [outcome] = await decideOne(shared, { ...malicious, scope: 'domain' });
    expect([outcome, await listed('http://other.github.io/')]).to.deep.equal(['listed', 'not-listed']);
  });

  it('needs two people where much would be blocked, and tells the second that the first has agreed', async () => {
    for (let page = 0; page < 4; page += 1) await look(`http://wide.test/p${page}`, benign);
    const key = await look('http://wide.test/bad', suspicious);
    const wide: Deciding = { ...malicious, scope: 'host' };
    expect((await decideOne(key, wide, 'ann'))[0]).to.equal('waits');
    expect(await listed('http://wide.test/bad')).to.equal('not-listed');
    expect((await decideOne(key, wide, 'ann', t0 + 1500))[0]).to.equal('waits');
    expect((await review.list(0, 9, t0)).items).to.have.lengthOf(1).and.to.have.nested.property('[0].held[0]', 'wide.test/');
    expect((await store.listingOf('wide.test/'))?.listing.hold?.approvals).to.equal(1);
    expect((await decideOne(key, wide, 'bob', t0 + 2000))[0]).to.equal('listed');
    expect(await listed('http://wide.test/p1')).to.equal('listed');
    expect(await waiting()).to.deep.equal([]);
  });

  it('finds what is made of the same, and decides about all of it', async () => {
    const kit = (words: string) => collected([{ url: 'http://x.test/', parent: null, title: words, text: words, dom: `<html><body>${'<div><form><label><input></label></form></div>'.repeat(4)}<p>${words}</p></body></html>` }]);
    for (const host of ['one', 'two', 'three']) await look(`http://${host}.test/`, suspicious, t0, { frames: kit(host) });
    const other = await look('http://other.test/', suspicious, t0, { frames: collected([{ url: 'http://x.test/', parent: null, title: 'one', text: '', dom: `<ul>${'<li><a></a></li>'.repeat(9)}</ul>` }]) });
    const first = await review.get(parsed('http://one.test/').key, t0);
    const alike = await review.alike(first?.shape ?? '', 50, t0);
    expect(alike.map(({ url }) => url)).to.have.members(['http://one.test/', 'http://two.test/', 'http://three.test/']);
    await desk.decide(alike.map(({ urlKey }) => urlKey), malicious, 'ann', t0 + 1000);
    expect(await waiting()).to.deep.equal(['http://other.test/']);
    expect(await review.alike(first?.shape ?? '', 50, t0)).to.deep.equal([]);
    expect((await review.get(other, t0))?.shape).to.be.a('string').and.to.not.equal(first?.shape);
    const found = await search.find([{ field: 'shape', value: first?.shape ?? '' }, { field: 'text', value: 'TWO' }], 10);
    expect(found.map(({ urlKey }) => urlKey)).to.deep.equal([parsed('http://two.test/').key]);
  });

  it('keeps what is appealed against until a look finds nothing against it', async () => {
    const key = await look('http://a.test/login', { score: 0.99 });
    await review.appeal(key, t0 + 500);
    await look('http://a.test/login', { score: 0.99 }, t0 + 1000);
    expect((await review.list(0, 9, t0)).items[0]?.reasons).to.deep.equal(['appeal']);
    await look('http://a.test/login', benign, t0 + 2000);
    expect(await waiting()).to.deep.equal([]);
  });

  it('keeps each decision with what the machine said, a label that is never rewritten', async () => {
    const key = await look('http://a.test/login', { score: 0.7, captureKey: 'c1' });
    const [, id] = await decideOne(key, { ...malicious, decision: 'unsure' });
    expect(await waiting()).to.deep.equal([]);
    expect((await decisions.list(10))[0]).to.deep.include({ id, decision: 'unsure', url: 'http://a.test/login', undoneAtMs: null }).and.to.have.nested.property('machine.captureKey', 'c1');
    await decideOne(key, malicious, 'bob', t0 + 2000);
    expect(await desk.undo(id ?? '', t0 + 3000)).to.equal('newer');
    expect(await desk.undo('1-1', t0)).to.equal('unknown');
  });
});
