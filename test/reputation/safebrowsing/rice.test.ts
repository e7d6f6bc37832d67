import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { decodeRice, encodeRice, rangeOfV4, rangeOfWords } from '../../../reputation/safebrowsing/rice.ts';
import { messageKind } from '../../../reputation/safebrowsing/messages.ts';
import type { ThreatEntrySet } from '../../../reputation/safebrowsing/v4.ts';

interface Vectors {
  readonly streams: readonly { readonly parameter: number; readonly data: string; readonly differences: readonly number[] }[];
  readonly indices: readonly { readonly set: string; readonly indices: readonly number[] }[];
  readonly lists: readonly { readonly parameter: number; readonly numbers: readonly string[]; readonly data: string }[];
}
const vectors = JSON.parse(readFileSync(new URL('../../../fixtures/vectors/rice.json', import.meta.url), 'utf8')) as Vectors; // Our own file.
const wordsOf = (hex: string): number[] => (hex.match(/.{8}/g) ?? []).map((word) => Number.parseInt(word, 16));

describe('Rice coding', () => {
  for (const { parameter, data, differences } of vectors.streams) {
    it(`reads the published stream ${data.slice(0, 16) || '(none)'}... of parameter ${parameter}`, () => {
      const numbers = decodeRice({ first: new Uint32Array([0, 0]), parameter, count: differences.length, data: Buffer.from(data, 'hex') });
      const low = [...numbers].filter((_, at) => at % 2 === 1);
      const high = [...numbers].filter((_, at) => at % 2 === 0);
      const sums = low.map((word, at) => word + (high[at] ?? 0) * 2 ** 32);
      expect(sums.slice(1).map((sum, at) => sum - (sums[at] ?? 0))).to.deep.equal(differences);
    });
  }

  for (const { set, indices } of vectors.indices) {
    it(`reads and writes the published removals ${indices.join(' ')}`, () => {
      const { riceIndices } = messageKind<ThreatEntrySet>('v4', 'ThreatEntrySet').fromBytes(Buffer.from(set, 'hex'));
      const { firstValue = 0, riceParameter = 0, numEntries = 0, encodedData = new Uint8Array(0) } = riceIndices ?? expect.fail('no indices');
      expect([...decodeRice({ first: Uint32Array.of(Number(firstValue)), parameter: riceParameter, count: numEntries, data: encodedData })]).to.deep.equal(indices);
      const coded = encodeRice(Uint32Array.from(indices), 1, { parameter: riceParameter });
      expect(Buffer.from(coded.data).equals(encodedData)).to.equal(true);
    });
  }

  for (const { parameter, numbers, data } of vectors.lists) {
    it(`reads and writes the published list of ${(numbers[0] ?? '').length * 4}-bit numbers of parameter ${parameter}`, () => {
      const words = (numbers[0] ?? '').length / 8;
      const values = Uint32Array.from(numbers.flatMap(wordsOf));
      const coded = encodeRice(values, words, { parameter });
      expect(Buffer.from(coded.data).toString('hex')).to.equal(data);
      expect(decodeRice(coded)).to.deep.equal(values);
    });
  }

  it('gives back every list of every width, with a parameter in the range of that width', () => {
    const sorted = (words: number) => fc.uniqueArray(fc.array(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: words, maxLength: words }), { maxLength: 60, selector: (entry) => entry.join() })
      .map((entries) => entries.sort((a, b) => a.map((word, at) => word - (b[at] ?? 0)).find((order) => order !== 0) ?? 0));
    for (const words of [1, 2, 4, 8]) {
      fc.assert(fc.property(sorted(words), (entries) => {
        const values = Uint32Array.from(entries.flat());
        const coded = encodeRice(values, words);
        expect(coded.parameter).to.be.within(...(rangeOfWords[words] as [number, number])); // The table has these widths.
        expect([...decodeRice(coded)]).to.deep.equal(entries.length === 0 ? new Array(words).fill(0) : [...values]);
      }), { numRuns: 150 });
    }
  });

  it('costs a list of hashes within 1.5 % of what no code can go below', () => {
    let state = 1;
    const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
    for (const count of [3_000, 200_000]) {
      const values = Uint32Array.from(new Set(Array.from({ length: count }, random))).sort();
      const least = (values.length * (Math.log2(2 ** 32 / values.length) + Math.LOG2E)) / 8;
      expect(encodeRice(values, 1, { range: rangeOfV4 }).data.length / least).to.be.below(1.015);
    }
  });

  it('refuses a stream that ends too early, claims too much or outgrows its width', () => {
    expect(() => decodeRice({ first: Uint32Array.of(0), parameter: 10, count: 2, data: Uint8Array.of(0xff, 0xff) })).to.throw(RangeError, 'too early');
    expect(() => decodeRice({ first: Uint32Array.of(0), parameter: 3, count: 4_000_000_000, data: Uint8Array.of(0) })).to.throw(RangeError, "can't be in 1 bytes");
    expect(() => decodeRice({ first: Uint32Array.of(0xffff_fff0), parameter: 8, count: 1, data: Uint8Array.of(0xfe, 0x01) })).to.throw(RangeError, 'larger than its width');
  });
});
