import { expect } from 'chai';
import fc from 'fast-check';
import { PackedList } from '../../client/packed-list.ts';

const random = (seed: number): (() => number) => { let state = seed; return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0); };
const hashesLike = (count: number, seed = 1): Uint32Array => { const next = random(seed); return Uint32Array.from(new Set(Array.from({ length: count }, next))).sort(); };

describe('a packed list', () => {
  it('has what it was made of, in order, and nothing else', () => {
    for (const count of [0, 1, 2, 255, 256, 257, 5000]) {
      const prefixes = hashesLike(count);
      const list = PackedList.of(prefixes);
      expect(list.toArray()).to.deep.equal(prefixes);
      expect([...prefixes].every((prefix) => list.has(prefix))).to.equal(true);
      const others = new Set(prefixes);
      expect([...hashesLike(1000, 7)].filter((prefix) => !others.has(prefix) && list.has(prefix))).to.deep.equal([]);
    }
  });

  it('becomes by an update what a new one of the same prefixes is', () => {
    const lists = fc.tuple(fc.uniqueArray(fc.nat(20_000), { maxLength: 900 }), fc.uniqueArray(fc.nat(20_000), { maxLength: 900 }));
    fc.assert(fc.property(lists, ([before, after]) => {
      const [old, next] = [before, after].map((numbers) => Uint32Array.from(numbers).sort());
      if (old === undefined || next === undefined) return;
      const removals = Uint32Array.from([...old.keys()].filter((at) => !next.includes(old[at] ?? 0)));
      const additions = next.filter((prefix) => !old.includes(prefix));
      expect(PackedList.of(old).updated(removals, additions).toArray()).to.deep.equal(next);
    }), { numRuns: 150 });
  });

  it('refuses an update that is not of it', () => {
    const list = PackedList.of(Uint32Array.of(1, 5, 9));
    expect(() => list.updated(Uint32Array.of(3), new Uint32Array(0))).to.throw(RangeError, 'beyond the end');
    expect(() => list.updated(new Uint32Array(0), Uint32Array.of(5))).to.throw(RangeError, 'in the list already');
  });

  it('takes within 3 % of the least that any code could', () => {
    for (const count of [20_000, 400_000]) {
      const list = PackedList.of(hashesLike(count));
      const least = (list.count * (Math.log2(2 ** 32 / list.count) + Math.LOG2E)) / 8;
      expect(list.bytes / least).to.be.below(1.03);
    }
  });
});
