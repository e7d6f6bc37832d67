import { factsScript, run } from '../scripts.ts';
import { factsBytes } from './facts.ts';
import { slabsOfTable, unsortedBytes, type ListedTable } from './table.ts';
import type { Redis } from 'ioredis';
import type { ReputationKeys } from '../keys.ts';
import type { ExpressionFilter } from './filter.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const valueOf = new Uint8Array(128);
for (const [value, character] of [...alphabet].entries()) valueOf[character.charCodeAt(0)] = value;

/** Entries that one script may read: some milliseconds of Redis' one thread. */
const entriesInScript = 4000;
const scriptsAtOnce = 8;

const restChars = 40;
const storedFactsBytes = 14;
const storedBytes = restChars + storedFactsBytes;

/**
 * Reads every active listing from its facts in Redis (reputation/lua/listing.lua) into table and filter, slab
 * by slab: two characters of base64url are the twelve bits of a slab. Other work goes on between the slabs.
 * What changed meanwhile is in the log after the position that was read before. `known`: about how many listings there are.
 */
export const buildTable = async (redis: Redis, keys: ReputationKeys, known: number, table: ListedTable, filter: ExpressionFilter, signal: AbortSignal): Promise<void> => {
  const slabsInScript = Math.min(64, Math.max(1, Math.floor(entriesInScript / Math.max(1, known / slabsOfTable))));
  const runs = Array.from({ length: Math.ceil(slabsOfTable / slabsInScript) }, (_, index) => index * slabsInScript);
  const fillRun = async (first: number): Promise<void> => {
    const slabs = Array.from({ length: Math.min(slabsInScript, slabsOfTable - first) }, (_, index) => first + index);
    const buckets = await run(factsScript, redis, [keys.facts], slabs.map(twoCharacters), 'buffers') as Buffer[]; // The script's head promises them.
    for (const [index, slab] of slabs.entries()) fillSlab(slab, buckets.slice(index * 64, (index + 1) * 64), table, filter);
    await new Promise(setImmediate);
  };
  for (let at = 0; at < runs.length; at += scriptsAtOnce) {
    signal.throwIfAborted();
    await Promise.all(runs.slice(at, at + scriptsAtOnce).map(fillRun));
  }
};

/** Active listings, from the sizes of one bucket in 512. */
export const aboutHowMany = async (redis: Redis, factsKey: string): Promise<number> => {
  const pipeline = redis.pipeline();
  for (let bucket = 0; bucket < 512; bucket += 1) pipeline.hlen(factsKey + twoCharacters(bucket * 8) + alphabet.charAt(bucket & 63));
  const sizes = (await pipeline.exec() ?? []).map(([error, size]) => {
    if (error !== null) throw error;
    return Number(size);
  });
  return sizes.reduce((sum, size) => sum + size, 0) * 512;
};

const twoCharacters = (slab: number): string => alphabet.charAt(slab >> 6) + alphabet.charAt(slab & 63);

const fillSlab = (slab: number, buckets: readonly Buffer[], table: ListedTable, filter: ExpressionFilter): void => {
  const count = buckets.reduce((sum, bucket) => sum + Math.floor(bucket.length / storedBytes), 0);
  const entries = new Uint8Array(count * unsortedBytes);
  let to = 0;
  for (const [third, bucket] of buckets.entries()) {
    for (let at = 0; at + storedBytes <= bucket.length; at += storedBytes) {
      decodeHash(bucket, at, (slab << 6) | third, entries, to);
      const facts = at + restChars;
      entries[to + 32] = bucket[facts + 4] ?? 0;
      entries[to + 33] = bucket[facts + 5] ?? 0;
      for (let byte = 0; byte < 4; byte += 1) entries[to + 34 + byte] = bucket[facts + byte] ?? 0;
      filter.add(bucket.readUInt32BE(facts + 6), bucket.readUInt32BE(facts + 10));
      to += 32 + factsBytes;
    }
  }
  table.fill(slab, entries, count);
};

/** 32 bytes from the 18 bits of the bucket and 40 characters of base64url (240 bits, of which the last two are none of the hash). */
const decodeHash = (text: Buffer, at: number, bucket: number, into: Uint8Array, to: number): void => {
  let [bits, held, written] = [bucket, 18, 0];
  for (let index = 0; written < 32; ) {
    while (held >= 8 && written < 32) {
      held -= 8;
      into[to + written] = (bits >>> held) & 0xff;
      written += 1;
    }
    bits = ((bits & 0xff) << 6) | (valueOf[text[at + index] ?? 0] ?? 0);
    held += 6;
    index += 1;
  }
};
