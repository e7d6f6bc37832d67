import { expect } from 'chai';
import { ipv4Of } from '../../url/host.ts';
import { ownerOf, parseUrl } from '../../url/index.ts';
import type { Host } from '../../url/index.ts';
import { vectors } from './vectors.ts';
import type { SafeBrowsingUrls } from './vectors.ts';

const hostOf = (name: string): Host => {
  const parse = parseUrl(`http://${name}/`);
  if (!parse.ok) throw new Error(`no host: ${name}`);
  return parse.url.host;
};

describe('ipv4Of', () => {
  for (const [text, address] of vectors<SafeBrowsingUrls>('safe-browsing-urls').ipv4) {
    it(`takes ${text} for ${address === '' ? 'a name' : address}`, () => expect(ipv4Of(text) ?? '').to.equal(address));
  }
  for (const name of ['', '1.', '1..2', '08', '0x', '0xg', '1.2.3.4.5', '-1', '1e3', 'a.1', '١.2.3.4']) {
    it(`takes ${JSON.stringify(name)} for a name`, () => expect(ipv4Of(name)).to.equal(null));
  }
});

describe('ownerOf', () => {
  const table: readonly (readonly [string, string | null, string | null, boolean, string | null])[] = [
    // host, domain, suffix, tenant of a platform, operator
    ['www.shop.example', 'shop.example', 'example', false, 'shop.example'],
    ['a.b.co.uk', 'b.co.uk', 'co.uk', false, 'b.co.uk'],
    ['co.uk', 'co.uk', 'co.uk', false, null],
    ['www.alice.github.io', 'alice.github.io', 'github.io', true, 'github.io'],
    ['github.io', 'github.io', 'github.io', false, 'github.io'],
    ['bucket.s3.amazonaws.com', 'bucket.s3.amazonaws.com', 's3.amazonaws.com', true, 'amazonaws.com'],
    ['localhost', 'localhost', 'localhost', false, null],
    ['xn--mlat-zra.com', 'xn--mlat-zra.com', 'com', false, 'xn--mlat-zra.com'],
  ];
  for (const [host, domain, suffix, isPlatformTenant, operator] of table) {
    it(`of ${host} is ${String(domain)}`, () => {
      expect(ownerOf(hostOf(host))).to.deep.equal({ domain, suffix, isPlatformTenant, operator, isAddress: false });
    });
  }

  for (const address of ['192.0.2.1', '[2001:db8::1]']) {
    it(`of ${address} is nobody`, () => {
      expect(ownerOf(hostOf(address))).to.deep.equal({ domain: null, suffix: null, isPlatformTenant: false, operator: null, isAddress: true });
    });
  }
});
