import { factsBytes } from './facts.ts';

/**
 * All listed hashes in order, in as few bytes as an update allows.
 *
 *     slab of a hash     its first 12 bits: 4096 byte arrays, each grown by 1.5 % when it is full
 *     bucket of a hash   its first 16 bits: 16 runs in a slab; `starts` knows the entry at which each begins
 *     entry, 36 bytes    bytes 2 to 31 of the hash, then its facts (facts.ts)
 *
 * An entry's first two bytes are its bucket's number and are not stored. With 10 million entries a slab is
 * 88 KB, a bucket some 150 entries: a search is seven comparisons, an insertion moves 44 KB.
 */
const slabCount = 4096;
const bucketsInSlab = 16;
const tailBytes = 30;
export const entryBytes = tailBytes + factsBytes;

export interface ListedTable {
  readonly size: number;
  /** How many entries have these flags' threat (facts.ts: flags >> 4). */
  countOf(threat: number): number;
  /** Puts or replaces. */
  set(hash: Uint8Array, facts: Uint8Array): void;
  delete(hash: Uint8Array): boolean;
  /** What `read` makes of the entry, null where there is none. `at` is where its facts start. */
  find<T>(hash: Uint8Array, read: (bytes: Uint8Array, at: number) => T): T | null;
  /** Ascending: every entry whose hash starts with these 1 to 32 bytes. `hash` is valid during the call only. */
  startingWith(prefix: Uint8Array, visit: (hash: Uint8Array, bytes: Uint8Array, at: number) => void): void;
  /** Fills an empty slab with `count` entries in any order, each 32 bytes of hash and its facts; all must belong to it, each hash once. */
  fill(slab: number, entries: Uint8Array, count: number): void;
  clear(): void;
}

export const slabsOfTable = slabCount;

