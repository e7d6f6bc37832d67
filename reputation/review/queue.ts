import type { Redis } from 'ioredis';
import { run, scriptOf, type Script } from '../scripts.ts';
import { claimSchema, reviewItemSchema, type ReviewItem, type ReviewQueue, type WaitingItem } from './contract.ts';
import { orderOf, reasonsFor, type ReviewData } from './worth.ts';

/**
 * All keys of one prefix are of one slot:
 *
 * | key | type | holds |
 * |---|---|---|
 * | `order` | sorted set | URL key by what its decision is worth (worth.ts) |
 * | `items` | hash | URL key → the item, JSON |
 * | `claims` | hash | URL key → who has it until when, JSON; one that is over is as good as none |
 * | `appeals` | hash | URL key → since when it is appealed against |
 * | `shape:<hash>` | sorted set | URL keys that wait and are made of the same, by their last look |
 *
 * An answer reads the top of the sorted set and those items: it costs the same however many URLs are known.
 */
const luaFile = (name: string): Script => scriptOf(new URL(`./lua/${name}.lua`, import.meta.url));
const [claimScript, putScript, removeScript] = [luaFile('claim'), luaFile('put'), luaFile('remove')];

export const openReviewQueue = (redis: Redis, prefix: string, data: ReviewData): ReviewQueue => {
  const base = `{${prefix}:review}:`;
  const keys = { order: `${base}order`, items: `${base}items`, claims: `${base}claims`, appeals: `${base}appeals`, shape: `${base}shape:` };
  const all = [keys.order, keys.items, keys.claims, keys.appeals, keys.shape];
  const put = async (item: ReviewItem, order: number): Promise<void> => {
    await run(putScript, redis, all, [item.urlKey, order, JSON.stringify({ item, order }), item.shape ?? '', item.atMs, data.mostItems]);
  };
  const remove = async (urlKey: string): Promise<void> => { await run(removeScript, redis, all, [urlKey]); };
  const waiting = async (urlKeys: readonly string[], nowMs: number): Promise<WaitingItem[]> => {
    if (urlKeys.length === 0) return [];
    const [stored, claims] = await Promise.all([redis.hmget(keys.items, ...urlKeys), redis.hmget(keys.claims, ...urlKeys)]);
    return stored.flatMap((text, index) => {
      if (text === null) return [];
      const claim = claimIn(claims[index] ?? null, nowMs);
      return [{ ...itemIn(text).item, claim }];
    });
  };
  const get = async (urlKey: string, nowMs: number): Promise<WaitingItem | null> => (await waiting([urlKey], nowMs))[0] ?? null;
  return {
    get, remove,
    note: async ({ verdict, outcome, source, shape, held, radius, lookupsPerDay }, nowMs) => {
      if (outcome === 'outdated' || verdict.why === 'looking-again') return;
      const { urlKey } = verdict;
      const [known, appealedAtMs] = await Promise.all([redis.hget(keys.items, urlKey), redis.hget(keys.appeals, urlKey)]);
      const reasons = reasonsFor(data, verdict, held.length > 0, appealedAtMs !== null);
      if (reasons.length === 0) {
        if (known !== null || appealedAtMs !== null) await remove(urlKey);
        return;
      }
      const sinceMs = known === null ? nowMs : itemIn(known).item.sinceMs;
      const item: ReviewItem = {
        urlKey, url: verdict.url, verdict: verdict.verdict, why: verdict.why, threat: verdict.threat, brand: verdict.brand, score: verdict.score, captureKey: verdict.captureKey,
        source, reasons, held: [...held], lookupsPerDay, shape, sinceMs, atMs: verdict.atMs,
      };
      await put(item, orderOf(data, { score: verdict.score, reasons, lookupsPerDay, radius, sinceMs }));
    },
    appeal: async (urlKey, nowMs) => {
      await redis.hset(keys.appeals, urlKey, nowMs);
      const known = await redis.hget(keys.items, urlKey);
      if (known === null) return;
      const { item, order } = itemIn(known);
      if (!item.reasons.includes('appeal')) await put({ ...item, reasons: [...item.reasons, 'appeal'] }, order + Math.log2(1 + data.worthOf.appeal));
    },
    list: async (offset, max, nowMs) => {
      const [urlKeys, count] = await Promise.all([redis.zrevrange(keys.order, offset, offset + max - 1), redis.zcard(keys.order)]);
      return { items: await waiting(urlKeys, nowMs), waiting: count };
    },
    claim: async (urlKey, who, nowMs) => {
      const claim = { who, untilMs: Math.trunc(nowMs) + data.claimSecs * 1000 };
      return await run(claimScript, redis, all, [urlKey, who, Math.trunc(nowMs), claim.untilMs, JSON.stringify(claim)]) === 1 ? claim : null;
    },
    release: async (urlKey, who) => { await run(claimScript, redis, all, [urlKey, who, 0, 0, '']); },
    alike: async (shape, max, nowMs) => waiting(await redis.zrevrange(`${keys.shape}${shape}`, 0, max - 1), nowMs),
    restore: async (item) => {
      await put(item, orderOf(data, { score: item.score, reasons: item.reasons, lookupsPerDay: item.lookupsPerDay, radius: null, sinceMs: item.sinceMs }));
    },
  };
};

const itemIn = (text: string): { readonly item: ReviewItem; readonly order: number } => {
  const { item, order } = JSON.parse(text) as { readonly item: unknown; readonly order: unknown }; // the first is checked, the second made a number
  return { item: reviewItemSchema.parse(item), order: Number(order) };
};

const claimIn = (text: string | null, nowMs: number): WaitingItem['claim'] => {
  if (text === null) return null;
  const claim = claimSchema.parse(JSON.parse(text));
  return claim.untilMs > nowMs ? claim : null;
};
