import { expect } from 'chai';
import { KnownSites, bandOf, buildKnownSites, kindOf, siteKinds, type SiteFact } from '../../../classifiers/model/known-sites.ts';

describe('the table of known sites', () => {
  const facts = new Map<string, SiteFact>(Array.from({ length: 5000 }, (_, index) => [`site${index}.test`, { band: index % 10, kind: siteKinds[index % siteKinds.length] ?? 'none' }]));
  facts.delete('site0.test'); // neither band nor kind is no fact
  const sites = new KnownSites(buildKnownSites(facts));

  it('gives back band and kind of every name', () => {
    for (const [name, { band, kind }] of facts) expect([bandOf(sites.code(name)), siteKinds[kindOf(sites.code(name))]], name).to.deep.equal([band, kind]);
  });

  it('knows none of 50,000 names that were not put in', () => {
    expect(Array.from({ length: 50_000 }, (_, index) => `other${index}.test`).filter((name) => sites.code(name) !== 0)).to.deep.equal([]);
  });

  it('is empty without facts, and then knows nothing', () => {
    expect(new KnownSites(buildKnownSites(new Map())).code('site1.test')).to.equal(0);
  });
});
