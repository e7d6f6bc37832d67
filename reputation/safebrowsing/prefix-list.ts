import { createHash } from 'node:crypto';
import { endianness } from 'node:os';

/** Bytes of each entry: Safe Browsing knows these. */
export const prefixBytes = [4, 8, 16, 32] as const;
export type PrefixBytes = (typeof prefixBytes)[number];

/** Hash prefixes of one length, sorted as bytes are, each once. */
export interface PrefixList {
  readonly bytes: PrefixBytes;
  /** `bytes / 4` words an entry, most significant first, so that the order of numbers is the order of bytes. */
  readonly words: Uint32Array;
  readonly count: number;
}

/** What makes the newer list of the older one: first the removals, then the additions. */
export interface PrefixDiff {
  /** Places in the older list, ascending. */
  readonly removals: Uint32Array;
  readonly additions: PrefixList;
}

export const listOfWords = (bytes: PrefixBytes, words: Uint32Array): PrefixList => ({ bytes, words, count: words.length / (bytes / 4) });
export const emptyList = (bytes: PrefixBytes): PrefixList => listOfWords(bytes, new Uint32Array(0));

/** From full hashes, 32 bytes each and sorted. Costs one pass. */
export const prefixesOf = (hashes: Uint8Array, bytes: PrefixBytes): PrefixList => {
  const each = bytes / 4;
  const words = new Uint32Array((hashes.length / 32) * each);
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  let end = 0;
  for (let at = 0; at < hashes.length; at += 32) {
    for (let word = 0; word < each; word += 1) words[end + word] = view.getUint32(at + word * 4);
    if (end === 0 || compareAt(words, end - each, words, end, each) !== 0) end += each;
  }
  return listOfWords(bytes, end === words.length ? words : words.slice(0, end));
};

/** As they go into a checksum or a RAW answer. */
export const bytesOf = ({ words }: PrefixList): Buffer => {
  const bytes = Buffer.from(words.slice().buffer);
  return endianness() === 'LE' ? bytes.swap32() : bytes;
};

export const checksumOf = (list: PrefixList): Buffer => createHash('sha256').update(bytesOf(list)).digest();

/** The first `count` entries. */
export const firstOf = (list: PrefixList, count: number): PrefixList =>
  count >= list.count ? list : listOfWords(list.bytes, list.words.subarray(0, count * (list.bytes / 4)));

/** One pass over both. */
export const diffOf = (older: PrefixList, newer: PrefixList): PrefixDiff => {
  const each = older.bytes / 4;
  const removals: number[] = [];
  const additions = new Collected(each);
  let [at, to] = [0, 0];
  while (at < older.words.length || to < newer.words.length) {
    const order = at >= older.words.length ? 1 : to >= newer.words.length ? -1 : compareAt(older.words, at, newer.words, to, each);
    if (order < 0) removals.push(at / each);
    if (order > 0) additions.add(newer.words, to);
    if (order <= 0) at += each;
    if (order >= 0) to += each;
  }
  return { removals: Uint32Array.from(removals), additions: listOfWords(older.bytes, additions.words()) };
};

/** `diff`'s changes from the one numbered `from`, at most `count` of them, in the order of their prefixes. */
export const partOfDiff = (older: PrefixList, diff: PrefixDiff, from: number, count: number): PrefixDiff => {
  const each = older.bytes / 4;
  const at = (changes: number): readonly [removals: number, additions: number] => {
    let [removed, added] = [0, 0];
    while (removed + added < changes && (removed < diff.removals.length || added < diff.additions.count)) {
      const removal = diff.removals[removed];
      const order = removal === undefined ? 1 : added >= diff.additions.count ? -1 : compareAt(older.words, removal * each, diff.additions.words, added * each, each);
      if (order < 0) removed += 1; else added += 1;
    }
    return [removed, added];
  };
  const [removedBefore, addedBefore] = at(from);
  const [removedAfter, addedAfter] = at(from + count);
  return {
    removals: diff.removals.subarray(removedBefore, removedAfter),
    additions: listOfWords(older.bytes, diff.additions.words.subarray(addedBefore * each, addedAfter * each)),
  };
};

export const applied = (older: PrefixList, { removals, additions }: PrefixDiff): PrefixList => {
  const each = older.bytes / 4;
  const words = new Uint32Array(older.words.length - removals.length * each + additions.words.length);
  let [end, added, removed] = [0, 0, 0];
  const put = (from: Uint32Array, at: number): void => {
    for (let word = 0; word < each; word += 1) words[end + word] = from[at + word] ?? 0;
    end += each;
  };
  for (let at = 0; at < older.words.length; at += each) {
    if (removals[removed] === at / each) {
      removed += 1;
      continue;
    }
    for (; added < additions.words.length && compareAt(additions.words, added, older.words, at, each) < 0; added += each) put(additions.words, added);
    put(older.words, at);
  }
  for (; added < additions.words.length; added += each) put(additions.words, added);
  return listOfWords(older.bytes, words);
};

/** Of the entry at word `a` of one list and that at word `b` of another: negative, 0 or positive. */
export const compareAt = (one: Uint32Array, a: number, other: Uint32Array, b: number, each: number): number => {
  for (let word = 0; word < each; word += 1) {
    const order = (one[a + word] ?? 0) - (other[b + word] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
};

/** Entries whose number isn't known beforehand. */
class Collected {
  private array = new Uint32Array(1024);
  private end = 0;
  private readonly each: number;

  constructor(each: number) {
    this.each = each;
  }

  add(from: Uint32Array, at: number): void {
    if (this.end + this.each > this.array.length) {
      const larger = new Uint32Array(this.array.length * 2);
      larger.set(this.array);
      this.array = larger;
    }
    for (let word = 0; word < this.each; word += 1) this.array[this.end + word] = from[at + word] ?? 0;
    this.end += this.each;
  }

  words(): Uint32Array {
    return this.array.slice(0, this.end);
  }
}
