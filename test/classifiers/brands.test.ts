import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { buildBrands } from '../../classifiers/brands-build.ts';
import { loadBrands } from '../../classifiers/brands.ts';

const shipped = JSON.parse(readFileSync(new URL('../../config/data/brands.json', import.meta.url), 'utf8')) as { date: string; sources: string[]; brands: { name: string; domains: string[]; aliases: string[] }[] };
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
    const built = loadBrands(JSON.parse(buildBrands({
      brands: [{ brand: 'PayPal', domains: ['paypal.com', 'paypal-facts.test'], sources: ['jdm'] }, { brand: 'Netflix', domains: ['netflix.com', 'encyclopedia.test'], sources: ['simple-icons(source url)'] }],
      shared_credential_groups: [{ shared: ['dropbox.com', 'dropbox-group.test'] }],
    }, '2026-11-23')));
    expect(built.ownerOf('paypal-facts.test')?.name).to.equal('PayPal');
    expect(built.ownerOf('dropbox-group.test')?.name).to.equal('Dropbox');
    expect(built.ownerOf('encyclopedia.test')).to.equal(null);
  });
});
