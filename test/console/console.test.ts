import { expect } from 'chai';
import { openConsoleBrowser, type ConsoleBrowser, type OpenConsole } from './console-browser.ts';
import { faintTexts, focused, foreignElements, hiddenCharacters, overflowPx } from './page-checks.ts';
import { FakeWorld, parsed } from '../api/fakes.ts';
import { attacks, hostileWorld, richWorld } from './worlds.ts';

/** Every screen, with what is there once it has been drawn. */
const screensOf = (key: string): readonly (readonly [name: string, hash: string, ready: string])[] => [
  ['Now', '#/now', '.verdicts tbody tr'],
  ['Check a URL', '#/check?url=http%3A%2F%2Fevil.test%2F', '.answer .facts'],
  ['One URL', `#/url/${key}`, '.seen .facts'],
  ['Listings', '#/listings', '.exports'],
  ['Review', '#/review', '.detail .explanation'],
  ['Search', '#/search?brand=Kestrel%20Bank', '.terms'],
  ['Recrawl', '#/recrawl', '.panel table'],
  ['Keys', '#/keys', '.finder'],
  ['Audit', '#/audit', '.panel .empty'],
  ['Sign in', '#/sign-in', '#key'],
];

describe('the console', function () {
  this.timeout(60_000);
  let browser: ConsoleBrowser;
  let open: OpenConsole | null = null;
  before(async () => { browser = await openConsoleBrowser(); });
  after(() => browser.close());
  afterEach(async () => {
    await open?.close();
    open = null;
  });

  for (const width of [1280, 390]) {
    it(`runs, loads and follows nothing that a hostile page wrote, at ${width} px`, async () => {
      const { world, key } = hostileWorld();
      open = await browser.open(world.deps(), { width });
      const { page, origin, troubles, elsewhere } = open;
      for (const [name, hash, ready] of screensOf(key)) {
        await page.goto(`${origin}/${hash}`);
        await page.locator(ready).first().waitFor();
        if (name === 'Listings') {
          await page.evaluate('new Promise((resolve) => { const events = new EventSource("/v1/stream"); events.onopen = () => { events.close(); resolve(); }; })');
          for (const attack of attacks) world.change(attack);
          await page.locator('tbody tr').nth(attacks.length - 1).waitFor();
        }
        expect(await foreignElements(page), name).to.deep.equal([]);
        expect(await hiddenCharacters(page), name).to.deep.equal([]);
        expect(await overflowPx(page), `${name} is wider than its window`).to.equal(0);
      }
      // What waits for a pointer or the keyboard gets it.
      await page.goto(`${origin}/#/url/${key}`);
      await page.locator('.seen .facts').first().waitFor();
      for (const summary of await page.locator('summary').all()) await summary.hover();
      await page.getByLabel('Defang URLs').press('Space');
      await page.locator('.seen .facts').first().waitFor();
      expect(await foreignElements(page)).to.deep.equal([]);
      expect({ troubles, elsewhere }).to.deep.equal({ troubles: [], elsewhere: [] });
    });

    for (const dark of [false, true]) {
      it(`can be read at ${width} px ${dark ? 'in the dark' : 'in the light'}, and is no wider than its window`, async () => {
        const { world, key } = richWorld();
        open = await browser.open(world.deps(), { width, dark });
        const { page, origin, troubles } = open;
        for (const [name, hash, ready] of screensOf(key)) {
          await page.goto(`${origin}/${hash}`);
          await page.locator(ready).first().waitFor();
          expect(await faintTexts(page), name).to.deep.equal([]);
          expect(await overflowPx(page), name).to.equal(0);
        }
        expect(troubles).to.deep.equal([]);
      });
    }
  }

  it('would notice an attack that works', async () => {
    open = await browser.open(new FakeWorld().deps(), { width: 1280 });
    const { page, origin, troubles, elsewhere } = open;
    await page.goto(`${origin}/`);
    const dialog = page.waitForEvent('dialog');
    await page.evaluate(`(() => {
      try { document.body.innerHTML = '<p>'; } catch {}
      document.querySelector('main').append(document.createElement('iframe'), '\u202e');
      setTimeout(() => alert(1));
    })()`);
    expect(await foreignElements(page)).to.deep.equal(['<iframe></iframe>']);
    expect(await hiddenCharacters(page)).to.deep.equal(['202e']);
    await dialog;
    await page.goto('http://evil.test/').catch(() => undefined);
    expect(elsewhere).to.deep.equal(['evil.test:80']);
    expect(troubles.join('\n')).to.contain('TrustedHTML').and.contain('dialog: 1');
  });

  it('checks a URL by the keyboard alone, from the question to the reasons', async () => {
    const world = new FakeWorld();
    open = await browser.open(world.deps(), { width: 1280 });
    const { page, origin, troubles } = open;
    await page.goto(`${origin}/`);
    await page.getByRole('heading', { name: 'Now' }).waitFor();
    await page.keyboard.press('/');
    await page.locator('#url').waitFor();
    expect(await focused(page)).to.equal('url');
    await page.keyboard.type('http://new.test/login');
    await page.keyboard.press('Enter');
    await page.getByText('Waits for its visit.').waitFor();
    expect(world.submitted.map(({ submission: { url } }) => url)).to.deep.equal(['http://new.test/login']);
    world.know('http://new.test/login', {});
    await page.getByText('phishing as Kestrel Bank').waitFor();
    for (let tabs = 0; tabs < 6 && await focused(page) !== 'See why'; tabs += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('A form that asks for a password posts to another owner.').waitFor();
    expect(await focused(page)).to.equal('One URL');
    expect(page.url()).to.contain(parsed('http://new.test/login').key);
    expect(troubles).to.deep.equal([]);
  });

  it('has a URL visited again and waits for the newer verdict', async () => {
    const world = new FakeWorld();
    world.know('http://old.test/', { atMs: 1000 });
    open = await browser.open(world.deps(), { width: 1280 });
    const { page, origin } = open;
    await page.goto(`${origin}/#/check?url=${encodeURIComponent('http://old.test/')}`);
    await page.getByRole('button', { name: 'Visit again' }).press('Enter');
    await page.getByRole('heading', { name: 'Another visit' }).waitFor();
    world.know('http://old.test/', { verdict: 'benign', threat: null, brand: null, atMs: 2000 });
    await page.locator('.outcome[data-kind="benign"]').waitFor();
    expect(world.submitted.map(({ revive }) => revive)).to.deep.equal([true]);
  });

  it('asks for a key where the server wants one, and goes on with it', async () => {
    const world = new FakeWorld({ keys: ['a-key-of-this-server'] });
    open = await browser.open(world.deps(), { width: 390 });
    const { page, origin } = open;
    await page.goto(`${origin}/#/check?url=${encodeURIComponent('http://new.test/')}`);
    await page.locator('#key').waitFor();
    await page.keyboard.type('a-key-of-this-server');
    await page.keyboard.press('Enter');
    await page.getByText('Waits for its visit.').waitFor();
    expect(world.submitted).to.have.length(1);
    expect(await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length')).to.equal(0);
  });

  it('leads the keyboard past its menu to the content', async () => {
    open = await browser.open(new FakeWorld().deps(), { width: 1280 });
    const { page, origin } = open;
    await page.goto(`${origin}/#/listings`);
    await page.locator('.exports').waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).to.equal('Skip to content');
    await page.keyboard.press('Enter');
    expect(await focused(page)).to.equal('main');
    await page.keyboard.press('Tab');
    expect(await focused(page)).to.equal('Save hosts');
  });

  it('shows URLs defanged, and as they are when asked', async () => {
    const world = new FakeWorld();
    world.know('https://bad.test/a.html', {});
    open = await browser.open(world.deps(), { width: 1280 });
    const { page, origin } = open;
    await page.goto(`${origin}/`);
    await page.getByText('hxxps://bad[.]test/a.html').waitFor();
    await page.getByLabel('Defang URLs').press('Space');
    await page.getByText('https://bad.test/a.html').waitFor();
  });

  it('shows a new verdict by itself, and leaves the focus where it is', async () => {
    const world = new FakeWorld();
    world.know('http://first.test/', { atMs: 1000 });
    open = await browser.open(world.deps(), { width: 1280 });
    const { page, origin } = open;
    await page.goto(`${origin}/`);
    await page.getByRole('link', { name: 'first' }).focus();
    world.know('http://second.test/', { atMs: 2000 });
    await page.getByRole('link', { name: 'second' }).waitFor();
    expect(await focused(page)).to.contain('first');
    expect(await page.locator('.verdicts tbody a').allTextContents()).to.deep.equal(['hxxp://second[.]test/', 'hxxp://first[.]test/']);
  });

  it('says that the store is away, and goes on when it is back', async () => {
    const world = new FakeWorld();
    world.know('http://first.test/', {});
    const deps = world.deps();
    let away = true;
    open = await browser.open({ ...deps, recent: (max) => (away ? Promise.reject(new Error('gone')) : deps.recent(max)) }, { width: 1280 });
    const { page, origin } = open;
    await page.goto(`${origin}/`);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).to.contain('store can not be asked');
    away = false;
    await page.getByRole('link', { name: 'first' }).waitFor();
    expect(await page.getByRole('alert').count()).to.equal(0);
  });

  it('says that nothing was looked at, where a part was not collected', async () => {
    const { world, key } = richWorld();
    open = await browser.open(world.deps(), { width: 1280 });
    const { page, origin } = open;
    await page.goto(`${origin}/#/url/${key}`);
    await page.getByText('not collected: no download was started').click();
    await page.getByText('Nobody looked here').waitFor();
  });
});
