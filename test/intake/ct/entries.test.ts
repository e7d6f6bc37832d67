import { expect } from 'chai';
import fc from 'fast-check';
import { namesOfCertificate, namesOfTbs } from '../../../intake/ct/der.ts';
import { namesOfLeaf, namesOfTile } from '../../../intake/ct/entries.ts';
import { hostsOf } from '../../../intake/ct/hosts.ts';
import { certificateFor, leafOf, tbsOf, tileEntryOf } from './certificates.ts';

const names = ['login.bank.example', '*.pay.example', 'xn--bnk-6na.example'];
const atMs = 1_800_000_000_000;

describe('the names of a certificate', () => {
  let certificate: Uint8Array;
  before(async () => { certificate = await certificateFor(names); });

  it('are its alternative names, critical or not', async () => {
    expect(namesOfCertificate(certificate)).to.deep.equal(names);
    expect(namesOfCertificate(await certificateFor(['one.example']))).to.deep.equal(['one.example']);
    expect(namesOfTbs(tbsOf(certificate))).to.deep.equal(names);
  });

  it('are its common name where it has no others, and that is a host', async () => {
    expect(namesOfCertificate(await certificateFor([], 'old.example'))).to.deep.equal(['old.example']);
    expect(namesOfCertificate(await certificateFor([], 'Joe\'s <b>CA</b>'))).to.deep.equal([]);
  });

  it('are null or few, never an error, of what was cut or changed anywhere', () => {
    for (let end = 0; end < certificate.length; end++) expect(namesOfCertificate(certificate.subarray(0, end)), `cut at ${end}`).to.equal(null);
    fc.assert(fc.property(fc.nat(certificate.length - 1), fc.nat(255), (at, byte) => {
      const changed = Uint8Array.from(certificate);
      changed[at] = byte;
      const read = namesOfCertificate(changed);
      expect(read === null || read.length <= names.length + 1).to.equal(true);
    }));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => { namesOfCertificate(bytes); namesOfTbs(bytes); namesOfLeaf(bytes); namesOfTile(bytes); }));
  });

  it('come out of a leaf and of a tile, of certificates and pre-certificates', () => {
    for (const isPrecertificate of [false, true]) expect(namesOfLeaf(leafOf({ atMs, certificate, isPrecertificate }))).to.deep.equal({ atMs, names });
    const tile = Buffer.concat([true, false, true].map((isPrecertificate) => tileEntryOf({ atMs, certificate, isPrecertificate })));
    expect(namesOfTile(tile)).to.deep.equal(Array.from({ length: 3 }, () => ({ atMs, names })));
    expect(namesOfTile(tile.subarray(0, tile.length - 1))).to.equal(null);
  });

  it('become hosts: lower case, without wildcards, each once, and no www beside its site', () => {
    expect(hostsOf(['*.Pay.example', 'pay.example', 'WWW.pay.example', 'www.only.example', 'no host', 'a..b', '10.0.0.1', 'x@y.example', '*.*.z.example', 'single']))
      .to.deep.equal(['pay.example', 'www.only.example']);
  });
});