export const createTable = (): ListedTable => {
  const slabs = Array.from({ length: slabCount }, () => new Uint8Array(0));
  const counts = new Uint32Array(slabCount);
  const starts = new Uint32Array(slabCount * bucketsInSlab);
  const byThreat = new Uint32Array(16);
  let size = 0;

  const bucketOf = (hash: Uint8Array): number => ((hash[0] ?? 0) << 8) | (hash[1] ?? 0);
  const endOf = (bucket: number): number => ((bucket & 15) === 15 ? counts[bucket >> 4] : starts[bucket + 1]) ?? 0;

  /** The entry's number in its slab; where there is none, ~(number that it would get). */
  const search = (hash: Uint8Array, bucket: number, slab: Uint8Array): number => {
    let [low, high] = [starts[bucket] ?? 0, endOf(bucket)];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compareTail(slab, middle * entryBytes, hash, 2, tailBytes);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return ~low;
  };

  const tally = (flags: number, by: number): void => { byThreat[flags >> 4] = (byThreat[flags >> 4] ?? 0) + by; };

  const shift = (bucket: number, by: number): void => {
    const slab = bucket >> 4;
    for (let later = bucket + 1; later < (slab + 1) * bucketsInSlab; later += 1) starts[later] = (starts[later] ?? 0) + by;
    counts[slab] = (counts[slab] ?? 0) + by;
    size += by;
  };

  const roomFor = (slab: number, count: number): Uint8Array => {
    const bytes = slabs[slab] ?? new Uint8Array(0);
    if (bytes.length >= count * entryBytes) return bytes;
    const grown = new Uint8Array((count + Math.max(3, count >> 6)) * entryBytes);
    grown.set(bytes);
    slabs[slab] = grown;
    return grown;
  };

  return {
    get size() { return size; },
    countOf: (threat) => byThreat[threat] ?? 0,
    set: (hash, facts) => {
      const bucket = bucketOf(hash);
      const [slab, count] = [bucket >> 4, counts[bucket >> 4] ?? 0];
      const found = search(hash, bucket, slabs[slab] ?? new Uint8Array(0));
      const at = (found < 0 ? ~found : found) * entryBytes;
      const bytes = found < 0 ? roomFor(slab, count + 1) : slabs[slab] ?? new Uint8Array(0);
      if (found < 0) {
        bytes.copyWithin(at + entryBytes, at, count * entryBytes);
        bytes.set(hash.subarray(2), at);
        shift(bucket, 1);
      } else {
        tally(bytes[at + tailBytes] ?? 0, -1);
      }
      tally(facts[0] ?? 0, 1);
      bytes.set(facts, at + tailBytes);
    },
    delete: (hash) => {
      const bucket = bucketOf(hash);
      const bytes = slabs[bucket >> 4] ?? new Uint8Array(0);
      const found = search(hash, bucket, bytes);
      if (found < 0) return false;
      tally(bytes[found * entryBytes + tailBytes] ?? 0, -1);
      bytes.copyWithin(found * entryBytes, (found + 1) * entryBytes, (counts[bucket >> 4] ?? 0) * entryBytes);
      shift(bucket, -1);
      return true;
    },
    find: (hash, read) => {
      const bucket = bucketOf(hash);
      const bytes = slabs[bucket >> 4] ?? new Uint8Array(0);
      const found = search(hash, bucket, bytes);
      return found < 0 ? null : read(bytes, found * entryBytes + tailBytes);
    },
    startingWith: (prefix, visit) => {
      const first = (prefix[0] ?? 0) << 8;
      const [from, to] = prefix.length === 0 ? [0, 0xffff] : prefix.length === 1 ? [first, first | 0xff] : [bucketOf(prefix), bucketOf(prefix)];
      const hash = new Uint8Array(32);
      for (let bucket = from; bucket <= to; bucket += 1) {
        const bytes = slabs[bucket >> 4] ?? new Uint8Array(0);
        const end = endOf(bucket);
        let entry = starts[bucket] ?? 0;
        if (prefix.length > 2) {
          let high = end;
          while (entry < high) {
            const middle = (entry + high) >>> 1;
            if (compareTail(bytes, middle * entryBytes, prefix, 2, prefix.length - 2) < 0) entry = middle + 1;
            else high = middle;
          }
        }
        for (; entry < end; entry += 1) {
          const at = entry * entryBytes;
          if (prefix.length > 2 && compareTail(bytes, at, prefix, 2, prefix.length - 2) !== 0) break;
          hash[0] = bucket >> 8;
          hash[1] = bucket & 0xff;
          hash.set(bytes.subarray(at, at + tailBytes), 2);
          visit(hash, bytes, at + tailBytes);
        }
      }
    },
    fill: (slab, entries, count) => {
      const bytes = new Uint8Array((count + (count >> 7)) * entryBytes);
      const order = sorted(entries, count);
      const firstBucket = slab * bucketsInSlab;
      let bucket = firstBucket - 1;
      for (const [place, entry] of order.entries()) {
        const from = entry * unsortedBytes;
        const own = ((entries[from] ?? 0) << 8) | (entries[from + 1] ?? 0);
        while (bucket < own) starts[bucket += 1] = place;
        bytes.set(entries.subarray(from + 2, from + unsortedBytes), place * entryBytes);
        tally(entries[from + 32] ?? 0, 1);
      }
      while (bucket < firstBucket + bucketsInSlab - 1) starts[bucket += 1] = count;
      slabs[slab] = bytes;
      size += count;
      counts[slab] = count;
    },
    clear: () => {
      slabs.fill(new Uint8Array(0));
      counts.fill(0);
      byThreat.fill(0);
      starts.fill(0);
      size = 0;
    },
  };
};

export const unsortedBytes = 32 + factsBytes;

/** Negative, 0 or positive, as `length` bytes of an entry stand to those of a hash. */
const compareTail = (bytes: Uint8Array, at: number, hash: Uint8Array, from: number, length: number): number => {
  for (let index = 0; index < length; index += 1) {
    const difference = (bytes[at + index] ?? 0) - (hash[from + index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Numbers of the entries in order of their hashes: 36 bits after the slab's own decide in one native sort, the rest by comparison. */
const sorted = (entries: Uint8Array, count: number): Uint32Array => {
  const places = 2 ** 17;
  if (count > places) throw new RangeError(`${count} entries are too many for one slab`);
  const keys = new Float64Array(count);
  for (let entry = 0; entry < count; entry += 1) {
    const at = entry * unsortedBytes;
    const high = ((entries[at + 1] ?? 0) & 0x0f) * 2 ** 32 + ((((entries[at + 2] ?? 0) << 24) | ((entries[at + 3] ?? 0) << 16) | ((entries[at + 4] ?? 0) << 8) | (entries[at + 5] ?? 0)) >>> 0);
    keys[entry] = high * places + entry;
  }
  keys.sort();
  const order = Uint32Array.from(keys, (key) => key % places);
  for (let place = 1; place < count; place += 1) {
    const entry = order[place] ?? 0;
    let before = place - 1;
    while (before >= 0 && compareTail(entries, (order[before] ?? 0) * unsortedBytes, entries, entry * unsortedBytes, 32) > 0) {
      order[before + 1] = order[before] ?? 0;
      before -= 1;
    }
    order[before + 1] = entry;
  }
  return order;
};
