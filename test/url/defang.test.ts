import { expect } from 'chai';
import fc from 'fast-check';
import { defang, parseUrl, refang } from '../../url/index.ts';

describe('refang', () => {
  const table: readonly (readonly [string, string])[] = [
    ['hxxp://a[.]example/x', 'http://a.example/x'],
    ['hXXps[:]//a[.]example/x', 'https://a.example/x'],
    ['hxxp[://]a[.]b[.]example/q[.]html', 'http://a.b.example/q.html'],
    ['https[:]//a.example', 'https://a.example'],
    ['evil(dot)example/x', 'evil.example/x'],
    ['evil[dot]example', 'evil.example'],
    ['a{.}example', 'a.example'],
    ['192[.]0[.]2[.]1', '192.0.2.1'],
    ['hxxp://192[.]0[.]2[.]1[:]8080/', 'http://192.0.2.1:8080/'],
  ];
  for (const [defanged, url] of table) it(`reads ${defanged}`, () => expect(refang(defanged)).to.equal(url));

  for (const url of ['http://a.example/x[.]y?z=(dot)', 'http://[2001:db8::1]/', 'a.example', 'meow://a.example', 'http://a.example/?hxxp://b[.]example']) {
    it(`leaves ${url} alone`, () => expect(refang(url)).to.equal(url));
  }

  it('is not done by parseUrl', () => {
    expect(parseUrl('hxxp://a.example/').ok).to.equal(false);
    expect(parseUrl('http://a[.]example/').ok).to.equal(false);
  });

  it('gives back what was defanged', () => {
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      expect(refang(defang(url))).to.equal(url);
      expect(defang(url)).to.match(/^hxxps?:\/\/[^/?#]*\[\.\]/);
    }));
  });
});
