import { expect } from 'chai';
import { addressOf, isPublicAddress } from '../../../crawler/egress/public.ts';

const inside: readonly (readonly [what: string, ...addresses: string[]])[] = [
  ['this network', '0.0.0.0', '0.1.2.3'],
  ['private use', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1'],
  ['carrier-grade NAT', '100.64.0.1', '100.127.255.255'],
  ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
  ['link-local', '169.254.0.1', 'fe80::1', 'febf::1'],
  ['protocol assignments', '192.0.0.1', '192.0.0.170'],
  ['documentation', '192.0.2.1', '198.51.100.7', '203.0.113.255', '2001:db8::1', '3fff::1'],
  ['6to4 relay anycast', '192.88.99.1'],
  ['benchmarking', '198.18.0.1', '198.19.255.255', '2001:2::1'],
  ['multicast', '224.0.0.1', '239.255.255.250', 'ff02::1', 'ff0e::1'],
  ['reserved', '240.0.0.1', '254.1.2.3'],
  ['broadcast', '255.255.255.255'],
  ['cloud metadata', '169.254.169.254', '169.254.170.2', '100.100.100.200', '192.0.0.192', '168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254'],
  ['unspecified', '::'],
  ['unique local', 'fc00::1', 'fd00::2', 'fdff:ffff::1'],
  ['site-local', 'fec0::1', 'feff::1'],
  ['discard', '100::1'],
  ['segment routing', '5f00::1'],
  ['never handed out', '4000::1', '1::1', '8000::1', 'e000::1'],
  ['IPv4-mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:169.254.169.254', '0:0:0:0:0:ffff:c0a8:0101'],
  ['IPv4-compatible', '::127.0.0.1', '::7f00:1', '::8.8.8.8'],
  ['IPv4-translated', '::ffff:0:127.0.0.1', '::ffff:0:8.8.8.8'],
  ['NAT64', '64:ff9b::127.0.0.1', '64:ff9b::a00:1', '64:ff9b::169.254.169.254'],
  ['local-use NAT64', '64:ff9b:1::1', '64:ff9b:1::8.8.8.8'],
  ['6to4', '2002:7f00:1::', '2002:a00:1::1', '2002:c0a8:101::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2', '2001::1'],
  ['ORCHID', '2001:10::1', '2001:20::1'],
  ['zones', 'fe80::1%eth0', '2606:4700::1111%1'],
];

const outside = [
  '1.1.1.1', '8.8.8.8', '93.184.216.34', '100.63.255.255', '100.128.0.1', '172.15.0.1', '172.32.0.1', '192.167.1.1', '192.169.1.1', '223.255.255.254',
  '2606:4700::1111', '2a00:1450:4001::200e', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '2002:808:808::1',
];

describe('crawler/egress/public', () => {
  for (const [what, ...addresses] of inside) {
    it(`calls ${what} not public`, () => {
      for (const address of addresses) expect(isPublicAddress(addressOf(address) ?? address), address).to.equal(false);
    });
  }

  it('calls public what everybody can reach', () => {
    for (const address of outside) expect(isPublicAddress(addressOf(address) ?? address), address).to.equal(true);
  });

  it('calls nothing public that is not written as an address', () => {
    for (const text of ['', 'example.com', '127.1', '0x7f.0.0.1', '0177.0.0.1', '8.8.8.8.', ' 8.8.8.8', '8.8.8.8/32', '08.8.8.8', '134744072', '[2606:4700::1]', '2606:4700::1/64']) {
      expect(addressOf(text), text).to.equal(null);
      expect(isPublicAddress(text), text).to.equal(false);
    }
  });

  it('spells an address in one way', () => {
    expect(addressOf('2606:4700:0:0:0:0:0:1111')).to.equal('2606:4700::1111');
    expect(addressOf('2606:4700::ABCD')).to.equal('2606:4700::abcd');
    expect(addressOf('::FFFF:0808:0808')).to.equal('8.8.8.8');
  });
});
