import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { plainTerm, type SearchField, type Term } from './terms.ts';

/**
 * Finds URLs by what visits saw. `{<prefix>:search}:<field>:<hash of the value>` is a sorted set of URL keys by their
 * last look, at most `mostUrls`, and goes 90 days after its last one. A URL stays under what it showed once: a host
 * that has moved is found by its old address too.
 */
export interface SearchIndex {
  /** Called with each look; the same look twice changes nothing. */
  add(urlKey: string, terms: readonly Term[], atMs: number): Promise<void>;
  /** Keys of URLs that have all of the terms, newest look first, at most `max`; and how many there are of the first term. */
  find(terms: readonly Term[], max: number): Promise<readonly { readonly urlKey: string; readonly atMs: number }[]>;
  /** How many URLs have each of the terms. */
  count(terms: readonly Term[]): Promise<number[]>;
}

const mostUrls = 5000;
const keptSecs = 90 * 86_400;

export const openSearch = (redis: Redis, prefix: string): SearchIndex => {
  const keyOf = ({ field, value }: { readonly field: SearchField; readonly value: string }): string =>
    `{${prefix}:search}:${field}:${createHash('sha256').update(plainTerm(value)).digest('base64url').slice(0, 16)}`;
  return {
    add: async (urlKey, terms, atMs) => {
      const pipeline = redis.pipeline();
      for (const key of terms.map(keyOf)) pipeline.zadd(key, 'GT', atMs, urlKey).zremrangebyrank(key, 0, -mostUrls - 1).expire(key, keptSecs);
      for (const [error] of await pipeline.exec() ?? []) if (error !== null) throw error;
    },
    find: async (terms, max) => {
      const [first, ...others] = terms.map(keyOf);
      if (first === undefined) return [];
      const found = others.length === 0
        ? await redis.zrevrange(first, 0, max - 1, 'WITHSCORES')
        // ioredis types no WITHSCORES here; by Redis' documentation members and scores take turns.
        : await redis.call('ZINTER', terms.length, first, ...others, 'AGGREGATE', 'MAX', 'WITHSCORES') as string[];
      const rows = Array.from({ length: found.length / 2 }, (_, index) => ({ urlKey: found[index * 2] ?? '', atMs: Number(found[index * 2 + 1]) }));
      return rows.sort((a, b) => b.atMs - a.atMs).slice(0, max);
    },
    count: async (terms) => {
      const pipeline = redis.pipeline();
      for (const term of terms) pipeline.zcard(keyOf(term));
      return (await pipeline.exec() ?? []).map(([error, count]) => {
        if (error !== null) throw error;
        return Number(count);
      });
    },
  };
};
