import { expect } from 'chai';
import { blame } from '../../reputation/scope.ts';
import { shipped } from './opened.ts';
import { signal, verdictOn } from './verdicts.ts';
import type { Verdict } from '../../records/index.ts';

/** "scope expression", with "held" in front where a person must decide. */
const blamed = (url: string, given: Partial<Verdict> = {}): string[] =>
  blame(verdictOn(url, given), shipped).map(({ expression, scope, hold }) => `${hold === null ? '' : 'held '}${scope} ${expression}`);

const lookalike = { signals: [signal('lookalike-host/homograph')] };
const deceptive = { signals: [signal('lookalike-host/deceptive-suffix')] };

describe('what a verdict blames', () => {
  const table: readonly (readonly [claim: string, url: string, given: Partial<Verdict>, expected: readonly string[]])[] = [
    ['the page, whatever its query', 'https://site.test/a/login.php?victim=1', {}, ['path site.test/a/login.php']],
    ['the query too where it chooses the page', 'https://site.test/index.php?page=login', {}, ['url site.test/index.php?page=login']],
    ['the query too on a front page', 'https://site.test/?id=7', {}, ['url site.test/?id=7']],
    ['the host where the page is its front page', 'https://site.test/', {}, ['host site.test/']],
    ['an address like any other host', 'http://203.0.113.7/x', {}, ['path 203.0.113.7/x']],
    ['only the page of a compromised site', 'https://shop.test/wp-content/x/in.html?a', { compromised: true, ...lookalike }, ['path shop.test/wp-content/x/in.html']],
    ['never the domain of a compromised site, be it the front page', 'https://www.shop.test/', { compromised: true, ...lookalike }, ['host www.shop.test/']],
    ['the whole of a domain registered for it', 'https://www.acorn-bannk.test/login', lookalike, ['domain acorn-bannk.test/']],
    ['the host made for it, not its domain', 'https://acorn.test.secure-login.test/in', deceptive, ['host acorn.test.secure-login.test/']],
    ['not the host for a signal that weighs nothing', 'https://acorn-bannk.test/login', { signals: [signal('lookalike-host/homograph', 0)] }, ['path acorn-bannk.test/login']],
    ['a platform\'s customer, not the platform', 'https://acorn.github.io/login/', {}, ['host acorn.github.io/']],
    ['a customer of a dynamic name service, though it looks like a brand', 'https://acorn.mooo.com/login', lookalike, ['host acorn.mooo.com/']],
    ['one page where many share the host', 'https://docs.google.com/forms/d/e/1/viewform?usp=x', {}, ['url docs.google.com/forms/d/e/1/viewform?usp=x']],
    ['one object of a storage, though a bucket is a customer\'s', 'https://bucket.s3.amazonaws.com/a/b.html', lookalike, ['url bucket.s3.amazonaws.com/a/b.html']],
    ['one link of a shortener', 'https://bit.ly/3xYz', {}, ['url bit.ly/3xYz']],
    ['the exact URL on a popular domain', 'https://www.google.com/url?q=https%3A%2F%2Fevil.test', {}, ['url www.google.com/url?q=https://evil.test']],
    ['nobody by itself on the front page of a shared host', 'https://bit.ly/', {}, ['held host bit.ly/']],
    ['nobody by itself on the front page of a public suffix', 'https://github.io/', {}, ['held host github.io/']],
    ['nobody by itself on the front page of a popular domain', 'https://www.microsoft.com/', {}, ['held host www.microsoft.com/']],
    ['nobody by itself on a bank\'s own domain', 'https://online.paypal.com/signin', {}, ['held path online.paypal.com/signin']],
    ['both ends of a redirect between owners, the asked one exactly', 'https://decent.test/go?to=evil', { finalUrl: 'https://evil.test/in?x=1' }, ['path evil.test/in', 'url decent.test/go?to=evil']],
    ['no host by whose URL one was only forwarded', 'https://decent.test/out', { finalUrl: 'https://acorn-bannk.test/in', ...lookalike }, ['domain acorn-bannk.test/', 'url decent.test/out']],
    ['a redirect on one host once', 'https://evil.test/in?a', { finalUrl: 'https://evil.test/in?b' }, ['path evil.test/in']],
    ['both pages of one owner', 'https://a.evil.test/1', { finalUrl: 'https://b.evil.test/2' }, ['path b.evil.test/2', 'path a.evil.test/1']],
    ['the shortened link and where it leads', 'https://tinyurl.com/abc', { finalUrl: 'https://acorn.netlify.app/' }, ['host acorn.netlify.app/', 'url tinyurl.com/abc']],
    ['the asked URL where the visit ended in no web page', 'https://evil.test/a', { finalUrl: 'data:text/html,x' }, ['path evil.test/a']],
    ['what is left when nothing parses', 'https://evil.test/a', { finalUrl: '', url: 'about:blank' }, []],
  ];
  for (const [claim, url, given, expected] of table) {
    it(`is ${claim}`, () => { expect(blamed(url, given)).to.deep.equal(expected); });
  }

  it('comes with a sentence for every target', () => {
    for (const [, url, given] of table) {
      for (const { reason, hold } of blame(verdictOn(url, given), shipped)) {
        expect(reason).to.match(/^\S.*\.$/);
        if (hold !== null) expect(hold).to.match(/^\S.*\.$/);
      }
    }
  });
});
