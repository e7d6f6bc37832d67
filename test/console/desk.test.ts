import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { openAudit } from '../../api/audit.ts';
import { openFirstKey, type FirstKey } from '../../api/first-key.ts';
import { openKeys, type KeyRing } from '../../api/keys.ts';
import { openDecisions } from '../../reputation/review/decisions.ts';
import { openDesk } from '../../reputation/review/desk.ts';
import { deskNotes } from '../../reputation/review/notes.ts';
import { openReviewQueue } from '../../reputation/review/queue.ts';
import { readReviewData } from '../../reputation/review/worth.ts';
import { openSearch } from '../../reputation/search/search.ts';
import { openAppeals } from '../../reputation/appeals.ts';
import { openReputation } from '../../reputation/store.ts';
import { collected, type Verdict } from '../../records/index.ts';
import type { ApiDeps } from '../../api/deps.ts';
import type { ReputationStore } from '../../reputation/contract.ts';
import { FakeWorld, captureOf, listingOf, verdictOf } from '../api/fakes.ts';
import { testRedis } from '../queues/redis-server.ts';
import { shipped } from '../reputation/opened.ts';
import { openConsoleBrowser, type ConsoleBrowser, type OpenConsole } from './console-browser.ts';
import { richWorld } from './worlds.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const data = readReviewData(JSON.parse(readFileSync(new URL('../../config/data/review.json', import.meta.url), 'utf8')));

