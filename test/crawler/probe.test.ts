import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { runProbeLane, type ProbeLaneOptions } from '../../crawler/probe.ts';
import { chooseProfile } from '../../crawler/profiles.ts';
import type { Capture } from '../../records/index.ts';
import { budget, part, startLab, tasks, type Lab } from './lab.ts';

const end = 'http://end.test/';
const html = (body: Buffer | string, headers: Record<string, string> = {}, status = 200): Parameters<Lab['serve']>[1] => (_, response) => { response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body); };

const pages: Readonly<Record<string, Parameters<Lab['serve']>[1]>> = {
  [end]: '<title>End</title><form action="http://collect.test/x" method="POST"><label for="p">Passwort</label><input id="p" type="password" name="p"><button>Go</button></form><input name="iban"><a href="/a">A</a><script>var x = 1</script><script src="/s.js"></script>',
  'http://http.test/': (_, response) => { response.writeHead(302, { location: 'http://cookie.test/', 'set-cookie': 'a=1' }).end(); },
  'http://cookie.test/': (request, response) => { response.writeHead(302, request.headers.cookie === undefined ? { location: '/again', 'set-cookie': 'seen=yes; Path=/' } : { location: '/loop' }).end(); },
  'http://cookie.test/again': (request, response) => { response.writeHead(302, { location: request.headers.cookie === 'seen=yes' ? end : '/no-cookie' }).end(); },
  'http://header.test/': html('x', { refresh: `1;URL='${end}'` }),
  'http://meta.test/': `<meta http-equiv="Refresh" content="0;url=${end}">`,
  'http://meta-far.test/': `<meta http-equiv="refresh" content="300; url=${end}">`,
  'http://loop.test/': (_, response) => { response.writeHead(302, { location: '/' }).end(); },
  'http://elsewhere.test/': (_, response) => { response.writeHead(302, { location: 'intent://open#Intent;end' }).end(); },
  'http://gzip.test/': html(gzipSync('<p>packed</p>'), { 'content-encoding': 'gzip' }),
  'http://bomb.test/': html(gzipSync(Buffer.alloc(60_000_000, 'x')), { 'content-encoding': 'gzip' }),
  'http://broken-off.test/': html(gzipSync('<p>packed</p>'.repeat(3000)).subarray(0, 60), { 'content-encoding': 'gzip' }),
  'http://no-gzip.test/': html('<p>not packed</p>', { 'content-encoding': 'gzip' }),
  'http://latin.test/': html(Buffer.from('<meta charset="iso-8859-1"><p>caf\xe9</p>', 'latin1')),
  'http://shift.test/': html(Buffer.from('3c703e93fa967b3c2f703e', 'hex'), { 'content-type': 'text/html; charset=Shift_JIS' }),
  'http://file.test/': (_, response) => { response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment; filename="plain.bin"; filename*=UTF-8\'\'na%C3%AFve.exe' }).end(`MZ${'x'.repeat(100)}`); },
  'http://apk.test/app.apk': (_, response) => { response.writeHead(200, { 'content-type': 'application/vnd.android.package-archive' }).end('PK\x03\x04'); },
  'http://gone.test/': html('nothing here', {}, 404),
  'http://kit.test/': html('<form><input type="password" name="p"></form>', {}, 404),
  'http://refused.test/': html('no', {}, 403),
  'http://error.test/': html('oops', {}, 502),
  'http://check.test/': html('<title>Just a moment...</title>', { 'cf-mitigated': 'challenge' }, 403),
  'http://reset.test/': (request) => { request.socket.destroy(); },
  'https://site.test/': '<p>secure</p>',
  'https://expired.test/': '<p>too old</p>',
  'http://shown.test/': (request, response) => { response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(request.headers)); },
};

