import { expect } from 'chai';
import { BrandScan } from '../../../classifiers/model/brand-scan.ts';
import { brands } from '../capture-builder.ts';

describe('the scan for brands', () => {
  const scan = new BrandScan(brands);

  it('finds the longest name inside of a text, and at word borders where asked', () => {
    expect(scan.longest('securemarlowbanklogin', false)).to.equal('marlowbank'.length);
    expect(scan.longest('securemarlowbanklogin', true)).to.equal(0);
    expect(scan.longest('my-marlowbank-login', true)).to.equal('marlowbank'.length);
    expect(scan.longest('marlow', false)).to.equal(0);
  });

  for (const near of ['marlowbnk', 'marlowwbank', 'marlovbank', 'marlobwank', 'kestrelpos']) it(`takes "${near}" for near a name`, () => { expect(scan.isNear(near)).to.equal(true); });
  for (const far of ['marlowbank', 'marlbnk', 'harbour', 'kestrel', 'a', 'x'.repeat(63)]) it(`takes "${far.slice(0, 12)}" for near none`, () => { expect(scan.isNear(far)).to.equal(false); });

  it('leaves common words out', () => {
    const plain = new BrandScan({ ...brands, commonWords: new Set(['kestrelpost']) });
    expect(plain.longest('kestrelpost', false)).to.equal(0);
  });
});