/** The desk as a person uses it, over a real Redis; only frontier, evidence and door are in memory. */
describe('the desk in a browser', function () {
  this.timeout(60_000);
  const redis = testRedis();
  let browser: ConsoleBrowser;
  let open: OpenConsole | null = null;
  let store: ReputationStore;
  let ring: KeyRing;
  let world: FakeWorld;
  let deps: ApiDeps;
  let firstKey: FirstKey;
  let look: (url: string, given?: Partial<Verdict>, kit?: string) => Promise<string>;
  before(async () => { browser = await openConsoleBrowser(); });
  after(() => browser.close());
  beforeEach(() => {
    const prefix = redis.prefix();
    const now = (): number => Date.now();
    store = openReputation({ redis: redis.client, prefix, ...shipped });
    ring = openKeys(redis.client, prefix);
    const review = openReviewQueue(redis.client, prefix, data);
    const decisions = openDecisions(redis.client, prefix);
    const search = openSearch(redis.client, prefix);
    world = new FakeWorld();
    firstKey = openFirstKey(redis.client, prefix);
    deps = {
      ...world.deps(), now, reputation: store, keyRing: ring, audit: openAudit(redis.client, prefix), firstKey, appeals: openAppeals(redis.client, prefix),
      review, decisions, search, desk: openDesk({ reputation: store, review, decisions, data }),
    };
    const note = deskNotes({ reputation: store, review, search, lookupsOf: () => Promise.resolve(0), now });
    look = async (text, given = {}, kit = '') => {
      const url = world.know(text);
      const verdict = verdictOf(url, { verdict: 'suspicious', score: 0.5, brand: null, atMs: now(), ...given });
      const outcome = await store.record(verdict, { sources: ['cli'] }, now());
      const capture = captureOf(url, kit === '' ? {} : { frames: collected([{ url: text, parent: null, title: kit, text: '', dom: kit }]) });
      const task = { v: 1 as const, urlKey: url.key, url: text, lane: 'render' as const, look: 0, lease: 'x', deadlineMs: 0, attempts: 0, source: 'cli' };
      await note(verdict, { v: 1, task, captureKey: 'c' }, outcome, capture);
      return url.key;
    };
  });
  afterEach(async () => {
    await open?.close();
    open = null;
  });

  const makeKey = async (name: string): Promise<string> => (await ring.create({ name, role: 'reviewer', scopes: null, expiresAtMs: Date.now() + 86_400_000 }, Date.now())).key;
  const signIn = async (page: Page, origin: string, key: string): Promise<void> => {
    await page.goto(`${origin}/#/sign-in`);
    await page.locator('#key').fill(key);
    await page.keyboard.press('Enter');
    await page.locator('.queue').waitFor();
  };
  const told = (page: Page, text: string): Promise<void> => page.locator('.told', { hasText: text }).waitFor();
  const verdictKind = async (key: string): Promise<string | undefined> => (await store.verdictOf(key))?.verdict;

  it('takes one in hand, decides by a key and takes it back, after signing in with a key', async () => {
    const keys = [await look('http://one.test/login'), await look('http://two.test/login', { score: 0.4 })];
    const secret = await makeKey('ann');
    open = await browser.open(deps, { width: 1280 });
    const { page, origin, troubles } = open;
    await signIn(page, origin, secret);
    expect(await page.locator('#me').textContent()).to.equal('ann');
    await page.locator('.detail .deciding').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('in your hand for ten minutes').waitFor();
    expect((await deps.review.get(keys[0] ?? '', Date.now()))?.claim?.who).to.equal(secret.slice(3, 11));
    await page.keyboard.press('m');
    await told(page, 'Malicious: it is on the list');
    expect(await verdictKind(keys[0] ?? '')).to.equal('malicious');
    await page.locator('.detail .subject', { hasText: 'two[.]test' }).waitFor();
    await page.keyboard.press('z');
    await told(page, 'Taken back');
    expect(await verdictKind(keys[0] ?? '')).to.equal('suspicious');
    await page.locator('.queue li').nth(1).waitFor();
    await page.keyboard.press('b');
    await told(page, 'Benign');
    const rows = await deps.audit.rows(0, 10);
    expect(rows.map(({ who, action }) => `${who === secret.slice(3, 11) ? 'ann' : who} ${action}`)).to.deep.equal(['ann POST /v1/review/decisions', 'ann POST /v1/review/decisions/:id/undo', 'ann POST /v1/review/decisions']);
    expect(troubles).to.deep.equal([]);
  });

  it('shows the list of those that look the same first, and decides about those that are ticked', async () => {
    const kit = `<main>${'<form><label>Name</label><input></form>'.repeat(5)}</main>`;
    const keys: string[] = [];
    for (const host of ['one', 'two', 'three']) keys.push(await look(`http://${host}.test/login`, {}, kit));
    await look('http://other.test/login', { score: 0.4 });
    open = await browser.open(deps, { width: 1280 });
    const { page, origin } = open;
    await signIn(page, origin, await makeKey('ann'));
    await page.getByRole('button', { name: '2 look the same' }).waitFor();
    await page.keyboard.press('a');
    await page.locator('.alike li').nth(1).waitFor();
    const spared = await page.locator('.alike input').first().getAttribute('id');
    await page.locator('.alike input').first().press('Space');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Review' }).click();
    await page.keyboard.press('m');
    await told(page, '2: it is on the list');
    const kinds = await Promise.all(keys.map(async (key) => [`alike-${key}` === spared, await verdictKind(key)]));
    expect(kinds.filter(([isSpared]) => isSpared === true)).to.deep.equal([[true, 'suspicious']]);
    expect(kinds.filter(([isSpared]) => isSpared === false)).to.deep.equal([[false, 'malicious'], [false, 'malicious']]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await told(page, 'Taken back, all 2');
  });

  it('lists what would hit many only when a second person agrees', async () => {
    for (let number = 0; number < 4; number += 1) await look(`http://wide.test/p${number}`, { verdict: 'benign', score: 0.01, threat: null });
    const key = await look('http://wide.test/bad');
    open = await browser.open(deps, { width: 1280 });
    const { page, origin } = open;
    const [ann, bob] = [await makeKey('ann'), await makeKey('bob')];
    await signIn(page, origin, ann);
    await page.locator('#as-scope').selectOption('host');
    await page.locator('.detail h2').first().click();
    await page.keyboard.press('m');
    await told(page, 'another person must agree');
    await page.locator('.detail').getByText('needs two people').waitFor();
    expect((await store.listingOf('wide.test/'))?.listing.state).to.equal('held');
    await page.reload();
    await signIn(page, origin, bob);
    await page.locator('#as-scope').selectOption('host');
    await page.locator('.detail h2').first().click();
    await page.keyboard.press('m');
    await told(page, 'it is on the list');
    expect((await store.listingOf('wide.test/'))?.listing.state).to.equal('active');
    expect(await deps.review.get(key, Date.now())).to.equal(null);
  });

  it('makes the first administrator\'s key by the one-time link, and others with it', async () => {
    open = await browser.open(deps, { width: 1280 });
    const { page, origin } = open;
    await page.goto(`${origin}/#/sign-in/${await firstKey.offer()}`);
    await page.getByRole('button', { name: 'Make my key' }).click();
    expect(await page.locator('.secret').textContent()).to.match(/^hk_/);
    expect(page.url()).to.not.match(/sign-in\/./);
    await page.getByRole('link', { name: 'Go on to the keys' }).click();
    await page.locator('#name').fill('night shift');
    await page.keyboard.press('Enter');
    await page.getByText('A new key').waitFor();
    await page.locator('tbody tr', { hasText: 'night shift' }).waitFor();
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.locator('tbody tr', { hasText: 'POST /v1/keys/first' }).waitFor();
  });

  it('has a page rechecked for whom it is listed, without a key, and tells that it is off the list', async () => {
    const url = 'http://mine.test/login';
    await look(url, { verdict: 'malicious', score: 0.99 });
    world.listings.set('mine.test', listingOf('mine.test/login', { scope: 'path' }));
    await makeKey('somebody');
    open = await browser.open(deps, { width: 390 });
    const { page, origin, troubles } = open;
    await page.goto(`${origin}/#/check?url=${encodeURIComponent(url)}`);
    await page.getByRole('button', { name: 'Have it rechecked' }).press('Enter');
    await page.getByRole('heading', { name: 'Recheck under way' }).waitFor();
    expect(world.submitted.map(({ submission, revive }) => [submission.url, submission.source, revive])).to.deep.equal([[url, 'appeal', true]]);
    const address = page.url();
    expect(address).to.match(/#\/appeal\/[A-Za-z0-9_-]{22}$/);
    await look(url, { verdict: 'benign', score: 0.01, threat: null, comparedWith: 'another' });
    expect((await store.listingOf('mine.test/login'))?.listing.state).to.equal('expired');
    world.listings.delete('mine.test');
    await page.getByRole('heading', { name: 'Rechecked' }).waitFor();
    await page.getByText('Not listed.').waitFor();
    expect((await deps.review.list(0, 5, Date.now())).waiting).to.equal(0);
    await page.reload();
    await page.getByRole('heading', { name: 'Rechecked' }).waitFor();
    expect(troubles).to.deep.equal([]);
  });

  it('lets a reader look, and no more', async () => {
    await look('http://one.test/login');
    await makeKey('somebody');
    open = await browser.open(deps, { width: 390 });
    const { page, origin } = open;
    await page.goto(`${origin}/#/review`);
    await page.locator('.detail .explanation').waitFor();
    expect(await page.locator('button.decide').count()).to.equal(0);
    await page.keyboard.press('m');
    expect((await deps.review.list(0, 5, Date.now())).waiting).to.equal(1);
  });

  for (const dark of [false, true]) {
    it(`has nothing that axe calls serious, in the ${dark ? 'dark' : 'light'}`, async () => {
      const { world: rich, key } = richWorld();
      open = await browser.open(rich.deps(), { width: 1280, dark });
      const { page, origin } = open;
      for (const [hash, ready] of [['#/now', '.verdicts tbody tr'], ['#/review', '.detail .explanation'], [`#/url/${key}`, '.seen .facts'], ['#/search?brand=Kestrel%20Bank', '.terms'], ['#/check', '#url'], ['#/listings', '.exports'], ['#/keys', '.finder'], ['#/audit', '.panel'], ['#/sign-in', '#key'], ['#/recrawl', '.panel']] as const) {
        await page.goto(`${origin}/${hash}`);
        await page.locator(ready).first().waitFor();
        await page.evaluate(axe);
        // Of a script in the page: what it answers is what axe documents.
        const { violations } = await page.evaluate<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>('axe.run(document, { resultTypes: ["violations"] })');
        expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${hash} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).to.deep.equal([]);
      }
    });
  }
});
