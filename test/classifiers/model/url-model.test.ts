import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { loadBrands } from '../../../classifiers/brands.ts';
import { createJudge } from '../../../classifiers/judge.ts';
import { loadUrlModel } from '../../../classifiers/model/url-model.ts';
import { loadPolicy } from '../../../classifiers/policy.ts';
import { parseUrl } from '../../../url/parse.ts';
import type { ParsedUrl } from '../../../url/types.ts';

const file = (name: string): Buffer => readFileSync(new URL(`../../../${name}`, import.meta.url));
const json = (name: string): unknown => JSON.parse(file(name).toString('utf8'));
const parsed = (text: string): ParsedUrl => {
  const url = parseUrl(text);
  if (!url.ok) throw new Error(text);
  return url.url;
};

describe('the shipped URL model', () => {
  const brands = loadBrands(json('config/data/brands.json'));
  const bytes = file('classifiers/model/url-model.bin');
  const model = loadUrlModel(bytes, brands);
  const card = json('classifiers/model/url-model.card.json') as { date: string; bytes: number; measured: { forms: { sources: unknown[] }[] } };

  it('is at most 4 MB, and its card is of the same file', () => {
    expect(bytes.length).to.be.at.most(4_000_000).and.to.equal(card.bytes);
    expect(card.date).to.equal(model.date);
    for (const form of card.measured.forms) expect(form.sources).to.not.be.empty;
  });

  for (const url of [
    'https://www.wikipedia.org/', 'google.com', 'https://accounts.google.com/signin', 'https://www.paypal.com/signin', 'https://login.microsoftonline.com/', 'https://www.bbc.co.uk/news/world', 'https://github.com/nodejs/node/releases',
    'https://www.chase.com/personal/banking', 'mit.edu', 'https://www.gov.uk/browse/tax', 'https://stackoverflow.com/questions/11227809/why-is-processing-a-sorted-array-faster', 'amazon.de', 'https://www.allegro.pl/', 'https://www.sparkasse.de/',
  ]) it(`does not suspect ${url}`, () => { expect(model.isSuspicious(parsed(url), model.score(parsed(url)))).to.equal(false); });

  for (const [bad, good] of [
    ['http://paypal.com.secure-login-verify.top/', 'http://harbour-post.org/'], ['http://appleid-verify-account.xyz/login.php', 'http://garden-museum.org/visit.html'], ['claim-airdrop-wallet.xyz', 'village-library.org'],
    ['http://bakery.test/wp-content/plugins/x/chase/login.php?cmd=submit', 'http://bakery.test/2024/05/our-new-oven-has-arrived/'],
  ] as const) it(`ranks ${bad} above ${good}`, () => { expect(model.score(parsed(bad))).to.be.greaterThan(model.score(parsed(good)) + 0.2); });

  it('scores the same with and without scheme and www.', () => {
    const scores = ['http://www.example-shop.com/a/b.html', 'https://example-shop.com/a/b.html', 'example-shop.com/a/b.html'].map((text) => model.score(parsed(text)));
    expect(new Set(scores).size).to.equal(1);
  });

  it('says what it saw', () => {
    expect(model.rate(parsed('http://paypal.com.account-check.top/')).says.join(' ')).to.match(/brand/);
    expect(model.rate(parsed('https://www.wikipedia.org/')).says.join(' ')).to.match(/most visited/);
  });

  it('takes the longest and oddest URLs, in bounded time', () => {
    const startedAt = performance.now();
    for (const text of [`http://a.test/${'%25'.repeat(2600)}`, `http://${'a-'.repeat(30)}a.test/`, `http://a.test/?${'a=b&'.repeat(2000)}`, `http://${'a.'.repeat(120)}test/`, `http://a.test/${'a.com/'.repeat(1300)}`, 'http://[2001:db8::1]/', 'http://1.2.3.4:8080/x', 'http://xn--pypal-4ve.test/', 'http://localhost/', `http://a.test/#${'@'.repeat(8000)}`]) {
      for (let again = 0; again < 20; again += 1) expect(model.score(parsed(text)), text.slice(0, 40)).to.be.within(0, 1);
    }
    expect(performance.now() - startedAt).to.be.lessThan(2000);
  });

  it('never makes a URL more than suspicious, and the weights of its signals add up to the score', () => {
    const judge = createJudge({ policy: loadPolicy(json('config/data/policy.json')), brands, urlModel: model });
    for (const text of ['http://paypal.com.secure-login-verify-account.top/verify/login.php', 'https://www.wikipedia.org/', 'plain.test']) {
      const { verdict, score, signals } = judge.rate(parsed(text), 0);
      expect(verdict).to.be.oneOf(['suspicious', 'undecided']);
      expect(signals.map(({ name }) => name)).to.include('url-model/likelihood');
      expect(1 / (1 + Math.exp(-signals.reduce((sum, { weight }) => sum + weight, 0)))).to.be.closeTo(score, 1e-3);
    }
  });
});
