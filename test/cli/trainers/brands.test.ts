import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { loadBrands } from '../../../classifiers/brands.ts';
import { harrier, testFolder } from '../harrier.ts';

describe('harrier train brands', function () {
  this.timeout(120_000);
  const folder = testFolder();

  it('writes a catalogue that loads, with what the directories add', async () => {
    writeFileSync(folder.file('directory.json'), JSON.stringify({ brands: [{ brand: 'PayPal', domains: ['paypal-more.test', 'paypal.com', 'encyclopedia.test'], sources: ['jdm'] }], shared_credential_groups: [] }));
    writeFileSync(folder.file('accounts.csv'), 'url,source\nhttps://login.paypal.com/x,benign_accounts_logins\n');
    const { code, stdout, stderr } = await harrier(['train', 'brands', '--directory', 'directory.json', '--accounts', 'accounts.csv', '--out', 'made.json'], { cwd: folder.path });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^made\.json: \d+ brands, \d+ domains, 1 log-in hosts/);
    const made = loadBrands(JSON.parse(readFileSync(folder.file('made.json'), 'utf8')));
    expect(made.ownerOf('paypal-more.test')?.name).to.equal('PayPal');
    expect(made.ownerOf('encyclopedia.test')).to.equal(null);
    expect(made.ownerOf('paypal.com')?.logins).to.deep.equal(['login.paypal.com']);
  });

  it('refuses a directory of another form, and says where it is wrong', async () => {
    writeFileSync(folder.file('wrong.json'), '{"brands": [{"brand": 1}]}');
    const { code, stderr } = await harrier(['train', 'brands', '--directory', 'wrong.json', '--out', 'made.json'], { cwd: folder.path });
    expect(code).to.equal(2);
    expect(stderr).to.match(/wrong\.json/).and.to.match(/brands\.0\.brand/);
  });
});
