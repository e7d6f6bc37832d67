import { expect } from 'chai';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { canonicalise, expressions, maxUrlBytes, parseUrl } from '../../url/index.ts';
import type { ParsedUrl, UrlProblem } from '../../url/index.ts';
import { slowTexts, vectors } from './vectors.ts';
import type { SafeBrowsingUrls, WhatwgUrls } from './vectors.ts';

const { visits, refused } = vectors<WhatwgUrls>('whatwg-urls');
const { published, clients } = vectors<SafeBrowsingUrls>('safe-browsing-urls');

const taken = (raw: string): ParsedUrl => {
  const parse = parseUrl(raw);
  if (!parse.ok) throw new Error(`${raw} is refused: ${parse.problem}`);
  return parse.url;
};
const problemOf = (raw: string): UrlProblem | 'none' => {
  const parse = parseUrl(raw);
  return parse.ok ? 'none' : parse.problem;
};

describe('parseUrl', () => {
  describe('visits what a browser would', () => {
    /** Hosts that the URL Standard takes and DNS cannot hold. */
    const noDnsName = /[!"$&'()*+,;=`{}~]|^\.+$/;
    for (const [given, href] of visits) {
      const host = new URL(href).hostname;
      if (noDnsName.test(host)) it(`refuses the host of ${JSON.stringify(given)}`, () => expect(problemOf(given)).to.equal('host'));
      else it(`takes ${JSON.stringify(given)}`, () => expect(taken(given).visit).to.equal(href));
    }
    for (const given of refused) it(`refuses ${JSON.stringify(given)}`, () => expect(problemOf(given)).to.be.oneOf(['unparseable', 'host']));
  });

  describe('agrees with the published canonical forms', () => {
    for (const [given, canonical] of [...published, ...clients]) {
      if (typeof given !== 'string') continue;
      it(`on ${JSON.stringify(given)}, or refuses to visit it`, () => {
        const parse = parseUrl(given);
        if (parse.ok) expect(parse.url.canonical).to.equal(canonical);
        else expect(parse.problem).to.equal(canonical.startsWith('ftp:') ? 'scheme' : canonical.includes('}') ? 'host' : 'unparseable');
      });
    }
  });

  const refusals: readonly (readonly [UrlProblem, string])[] = [
    ['empty', ''], ['empty', ' \t\n'], ['empty', '\u0000'],
    ['scheme', 'mailto:a@b.example'], ['scheme', 'javascript:alert(1)'], ['scheme', 'ftp://a.example/'], ['scheme', 'data:text/html,x'], ['scheme', 'user:word@a.example'],
    ['scheme', 'hxxp://a.example/'],
    ['unparseable', 'http://'], ['unparseable', 'http://a b/'], ['unparseable', 'http://a.example:99999/'], ['unparseable', 'http://[::g]/'], ['unparseable', 'http://a[.]example/'],
    ['unparseable', 'http://276.2.3/'],
    ['host', 'http://-/'], ['host', 'http://___/'], ['host', 'http://a*b.example/'], ['host', `http://${'a'.repeat(64)}.example/`], ['host', `http://${'a.'.repeat(130)}example/`],
    ['host', 'garbage'], ['host', '/blah'], ['host', '12345'], ['host', '0.5'], ['host', 'someone@a.example'], ['host', '\\\\server\\share'],
    ['too-long', `http://a.example/${'a'.repeat(maxUrlBytes)}`], ['too-long', `http://a.example/${'é'.repeat(4096)}`], ['too-long', `http://a.example/${' '.repeat(4000)}x`],
  ];
  for (const [problem, raw] of refusals) {
    it(`says ${problem} of ${JSON.stringify(raw.slice(0, 40))}`, () => expect(problemOf(raw)).to.equal(problem));
  }

  it('drops user info and keeps port and fragment in what it visits', () => {
    const { visit, canonical, host } = taken('https://user:word@A.example:8443/x#y');
    expect([visit, canonical, host]).to.deep.equal(['https://a.example:8443/x#y', 'https://a.example/x', 'a.example']);
  });

  it('takes text without a scheme for http', () => {
    expect(['a.example', 'a.example:8080/x', '//a.example/x', '192.0.2.1/x', '[2001:db8::1]/x'].map((raw) => taken(raw).visit)).to.deep.equal(
      ['http://a.example/', 'http://a.example:8080/x', 'http://a.example/x', 'http://192.0.2.1/x', 'http://[2001:db8::1]/x']);
  });

  it('follows a browser where slashes are missing, too many or backward', () => {
    for (const raw of ['http:a.example/x', 'http:/a.example/x', 'http:///a.example/x', 'http:\\\\a.example\\x']) expect(taken(raw).visit, raw).to.equal('http://a.example/x');
  });

  it('writes every spelling of an address as one host', () => {
    const spellings = ['192.0.2.1', '3221225985', '0xC0000201', '0300.0.2.1', '192.513', '0xc0.0x0.0x2.0x1', '[::ffff:192.0.2.1]', '%31%39%32.0.2.1', '192.0.2.1.'];
    for (const spelling of spellings) expect(taken(`http://${spelling}/`).host, spelling).to.equal('192.0.2.1');
  });

  it('keys a URL by the first 16 bytes of the SHA-256 of its visit form without the fragment', () => {
    const expected = createHash('sha256').update('https://a.example:8443/x?y').digest().subarray(0, 16).toString('base64url');
    expect(taken('https://A.example:8443/x?y#z').key).to.equal(expected).and.have.length(22);
  });

  it('gives two keys to spellings that a server can tell apart', () => {
    const keys = ['http://a.example/x', 'https://a.example/x', 'http://a.example/x/', 'http://a.example/%78', 'http://a.example:81/x', 'http://a.example/X'].map((raw) => taken(raw).key);
    expect(new Set(keys)).to.have.property('size', keys.length);
  });

  it('never throws, and what it takes is stable, canonical and has at most 30 expressions', () => {
    const part = fc.string({ unit: 'binary', maxLength: 20 });
    const web = fc.tuple(fc.constantFrom('http://', 'https://', '', 'HTTP:', '//'), fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6().map((ip) => `[${ip}]`), part), fc.constantFrom('/', '/%', '?', '#', ':80/', '//', '/../'), part)
      .map((parts) => parts.join(''));
    let count = 0;
    fc.assert(fc.property(fc.oneof(web, fc.webUrl({ withQueryParameters: true, withFragments: true }), part), (raw) => {
      const parse = parseUrl(raw);
      if (!parse.ok) return;
      count += 1;
      expect(parseUrl(parse.url.visit)).to.deep.equal(parse);
      expect(canonicalise(parse.url.visit)).to.equal(parse.url.canonical);
      expect(canonicalise(parse.url.canonical)).to.equal(parse.url.canonical);
      const named = expressions(parse.url.canonical);
      expect(named).to.have.length.within(1, 30);
      expect(new Set(named)).to.have.property('size', named.length);
    }), { numRuns: 2000 });
    expect(count).to.be.greaterThan(400);
  });

  it('refuses two megabytes without reading them', () => {
    const raw = `http://a.example/${'a'.repeat(2_000_000)}`;
    const startedAt = performance.now();
    for (let round = 0; round < 10_000; round += 1) parseUrl(raw);
    expect(performance.now() - startedAt).to.be.lessThan(500);
  });

  it('is linear in what was given', () => {
    for (const text of slowTexts) {
      const startedAt = performance.now();
      parseUrl(text);
      expect(performance.now() - startedAt, text.slice(0, 40)).to.be.lessThan(200);
    }
  });
});
