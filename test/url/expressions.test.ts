import { expect } from 'chai';
import { canonicalise, expressionHash, expressions } from '../../url/index.ts';
import { vectors } from './vectors.ts';
import type { SafeBrowsingUrls } from './vectors.ts';

const { expressions: published, hashes } = vectors<SafeBrowsingUrls>('safe-browsing-urls');

const expressionsOf = (url: string): string[] => {
  const canonical = canonicalise(url);
  if (canonical === null) throw new Error(`no URL: ${url}`);
  return expressions(canonical);
};

describe('expressions', () => {
  for (const [url, named] of published) {
    it(`of ${url} are as published`, () => expect(expressionsOf(url)).to.have.members([...named]));
  }

  it('come most exact first', () => {
    expect(expressionsOf('http://a.b.example/1/2.html?x')).to.deep.equal([
      'a.b.example/1/2.html?x', 'a.b.example/1/2.html', 'a.b.example/', 'a.b.example/1/',
      'b.example/1/2.html?x', 'b.example/1/2.html', 'b.example/', 'b.example/1/',
    ]);
  });

  it('of a host with five labels have the host once', () => {
    expect(expressionsOf('http://a.b.c.d.e/')).to.deep.equal(['a.b.c.d.e/', 'b.c.d.e/', 'c.d.e/', 'd.e/']);
  });

  it('of an address have no suffix of it', () => {
    expect(expressionsOf('http://192.0.2.1/')).to.deep.equal(['192.0.2.1/']);
  });

  it('take an empty query for none', () => {
    expect(expressionsOf('http://a.example/q?')).to.deep.equal(['a.example/q', 'a.example/']);
  });

  it('are 30 for the longest of them', () => {
    expect(expressionsOf('http://a.b.c.d.e.f.g/1/2/3/4/5.html?q')).to.have.length(30);
  });
});

describe('expressionHash', () => {
  for (const [expression, sha256] of hashes) {
    it(`of ${expression} is as published`, () => expect(expressionHash(expression).toString('hex')).to.equal(sha256));
  }
});
