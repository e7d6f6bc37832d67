import { decodeRice, encodeRice } from '../reputation/safebrowsing/rice.ts';

/** Entries of a block when it is made. Larger costs less index and more time a question: 256 are decoded in some 10 µs. */
const blockEntries = 256;
/** Bytes that the index has for a block: first entry, where its bits start, how many entries. */
const indexBytes = 4 + 4 + 2;

/**
 * Hash prefixes of 4 bytes, sorted, in little memory: blocks of some 256, each Rice-coded, and an index with the first
 * prefix of each. A question is a binary search in the index and one decoded block. An update decodes and codes only
 * the blocks that it touches.
 *
 *     firsts   00af1c20 017b..    first prefix of each block
 *     starts   0        371 ..    where its bytes start; one more at the end
 *     counts   256      256 ..
 *     bits     [371 bytes][368 bytes]...
 */
export class PackedList {
  /** How many prefixes there are. */
  readonly count: number;
  private readonly firsts: Uint32Array;
  private readonly starts: Uint32Array;
  private readonly counts: Uint16Array;
  private readonly bits: Uint8Array;
  /** Of all blocks: the bits of a difference that are kept as they are. */
  private readonly parameter: number;

  private constructor(blocks: readonly Block[], parameter: number) {
    this.parameter = parameter;
    this.firsts = Uint32Array.from(blocks, ({ first }) => first);
    this.counts = Uint16Array.from(blocks, ({ count }) => count);
    this.starts = new Uint32Array(blocks.length + 1);
    for (const [at, { bits }] of blocks.entries()) this.starts[at + 1] = (this.starts[at] ?? 0) + bits.length;
    this.bits = new Uint8Array(this.starts[blocks.length] ?? 0);
    for (const [at, { bits }] of blocks.entries()) this.bits.set(bits, this.starts[at] ?? 0);
    this.count = blocks.reduce((sum, { count }) => sum + count, 0);
  }

  /** `prefixes` are ascending and have no duplicate. */
  static of(prefixes: Uint32Array): PackedList {
    const parameter = encodeRice(prefixes.length > 1 ? Uint32Array.of(0, Math.round(((prefixes.at(-1) ?? 0) - (prefixes[0] ?? 0)) / (prefixes.length - 1))) : new Uint32Array(0), 1).parameter;
    const blocks: Block[] = [];
    for (let at = 0; at < prefixes.length; at += blockEntries) blocks.push(packed(prefixes.subarray(at, at + blockEntries), parameter));
    return new PackedList(blocks, parameter);
  }

  /** Bytes of memory. */
  get bytes(): number {
    return this.bits.length + this.firsts.length * indexBytes + 4;
  }

  has(prefix: number): boolean {
    const block = this.blockOf(prefix);
    return (this.firsts[block] ?? Infinity) <= prefix && this.entries(block).includes(prefix);
  }

  /** All of them, ascending. */
  toArray(): Uint32Array {
    const all = new Uint32Array(this.count);
    let end = 0;
    for (let block = 0; block < this.firsts.length; block += 1) {
      const entries = this.entries(block);
      all.set(entries, end);
      end += entries.length;
    }
    return all;
  }

  /** First the removals (places, ascending), then the additions (ascending). Throws RangeError where they don't fit this list. */
  updated(removals: Uint32Array, additions: Uint32Array): PackedList {
    if (this.count === 0) return PackedList.of(additions);
    if ((removals.at(-1) ?? -1) >= this.count) throw new RangeError('a removal is beyond the end of the list');
    const blocks: Block[] = [];
    let [passed, removed, added] = [0, 0, 0];
    for (let block = 0; block < this.firsts.length; block += 1) {
      const count = this.counts[block] ?? 0;
      const nextFirst = this.firsts[block + 1] ?? Infinity;
      const removedHere: number[] = [];
      for (let place = removals[removed]; place !== undefined && place < passed + count; place = removals[removed]) {
        removedHere.push(place - passed);
        removed += 1;
      }
      const addedFrom = added;
      while (added < additions.length && (additions[added] ?? 0) < nextFirst) added += 1;
      passed += count;
      if (removedHere.length === 0 && addedFrom === added) {
        blocks.push({ first: this.firsts[block] ?? 0, count, bits: this.bits.subarray(this.starts[block], this.starts[block + 1]) });
        continue;
      }
      const kept = this.entries(block).filter((_, at) => !removedHere.includes(at));
      const merged = new Uint32Array(kept.length + added - addedFrom);
      merged.set(kept);
      merged.set(additions.subarray(addedFrom, added), kept.length);
      merged.sort();
      for (let at = 1; at < merged.length; at += 1) if (merged[at] === merged[at - 1]) throw new RangeError('an addition is in the list already');
      for (let at = 0; at < merged.length; at += 2 * blockEntries) blocks.push(packed(merged.subarray(at, at + 2 * blockEntries), this.parameter));
    }
    return new PackedList(blocks, this.parameter);
  }

  /** The last block that starts at or before the prefix. */
  private blockOf(prefix: number): number {
    let [low, high] = [0, this.firsts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.firsts[middle] ?? 0) <= prefix) low = middle + 1; else high = middle;
    }
    return Math.max(0, low - 1);
  }

  private entries(block: number): Uint32Array {
    return decodeRice({ first: Uint32Array.of(this.firsts[block] ?? 0), parameter: this.parameter, count: (this.counts[block] ?? 1) - 1, data: this.bits.subarray(this.starts[block], this.starts[block + 1]) });
  }
}

interface Block {
  readonly first: number;
  readonly count: number;
  readonly bits: Uint8Array;
}

const packed = (entries: Uint32Array, parameter: number): Block => ({ first: entries[0] ?? 0, count: entries.length, bits: encodeRice(entries, 1, { parameter }).data });
