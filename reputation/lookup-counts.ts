import { expressionHash } from '../url/keys.ts';
import { hostSuffixes, partsOf } from '../url/expressions.ts';
import { parseUrl } from '../url/parse.ts';
import type { Redis } from 'ioredis';
import type { CanonicalUrl } from '../url/types.ts';
import type { ReputationKeys } from './keys.ts';

/**
 * How often something is asked about: counts by hash prefix (4 bytes) and day (UTC), kept for eight days. Nothing
 * tells who asked, and a prefix is that of very many expressions. They say how many a new listing would newly
 * block (reputation/radius.ts).
 *
 * Counted are the expressions that a listing may come to have: the URL itself, its page without query, its host
 * and the names above. When many ask, one in sixteen is counted, sixteenfold.
 */
export interface LookupCounts {
  note(url: CanonicalUrl): void;
  /** Writes what was counted; called on schedule, and before the store is closed. */
  flush(nowMs: number): Promise<void>;
}

const exactlyASecond = 100;
const oneIn = 16;
/** Prefixes counted between two flushes; more are left out. */
const mostPrefixes = 50_000;
const keptDays = 8;

export const prefixOf = (expression: string): string => expressionHash(expression).toString('hex', 0, 4);
export const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export const openLookupCounts = (redis: Redis, keys: ReputationKeys, now: () => number, random: () => number): LookupCounts => {
  let counts = new Map<string, number>();
  let [second, inSecond] = [0, 0];
  return {
    note: (url) => {
      const current = Math.floor(now() / 1000);
      if (current !== second) [second, inSecond] = [current, 0];
      inSecond += 1;
      const isSampled = inSecond > exactlyASecond;
      if (isSampled && random() * oneIn >= 1) return;
      for (const expression of countedOf(url)) {
        const prefix = prefixOf(expression);
        if (counts.size < mostPrefixes || counts.has(prefix)) counts.set(prefix, (counts.get(prefix) ?? 0) + (isSampled ? oneIn : 1));
      }
    },
    flush: async (nowMs) => {
      if (counts.size === 0) return;
      const [written, key] = [counts, keys.lookups(dayText(nowMs))];
      counts = new Map();
      const pipeline = redis.pipeline();
      for (const [prefix, count] of written) pipeline.hincrby(key, prefix, count);
      pipeline.expire(key, keptDays * 86_400);
      await pipeline.exec();
    },
  };
};

/** Most look-ups on one of the last seven days of any expression with this one's prefix. */
export const lookupsPerDay = async (redis: Redis, keys: ReputationKeys, expressions: readonly string[], nowMs: number): Promise<number[]> => {
  const pipeline = redis.pipeline();
  for (const expression of expressions) {
    for (let day = 0; day < 7; day += 1) pipeline.hget(keys.lookups(dayText(nowMs - day * 86_400_000)), prefixOf(expression));
  }
  const replies = (await pipeline.exec() ?? []).map(([error, reply]) => {
    if (error !== null) throw error;
    return Number(reply ?? 0);
  });
  return expressions.map((_, index) => Math.max(0, ...replies.slice(index * 7, index * 7 + 7)));
};

const countedOf = (url: CanonicalUrl): Set<string> => {
  const { host, path, query } = partsOf(url);
  return new Set([...query === null || query === '' ? [] : [`${host}${path}?${query}`], `${host}${path}`, ...hostSuffixes(host).map((suffix) => `${suffix}/`)]);
};

/** Look-ups a day of one URL's own page, as far as they are counted; 0 for what is no URL. */
export const lookupsOf = async (redis: Redis, keys: ReputationKeys, url: string, nowMs: number): Promise<number> => {
  const parsed = parseUrl(url);
  if (!parsed.ok) return 0;
  const { host, path } = partsOf(parsed.url.canonical);
  return (await lookupsPerDay(redis, keys, [`${host}${path}`], nowMs))[0] ?? 0;
};
