import { expect } from 'chai';
import fc from 'fast-check';
import { parseUrl } from '../../../url/index.ts';
import type { VisitUrl } from '../../../url/index.ts';
import { redactUrl } from '../../../intake/privacy/index.ts';

const visitOf = (raw: string): VisitUrl => {
  const parse = parseUrl(raw);
  if (!parse.ok) throw new Error(`no URL: ${raw}`);
  return parse.url.visit;
};
const redactedOf = (raw: string): string => redactUrl(visitOf(raw)).url;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl';

describe('redactUrl', () => {
  const replaced: readonly (readonly [string, string, string])[] = [
    ['an address in the query', 'http://a.example/?e=joe.doe+x@corp.test&f=1', 'http://a.example/?e=someone@example.com&f=1'],
    ['an address in the path', 'http://a.example/u/joe@corp.co.uk/x', 'http://a.example/u/someone@example.com/x'],
    ['an address in the fragment', 'http://a.example/#joe@corp.test', 'http://a.example/#someone@example.com'],
    ['an address that is percent-encoded', 'http://a.example/?e=joe%40corp.test', 'http://a.example/?e=someone@example.com'],
    ['an address encoded letter by letter', 'http://a.example/?e=%6a%6f%65%40%63orp%2etest', 'http://a.example/?e=someone@example.com'],
    ['an address inside of an encoded URL', 'http://a.example/?u=http%3A%2F%2Fb.example%2F%3Fe%3Djoe%2540corp.test%26x', 'http://a.example/?u=http%3A%2F%2Fb.example%2F%3Fe%3Dsomeone@example.com%26x'],
    ['an address before a file ending', 'http://a.example/joe@corp.test.html', 'http://a.example/someone@example.com.html'],
    ['every address of many', 'http://a.example/?a=a@b.test,c@d.test', 'http://a.example/?a=someone@example.com,someone@example.com'],
    ['an address in base64', `http://a.example/x/${base64('joe@corp.test')}`, `http://a.example/x/${base64('someone@example.com')}`],
    ['an address in unpadded base64', 'http://a.example/#am9lQGNvcnAudGVzdA', `http://a.example/#${base64('someone@example.com').replace(/=+$/, '')}`],
    ['an address in text in base64', `http://a.example/?d=${base64('{"user":"joe@corp.test","n":12}')}`, `http://a.example/?d=${base64('{"user":"someone@example.com","n":12}')}`],
    ['a session id', 'http://a.example/?PHPSESSID=abc&x=1', 'http://a.example/?PHPSESSID=redacted&x=1'],
    ['a session id in the path', 'http://a.example/x;jsessionid=AB12?y', 'http://a.example/x;jsessionid=redacted?y'],
    ['a session id under an escaped name', 'http://a.example/?%50HPSESSID=abc', 'http://a.example/?%50HPSESSID=redacted'],
    ['tokens of a fragment', 'http://a.example/cb#access_token=a.b&id_token=c&x=1', 'http://a.example/cb#access_token=redacted&id_token=redacted&x=1'],
    ['tokens of a fragment that is a route', 'http://a.example/#/cb?access_token=a', 'http://a.example/#/cb?access_token=redacted'],
    ['a signed token under any name', `http://a.example/?zz=${token}`, 'http://a.example/?zz=redacted'],
    ['a signed token in the path', `http://a.example/x/${token}`, 'http://a.example/x/redacted'],
    ['a signature of a store', 'http://a.example/f.exe?X-Amz-Date=20261101T000000Z&X-Amz-Signature=abcdef', 'http://a.example/f.exe?X-Amz-Date=20261101T000000Z&X-Amz-Signature=redacted'],
    ['a signature called sig', 'http://a.example/?sig=Jncd30Wym7cUMdOBxYBscQ5y1qxEU', 'http://a.example/?sig=redacted'],
    ['the code of an OAuth answer', 'http://a.example/cb?code=4/abc&state=xyz', 'http://a.example/cb?code=redacted&state=redacted'],
    ['user info of a URL inside', 'http://a.example/?u=https://joe:word@b.example/x', 'http://a.example/?u=https://b.example/x'],
  ];
  for (const [what, given, expected] of replaced) {
    it(`replaces ${what}`, () => {
      expect(redactedOf(given)).to.equal(expected);
      expect(redactUrl(visitOf(given)).redacted).to.have.length.greaterThan(0);
    });
  }

  const full: readonly (readonly [string, string, string])[] = [
    ['an opaque value by one of its length and alphabet', 'http://a.example/?token=8f14e45fceea167a5a36dedd4bea2543&id=1', 'http://a.example/?token=c0ffee00dec0de00c0ffee00dec0de00&id=1'],
    ['what was searched for', 'http://a.example/search?q=knee+pain&hl=en', 'http://a.example/search?q=redacted&hl=en'],
    ['a telephone number', 'http://a.example/?tel=%2B44%2020%207946%200123', 'http://a.example/?tel=12025550100'],
    ['a person in a file name', 'http://a.example/Invoice_Jane_Miller.pdf', 'http://a.example/Invoice_someone.pdf'],
    ['a card number', 'http://a.example/?x=4111111111111111', 'http://a.example/?x=redacted'],
  ];
  for (const [what, given, expected] of full) {
    it(`replaces ${what}, unless the level is basic`, () => {
      expect(redactedOf(given)).to.equal(expected);
      expect(redactUrl(visitOf(given), 'basic')).to.deep.equal({ url: visitOf(given), redacted: [] });
    });
  }

  it('leaves the URL that a redirector asks by the name of a search, and the id of what a host keeps for everybody', () => {
    for (const url of ['http://a.example/url?q=https://b.example/x', 'https://drive.google.com/uc?id=1uEl8C12QKh8j160Q22JsxoA5mTCkmvCa&export=download', 'https://docs.google.com/forms/d/e/1FAIpQLSd8C12QKh8j160Q22JsxoA5mTCkmvCa9xY/viewform']) expect(redactUrl(visitOf(url)).redacted, url).to.deep.equal([]);
  });

  it('leaves no user info', () => {
    expect(redactedOf('http://joe:word@a.example/')).to.equal('http://a.example/');
  });

  const kept: readonly string[] = [
    'http://a.example/@channel/post', 'http://a.example/maps/@37.77,-122.41,15z', 'http://a.example/npm/react@18.2.0/umd/react.min.js',
    'http://a.example/image@2x.png', 'http://a.example/?e=someone@example.com', `http://a.example/?e=${base64('someone@example.com')}`,
    'http://a.example/?sig=newsletter', 'http://a.example/?code=SUMMER', 'http://a.example/?state=ohio', 'http://a.example/?token=blue&id=1',
    'http://a.example/wp-content/uploads/2026/11/Document', 'http://a.example/%', 'http://a.example/?PHPSESSID=', 'http://a.example/a;b;c?d;e',
  ];
  for (const url of kept) it(`leaves ${url} alone`, () => expect(redactUrl(visitOf(url))).to.deep.equal({ url, redacted: [] }));

  it('names each kind once', () => {
    expect(redactUrl(visitOf('http://a.example/?PHPSESSID=a&jsessionid=b&e=joe@corp.test')).redacted).to.deep.equal(['session', 'email']);
  });

  it('cuts to the origin what no longer fits', () => {
    const crowd = Array.from({ length: 600 }, (_, index) => `a${index}@b.test`).join(',');
    expect(redactUrl(visitOf(`http://a.example/?${crowd}`))).to.deep.equal({ url: 'http://a.example/', redacted: ['email', 'cut'] });
  });

  it('leaves no trace of an address, however it is encoded, and is the same when done twice', () => {
    const name = fc.stringMatching(/^[a-z]{3,12}[0-9]{4}$/);
    const escapeAll = (text: string): string => [...text].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('');
    const spelling = fc.constantFrom<(address: string) => string>((address) => address, encodeURIComponent, escapeAll, (address) => encodeURIComponent(escapeAll(address)), base64, (address) => encodeURIComponent(base64(address)));
    const place = fc.constantFrom<(text: string) => string>((text) => `/?e=${text}`, (text) => `/x/${text}/y`, (text) => `/#${text}`, (text) => `/?a=1&b=${text}&c`);
    fc.assert(fc.property(name, spelling, place, (local, spell, put) => {
      const once = redactUrl(visitOf(`http://a.example${put(spell(`${local}@corp.test`))}`));
      const unescaped = decodeURIComponent(decodeURIComponent(once.url));
      expect(unescaped).to.not.include(local).and.not.include(base64(`${local}@`).slice(0, 8));
      expect(redactUrl(once.url)).to.deep.equal({ url: once.url, redacted: [] });
    }));
  });

  it('is fast on hostile text', () => {
    const slow = ['@', 'a@', 'a.', '%40', '%2540', 'a@a.', '://', ';', 'YWFh', 'eyJhYWFhYWFhYWFh.', '=&'].map((piece) => `http://a.example/?${piece.repeat(8000 / piece.length)}`);
    for (const url of slow) {
      const startedAt = performance.now();
      redactUrl(visitOf(url));
      expect(performance.now() - startedAt, url.slice(0, 40)).to.be.lessThan(500);
    }
  });
});
