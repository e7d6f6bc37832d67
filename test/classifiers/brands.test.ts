import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { buildBrands } from '../../classifiers/brands-build.ts';
import { loadBrands } from '../../classifiers/brands.ts';
import type { BrandCatalogue } from '../../classifiers/contract.ts';
import { lookalikeHost } from '../../classifiers/detectors/lookalike-host.ts';
import { subjectOf } from '../../classifiers/subject.ts';
import { urlOnly } from '../../classifiers/url-only.ts';
import { ownerOf } from '../../url/owner.ts';
import { parseUrl } from '../../url/parse.ts';
import type { Host } from '../../url/types.ts';

const shipped = JSON.parse(readFileSync(new URL('../../config/data/brands.json', import.meta.url), 'utf8')) as { date: string; sources: string[]; brands: { name: string; domains: string[]; aliases: string[]; logins?: string[]; sources?: Record<string, string[]> }[] };
const names = (brands: readonly { readonly name: string }[]): string[] => brands.map(({ name }) => name);

describe('the catalogue of brands', () => {
  const catalogue = loadBrands(shipped);

  it('ships at least 300 brands, dated and with sources', () => {
    expect(shipped.brands.length).to.be.at.least(300);
    expect(shipped.date).to.match(/^\d{4}-\d\d-\d\d$/);
    expect(shipped.sources).to.not.be.empty;
  });

  it('has no brand twice and no alias of two brands', () => {
    const twice = (all: readonly string[]): string[] => all.filter((one, index) => all.indexOf(one) !== index);
    expect(twice(names(shipped.brands))).to.deep.equal([]);
    expect(twice(shipped.brands.flatMap(({ aliases }) => aliases))).to.deep.equal([]);
  });

  it('does not call an everyday word a brand', () => {
    expect(names(catalogue.named('chase the target, discover an orange apple, free shell steam, and zoom in on a square box'))).to.deep.equal([]);
  });

  for (const [host, owner] of [['www.paypal.com', 'PayPal'], ['signin.aws.amazon.com', 'Amazon Web Services'], ['notpaypal.com', null], ['paypal.com.evil.test', null], ['someone.github.io', null], ['tax.service.gov.uk', 'DVLA']] as const) {
    it(`knows that ${host} is ${owner === null ? 'no brand\'s' : `${owner}'s`}`, () => {
      expect(catalogue.ownerOf(host)?.name ?? null).to.equal(owner);
    });
  }

  it('finds names at word borders, the longest first', () => {
    expect(names(catalogue.named('welcome to bank of america, with paypals and at&t.'))).to.deep.equal(['Bank of America', 'AT&T']);
  });

  it('finds names in scripts that put no space between words', () => {
    expect(names(catalogue.named('楽天カードをご利用のお客様'))).to.deep.equal(['Rakuten']);
  });

  it('takes a whole text for a name even where it is a common word', () => {
    expect(catalogue.byName('apple')?.name).to.equal('Apple');
    expect(catalogue.byName('apple pie')).to.equal(null);
  });

  it('lays a user\'s file over it: new brands, and a brand of the same name replaced', () => {
    const merged = loadBrands(shipped, [{ name: 'Tiny Bank', domains: ['tiny.test'] }, { name: 'PayPal', domains: ['paypal.test'], aliases: ['paypal'] }]);
    expect(merged.ownerOf('www.tiny.test')?.name).to.equal('Tiny Bank');
    expect(names(merged.named('log in to tiny bank'))).to.deep.equal(['Tiny Bank']);
    expect(merged.ownerOf('paypal.com')).to.equal(null);
    expect(merged.ownerOf('paypal.test')?.name).to.equal('PayPal');
  });

  it('refuses a file with a URL where a domain belongs, and says where', () => {
    expect(() => loadBrands([{ name: 'X', domains: ['https://x.test/'] }])).to.throw(/host name/);
  });

  it('costs the length of the text, not the number of brands', () => {
    const many = loadBrands(Array.from({ length: 20_000 }, (_, n) => ({ name: `brand${n} house`, domains: [`brand${n}.test`] })));
    const text = 'an ordinary page about nothing in particular '.repeat(2000);
    const startedAt = performance.now();
    expect(many.named(text)).to.deep.equal([]);
    expect(performance.now() - startedAt).to.be.lessThan(500);
  });

  it('is built from picks and facts, and leaves out what an icon collection says', () => {
    const built = loadBrands(JSON.parse(buildBrands({ date: '2026-11-23', accountUrls: [], popularDomains: [], directory: {
      brands: [{ brand: 'PayPal', domains: ['paypal.com', 'paypal-facts.test'], sources: ['jdm'] }, { brand: 'Netflix', domains: ['netflix.com', 'encyclopedia.test'], sources: ['simple-icons(source url)'] }],
      shared_credential_groups: [{ shared: ['dropbox.com', 'dropbox-group.test'] }],
    } })));
    expect(built.ownerOf('paypal-facts.test')?.name).to.equal('PayPal');
    expect(built.ownerOf('dropbox-group.test')?.name).to.equal('Dropbox');
    expect(built.ownerOf('encyclopedia.test')).to.equal(null);
  });

  it('names the source of every fact that was not picked by hand, and takes log-in hosts only of whom they belong to', () => {
    const { brands } = JSON.parse(buildBrands({
      date: '2026-11-25',
      directory: { brands: [{ brand: 'PayPal', domains: ['paypal.com', 'paypal-facts.test'], sources: ['jdm'] }], shared_credential_groups: [] },
      accountUrls: ['https://login.paypal.com/signin', 'https://login.elsewhere.test/', 'https://www.paypal.com/', 'not a url'],
      popularDomains: [],
    })) as { brands: { name: string; domains: string[]; logins?: string[]; sources?: Record<string, string[]> }[] };
    const paypal = brands.find(({ name }) => name === 'PayPal');
    expect(paypal?.logins).to.deep.equal(['login.paypal.com']);
    expect(paypal?.sources).to.deep.equal({ 'JustDelete.me directory': ['paypal-facts.test'], 'log-in pages of the JustDelete.me and 2factorauth directories': ['login.paypal.com'] });
  });

  it('takes a label that ends the names of many others for a common word', () => {
    const popularDomains = ['mega', 'flava', 'north', 'south', 'my-own'].map((word) => `${word}line.test`);
    const { commonWords } = JSON.parse(buildBrands({ date: '2026-11-25', directory: { brands: [], shared_credential_groups: [] }, accountUrls: [], popularDomains })) as { commonWords: string[] };
    expect(commonWords).to.include('line').and.not.include('paypal');
  });
});

