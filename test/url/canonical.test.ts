import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalise, maxUrlBytes } from '../../url/index.ts';
import { slowTexts, vectors } from './vectors.ts';
import type { SafeBrowsingUrls } from './vectors.ts';

const { published, clients, invalid } = vectors<SafeBrowsingUrls>('safe-browsing-urls');

describe('the canonical form', () => {
  for (const [given, canonical] of [...published, ...clients]) {
    const input = typeof given === 'string' ? given : Buffer.from(given.hex, 'hex');
    it(`of ${JSON.stringify(given)} is as published`, () => {
      expect(canonicalise(input)).to.equal(canonical);
    });
  }

  for (const text of invalid) {
    it(`of ${JSON.stringify(text)} is none`, () => {
      expect(canonicalise(text)).to.equal(null);
    });
  }

  const own: readonly (readonly [string, string, string | null])[] = [
    ['shortens an IPv6 address', 'http://[2001:0DB8:0:0:0:0:0:1]/', 'http://[2001:db8::1]/'],
    ['writes an IPv4 address inside of IPv6 as itself', 'http://[::ffff:1.2.3.4]/', 'http://1.2.3.4/'],
    ['writes a NAT64 address as the IPv4 one behind it', 'http://[64:ff9b::c000:201]/', 'http://192.0.2.1/'],
    ['refuses brackets without an address', 'http://[a.example]/', null],
    ['refuses a port that is no number', 'http://a.example:x/', null],
    ['takes the host after the last @', 'http://good.example@evil.example/', 'http://evil.example/'],
    ['takes full-width dots for dots', 'http://a\u3002example/', 'http://a.example/'],
    ['decodes a dot segment hidden twice', 'http://a.example/x/%252e%252e/y', 'http://a.example/y'],
    ['takes an encoded question mark for the start of the query', 'http://a.example/x%3Fy/../z', 'http://a.example/x?y/../z'],
    ['keeps an encoded line end, escaped', 'http://a.example/%0a', 'http://a.example/%0A'],
    ['keeps a trailing encoded space', 'http://a.example/%20', 'http://a.example/%20'],
    ['resolves dots before it folds slashes', 'http://a.example/a//../b', 'http://a.example/a/b'],
    ['ends a path in a slash where its last segment is dots', 'http://a.example/a/b/..', 'http://a.example/a/'],
    ['keeps slashes and dots of the query', 'http://a.example/?u=http://b.example/../x', 'http://a.example/?u=http://b.example/../x'],
    ['escapes bytes above ASCII in upper-case hex', 'http://a.example/\u00e9', 'http://a.example/%C3%A9'],
    ['reads a host with a port as such without a scheme', 'a.example:8080/x', 'http://a.example/x'],
    ['writes a lone surrogate as the replacement character', 'http://a.example/\ud800', 'http://a.example/%EF%BF%BD'],
  ];
  for (const [claim, given, canonical] of own) it(claim, () => expect(canonicalise(given)).to.equal(canonical));

  it('is none over the longest URL', () => {
    expect(canonicalise(`http://a.example/${'a'.repeat(maxUrlBytes)}`)).to.equal(null);
  });

  it('of a canonical form is itself, whatever the text', () => {
    const escape = fc.nat(255).map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
    const piece = fc.oneof(fc.constantFrom('.', '..', '/', '//', '%', '%25', '?', '#', '@', ':', '[', ']', '\\', ' ', '0x', '1', '08', 'ü', '\u3002', 'a', 'B'), escape, fc.string({ unit: 'binary', maxLength: 3 }));
    const url = fc.array(piece, { maxLength: 30 }).map((pieces) => `http://${pieces.join('')}`);
    let taken = 0;
    fc.assert(fc.property(fc.oneof(url, fc.string({ unit: 'binary' })), (text) => {
      const once = canonicalise(text);
      if (once === null) return;
      taken += 1;
      expect(once).to.match(/^[a-z][a-z0-9+.-]*:\/\/[\x21-\x7e]+$/);
      expect(canonicalise(once)).to.equal(once);
    }), { numRuns: 2000 });
    expect(taken).to.be.greaterThan(200);
  });

  it('is linear in what was given', () => {
    for (const text of slowTexts) {
      // Processor time: what else the machine does must not count.
      const before = process.cpuUsage();
      canonicalise(text);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000, text.slice(0, 40)).to.be.lessThan(200);
    }
  });
});
