import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalise } from '../../url/canonical.ts';
import { plainUrl } from '../../url/plain.ts';

describe('a plain URL', () => {
  it('is its own WHATWG form and its own Safe Browsing form', () => {
    const piece = fc.string({ unit: fc.constantFrom(...'abAB09._-~!$&()*+,;=:@/?%#\'"<>{}|^ \\'), maxLength: 12 });
    const host = fc.string({ unit: fc.constantFrom(...'ab09.-_x%:@A'), minLength: 1, maxLength: 10 });
    let plain = 0;
    fc.assert(fc.property(fc.constantFrom('http://', 'https://', 'HTTP://'), host, fc.constantFrom('.test', '.te-st', '.co', '.4', ''), fc.array(piece, { maxLength: 4 }), fc.option(piece), (scheme, name, suffix, steps, query) => {
      const url = `${scheme}${name}${suffix}/${steps.join('/')}${query === null ? '' : `?${query}`}`;
      if (plainUrl(url) === null) return;
      plain += 1;
      expect(new URL(url).href).to.equal(url);
      expect(canonicalise(url)).to.equal(url);
    }), { numRuns: 30_000 });
    expect(plain).to.be.greaterThan(100);
  });

  it('is most of what is asked about', () => {
    for (const url of ['http://a.test/', 'https://www.a-b.co.uk/x/y.html?id=1&next=/a//b', 'http://a.test/a/b/c/d/e']) expect(plainUrl(url)).to.equal(url);
    for (const url of ['a.test/', 'http://a.test', 'http://A.test/', 'http://a.test/%41', 'http://a.test/a//b', 'http://a.test/./', 'http://a.test/a/../b', 'http://1.2.3.4/', 'http://u@a.test/', 'http://a.test:80/', 'http://a.test/#x', 'http://a.test/?', 'http://xn--a.test/', 'http://a..test/', 'ftp://a.test/']) {
      expect(plainUrl(url), url).to.equal(null);
    }
  });

  it('is told apart in time where it is long', () => {
    const startedAt = performance.now();
    for (const step of ['a', 'a/', 'a.', 'a-b/']) expect(plainUrl(`http://a.test/${step.repeat(4000)}"`)).to.equal(null);
    expect(plainUrl(`http://${'a.'.repeat(4000)}/`)).to.equal(null);
    expect(performance.now() - startedAt).to.be.lessThan(500);
  });
});