describe('the shipped catalogue of brands', () => {
  const catalogue = loadBrands(shipped);

  it('has at least 600 brands, is dated, and names where each fact is from', () => {
    expect(catalogue.brands.length).to.be.at.least(600);
    expect(shipped.date).to.match(/^\d{4}-\d\d-\d\d$/);
    for (const { name, domains, logins = [], sources = {} } of shipped.brands) {
      for (const [source, facts] of Object.entries(sources)) {
        expect(shipped.sources, name).to.include(source);
        for (const fact of facts) expect([...domains, ...logins], name).to.include(fact);
      }
    }
  });

  it('takes over no encyclopedia, code host or help desk that a directory names beside a brand', () => {
    const ofDirectories = shipped.brands.flatMap(({ name, sources = {} }) => Object.values(sources).flat().map((domain) => `${domain} ${name}`));
    expect(ofDirectories).to.not.be.empty;
    expect(ofDirectories.filter((fact) => /^(?:[\w-]+\.)*(?:wikipedia\.org|github\.(?:com|io)|zendesk\.com|frontify\.com|custhelp\.com|gitlab\.com|notion\.so|wikimedia\.org) (?!GitHub|GitLab|Zendesk|Notion)/.test(fact))).to.deep.equal([]);
  });

  it('gives no brand a suffix that others register under, but for public authorities', () => {
    for (const { name, domains } of shipped.brands) for (const domain of domains) if (!/^(?:gov\.|nhs\.uk$)/.test(domain)) expect(ownerOf(domain as Host).operator, `${domain} of ${name}`).to.not.equal(null);
  });

  it('knows log-in hosts as the brand\'s own', () => {
    for (const { name, logins } of catalogue.brands) for (const host of logins) expect(catalogue.ownerOf(host), `${host} of ${name}`).to.not.equal(null);
  });

  it('hears no brand in ordinary sentences', () => {
    for (const sentence of ['we chase the sun on a free boat and target a square of orange light', 'delta waves meet the open sky', 'in the office we match every order with care', 'an apple a day, a hand of cards, a good signal', 'take the express line to the royal post and boots on']) {
      expect(catalogue.named(sentence).map(({ name }) => name), sentence).to.deep.equal([]);
    }
  });

  it('takes none of its own domains for a look-alike', () => {
    const spoke = catalogue.brands.flatMap(({ domains }) => domains).filter((domain) => raised(catalogue, `https://${domain}/`).length > 0);
    expect(spoke).to.deep.equal([]);
  });

  for (const [url, what] of [
    ['https://paypa1.test/', 'homograph'], ['https://xn--pypal-4ve.test/', 'homograph'], ['https://rnicrosoft.test/', 'homograph'], ['https://micorsoft.test/', 'typo'], ['https://steamcomnunity.test/', 'typo'],
    ['https://paypal-login.test/', 'combo'], ['https://apple-id-support.test/', 'combo'], ['https://securepaypal.test/', 'combo'], ['https://paypal.com.account-check.test/', 'deceptive-suffix'],
    ['https://paypal-com.test.example/', 'deceptive-suffix'], ['https://netflix.cheap.test/', 'brand-subdomain'], ['https://dhl-tracking.pages.dev/', null], ['https://hacked.test/x/chase.com/login.php', 'brand-path'],
    ['https://flava-cloud.test/', null], ['https://square-dance.test/', null], ['https://switch.test/', null], ['https://chasing.test/', null], ['https://battle-fleet.test/', null], ['https://deltarune.test/', null],
  ] as const) {
    it(`${what === null ? 'says nothing of' : `says ${what} of`} ${url}`, () => {
      expect(raised(catalogue, url).filter((name) => name !== 'many-hyphens')).to.deep.equal(what === null ? [] : [what]);
    });
  }
});

const raised = (catalogue: BrandCatalogue, text: string): string[] => {
  const url = parseUrl(text);
  if (!url.ok) throw new Error(text);
  return lookalikeHost.detect(subjectOf(urlOnly(url.url, 0), catalogue, null)).map(({ name }) => name.slice(name.indexOf('/') + 1));
};