describe('a visit of the probe lane', function () {
  this.timeout(60_000);
  let lab: Lab;
  let captures: Map<string, Capture>;
  const at = (url: string): Capture | undefined => captures.get(url);
  const hops = (url: string): unknown[] => part(at(url), 'redirects').map(({ by, to, status }) => [by, to, status]);

  const probe = async (urls: readonly string[], options: Partial<ProbeLaneOptions> = {}): Promise<Map<string, Capture>> => {
    const found = new Map<string, Capture>();
    await runProbeLane(tasks(urls), {
      egress: lab.egress, budget, extraCa: lab.ca, signal: new AbortController().signal, concurrency: { min: 8, max: 8 },
      profileFor: ({ look }) => chooseProfile(lab.profiles, look),
      onCapture: (task, capture) => { found.set(task.url, capture); return Promise.resolve(); },
      onFault: (message, error) => { throw new Error(message, { cause: error }); },
      ...options,
    }).finished;
    return found;
  };

  before(async () => {
    lab = await startLab();
    for (const [url, answer] of Object.entries(pages)) lab.serve(url, answer);
    captures = await probe([...Object.keys(pages).filter((url) => !url.endsWith('/again')), 'http://nowhere.example/', 'http://site.test:25/']);
  });
  after(() => lab.close());

  it('follows answers with the cookies that they set', () => {
    expect(hops('http://http.test/')).to.deep.equal([['http', 'http://cookie.test/', 302], ['http', 'http://cookie.test/again', 302], ['http', end, 302]]);
    expect(at('http://http.test/')?.finalUrl).to.equal(end);
  });

  it('follows a Refresh header and a meta refresh', () => {
    expect(hops('http://header.test/')).to.deep.equal([['refresh-header', end, null]]);
    expect(hops('http://meta.test/')).to.deep.equal([['meta', end, null]]);
    expect(at('http://meta.test/')?.finalUrl).to.equal(end);
  });

  it('names a refresh that is far off, and stays', () => {
    expect(hops('http://meta-far.test/')).to.deep.equal([['meta', end, null]]);
    expect(at('http://meta-far.test/')?.finalUrl).to.equal('http://meta-far.test/');
  });

  it('ends a circle at the cap on hops', () => {
    expect(at('http://loop.test/')).to.include({ outcome: 'unreachable' });
    expect(at('http://loop.test/')?.failure).to.include({ code: 'too-many-redirects' });
    expect(part(at('http://loop.test/'), 'redirects')).to.have.length(budget.maxHops);
  });

  it('names a redirect to another program, and follows none', () => expect(hops('http://elsewhere.test/')).to.deep.equal([['http', 'intent://open#Intent;end', 302]]));

  it('reads forms, links and scripts as the browser lane does', () => {
    const [form, loose] = part(at(end), 'forms');
    expect(form).to.include({ action: 'http://collect.test/x', method: 'post', loose: false });
    expect(form?.fields.map(({ purpose, label }) => [purpose, label])).to.deep.equal([['password', 'Passwort'], ['submit', 'Go']]);
    expect(loose?.fields[0]).to.include({ purpose: 'bank-account' });
    expect(part(at(end), 'links')).to.deep.equal([{ href: 'http://end.test/a', text: 'A' }]);
    expect(part(at(end), 'scripts').map(({ kind, url, text }) => [kind, url, text])).to.deep.equal([['inline', null, 'var x = 1'], ['external', 'http://end.test/s.js', '']]);
  });

  it('says that what only a browser sees was skipped', () => expect(at(end)?.parts.behaviour).to.deep.equal({ state: 'skipped', why: 'probe lane' }));

  it('unpacks a body, and stops a bomb at the cap', () => {
    expect(part(at('http://gzip.test/'), 'html')).to.equal('<p>packed</p>');
    expect(part(at('http://bomb.test/'), 'html').length).to.equal(2 * 1024 * 1024);
  });

  it('keeps what a body held until it broke off, and says where it was never packed', () => {
    expect(part(at('http://broken-off.test/'), 'html')).to.contain('<p>packed</p>');
    expect(at('http://no-gzip.test/')?.parts.html.state).to.equal('failed');
  });

  it('decodes by header, by declaration', () => {
    expect(part(at('http://latin.test/'), 'html')).to.contain('café');
    expect(part(at('http://shift.test/'), 'html')).to.equal('<p>日本</p>');
  });

  it('takes what is no page for a download', () => {
    expect(part(at('http://file.test/'), 'downloads')[0]).to.include({ name: 'naïve.exe', detectedType: 'application/x-msdownload', claimedType: 'application/octet-stream', bytes: 102 });
    expect(part(at('http://apk.test/app.apk'), 'downloads')[0]).to.include({ name: 'app.apk', claimedType: 'application/vnd.android.package-archive' });
    expect(at('http://file.test/')).to.include({ outcome: 'visited' });
  });

  for (const [url, outcome, code] of [
    ['http://gone.test/', 'gone', 'http-404'], ['http://refused.test/', 'blocked', 'http-403'], ['http://error.test/', 'server-error', 'http-502'], ['http://check.test/', 'challenged', 'challenge'],
    ['http://reset.test/', 'unreachable', 'closed'], ['http://nowhere.example/', 'gone', 'dns'], ['http://site.test:25/', 'refused-by-policy', 'port-refused'],
  ] as const) {
    it(`calls ${url} ${outcome}, for ${code}`, () => {
      expect(at(url)).to.include({ outcome });
      expect(at(url)?.failure).to.include({ code });
    });
  }

  it('judges a login that comes with a 404 as a page', () => {
    expect(at('http://kit.test/')).to.include({ outcome: 'visited', failure: null });
  });

  it('keeps the page of a refusal', () => expect(part(at('http://refused.test/'), 'html')).to.equal('no'));

  it('records certificates: one that the extra authority signed, one that ran out', () => {
    expect(part(at('https://site.test/'), 'tls')[0]).to.include({ host: 'site.test', subject: 'site.test', error: null });
    expect(part(at('https://expired.test/'), 'tls')[0]).to.include({ host: 'expired.test', error: 'CERT_HAS_EXPIRED' });
    expect(part(at('https://expired.test/'), 'html')).to.equal('<p>too old</p>');
  });

  it('does not trust a certificate without the extra authority', async () => {
    const found = await probe(['https://site.test/'], { extraCa: null });
    expect(part(found.get('https://site.test/'), 'tls')[0]?.error).to.be.a('string');
  });

  it('gives up on a server that does not answer when its time is up', async () => {
    lab.serve('http://hang.test/', () => {});
    const found = await probe(['http://hang.test/'], { budget: { ...budget, visitMs: 400 } });
    expect(found.get('http://hang.test/')).to.include({ outcome: 'unreachable' });
    expect(found.get('http://hang.test/')?.failure).to.include({ code: 'no-answer' });
  });

  it('sends the headers of its profile', () => {
    const headers = JSON.parse(part(at('http://shown.test/'), 'html')) as Record<string, string>;
    expect(headers).to.include({ 'user-agent': lab.profiles[0]?.userAgent, 'accept-language': 'en-US,en;q=0.9', 'upgrade-insecure-requests': '1' });
    expect(headers).to.not.have.property('referer');
  });
});
