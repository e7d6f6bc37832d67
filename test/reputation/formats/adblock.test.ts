import { FiltersEngine, Request } from '@ghostery/adblocker';
import { expect } from 'chai';
import { listingOf } from '../verdicts.ts';
import { linesOf, textOf } from './text-of.ts';

const listings = [
  listingOf('evil.test/', { scope: 'domain' }), listingOf('login.shop.test/', { scope: 'host' }), listingOf('shared.test/~mallory/', { scope: 'path' }),
  listingOf('shared.test/pay/index.html', { scope: 'url' }), listingOf('shared.test/p?id=1', { scope: 'url' }), listingOf('198.51.100.7/x/', { scope: 'path' }),
];

describe('the adblock format', () => {
  let engine: FiltersEngine;
  before(async () => { engine = FiltersEngine.parse(await textOf('adblock', listings)); });
  const blocks = (url: string, type: 'main_frame' | 'sub_frame' | 'script' = 'main_frame'): boolean =>
    engine.match(Request.fromRawDetails({ url, type, sourceUrl: type === 'main_frame' ? url : 'https://decent.test/' })).match;

  it('is taken whole by an ad blocker', async () => {
    expect(engine.lists.size + engine.getFilters().networkFilters.length).to.be.at.least((await linesOf('adblock', listings)).length - 4);
  });

  for (const url of [
    'https://evil.test/', 'http://deep.below.evil.test/x?y', 'https://evil.test:8443/', 'https://login.shop.test/a', 'http://shared.test/~mallory/', 'https://shared.test/~mallory/a/b?c', 'https://shared.test/pay/index.html',
    'https://shared.test/pay/index.html?x', 'https://shared.test/p?id=1', 'http://198.51.100.7/x/y',
  ]) {
    it(`blocks ${url} as a page and as a frame`, () => {
      expect([blocks(url), blocks(url, 'sub_frame')]).to.deep.equal([true, true]);
    });
  }

  for (const url of ['https://evil.test.decent.test/', 'https://notevil.test/', 'https://shop.test/', 'https://sub.login.shop.test/', 'https://shared.test/', 'https://shared.test/~alice/', 'https://shared.test/pay/', 'https://shared.test/pay/index.htmlx', 'https://shared.test/p?id=12', 'https://shared.test/p', 'http://198.51.100.7/']) {
    it(`leaves ${url} alone`, () => {
      expect([blocks(url), blocks(url, 'sub_frame')]).to.deep.equal([false, false]);
    });
  }

  it('leaves out what would mean more in a filter than it says', async () => {
    const odd = ['shared.test/*', 'shared.test/a*b', 'shared.test/^', 'shared.test/a|', 'shared.test/a b', '*/', '||/', '/'];
    expect((await linesOf('adblock', odd.map((expression) => listingOf(expression)))).slice(4)).to.deep.equal([]);
  });
});
