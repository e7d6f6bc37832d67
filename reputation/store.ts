import { verdictSchema, type Listing, type ListingState, type Verdict, type VerdictKind } from '../records/index.ts';
import { changes, position } from './changes.ts';
import { keysOf, listingKeys, type ReputationKeys } from './keys.ts';
import { lookup } from './lookup.ts';
import { record, type Ledger } from './record.ts';
import { decideScript, expireScript, overturnScript, run } from './scripts.ts';
import { fieldOf, fromStored } from './stored-listing.ts';
import type { Redis } from 'ioredis';
import type { Ageing } from './ageing.ts';
import type { AllowList } from './allow-list.ts';
import type { Hosting } from './hosting.ts';
import type { RadiusData } from './radius.ts';
import type { DecisionOutcome, ReputationStore, VerdictHistory } from './contract.ts';

export interface ReputationOptions {
  /** Made and closed by the caller. */
  readonly redis: Redis;
  /** Starts every key (reputation/keys.ts). */
  readonly prefix: string;
  readonly allowList: AllowList;
  readonly hosting: Hosting;
  readonly ageing: Ageing;
  readonly radius: RadiusData;
  /** Rows of the change log to keep, about; older ones are trimmed, and their followers start again. */
  readonly changeRows?: number;
  /** After this a look-up answers `unavailable`. */
  readonly answerWithinMs?: number;
}

export const openReputation = ({ redis, prefix, allowList, hosting, ageing, radius, changeRows = 1_000_000, answerWithinMs = 500 }: ReputationOptions): ReputationStore => {
  const keys = keysOf(prefix);
  const ledger: Ledger = { redis, keys, allowList, hosting, ageing, radius, changeRows };
  return {
    record: (verdict, from, nowMs) => record(ledger, verdict, from.sources, nowMs),
    verdictOf: (urlKey) => verdictOf(redis, keys, urlKey),
    historyOf: (urlKey) => historyOf(redis, keys, urlKey),
    recent: (max) => recent(redis, keys, max),
    tally: () => tally(redis, keys),
    lookup: (urls, nowMs) => lookup(redis, keys, ageing, answerWithinMs, urls, nowMs),
    changes: (afterSeq, max) => changes(redis, keys, afterSeq, max),
    position: () => position(redis, keys),
    listings: (state) => listings(redis, keys, state ?? 'active'),
    expire: (nowMs, max) => expire(ledger, nowMs, max),
    listingOf: (expression) => listingOf(redis, keys, expression),
    decide: (expression, decision, who, note, nowMs) => decide(ledger, expression, decision, who, note, nowMs),
    overturn: (expression, nowMs, reason) => overturn(ledger, expression, nowMs, reason),
  };
};

const verdictOf = async (redis: Redis, keys: ReputationKeys, urlKey: string): Promise<Verdict | null> => {
  const stored = await redis.get(keys.verdict(urlKey));
  return stored === null ? null : verdictIn(stored);
};

/** The first line is the scripts' own (reputation/lua/record.lua). */
const verdictIn = (stored: string): Verdict => verdictSchema.parse(JSON.parse(stored.slice(stored.indexOf('\n') + 1)));

const historyOf = async (redis: Redis, keys: ReputationKeys, urlKey: string): Promise<VerdictHistory | null> => {
  const stored = await redis.get(keys.verdict(urlKey));
  if (stored === null) return null;
  const [sameBefore, wasMalicious, sinceMs] = stored.slice(0, stored.indexOf('\n')).split(' ').slice(-3);
  return { sameBefore: Number(sameBefore), wasMalicious: wasMalicious === '1', sinceMs: Number(sinceMs) };
};

const recent = async (redis: Redis, keys: ReputationKeys, max: number): Promise<Verdict[]> => {
  const urlKeys = await redis.lrange(keys.recent, 0, max - 1);
  if (urlKeys.length === 0) return [];
  const stored = await redis.mget(urlKeys.map(keys.verdict));
  return stored.flatMap((text) => (text === null ? [] : [verdictIn(text)]));
};

const tally = async (redis: Redis, keys: ReputationKeys): Promise<Record<VerdictKind, number>> => {
  const counts = await redis.hgetall(keys.tally);
  const of = (kind: VerdictKind): number => Number(counts[kind] ?? 0);
  return { malicious: of('malicious'), suspicious: of('suspicious'), benign: of('benign'), undecided: of('undecided') };
};

async function* listings(redis: Redis, keys: ReputationKeys, state: ListingState): AsyncGenerator<Listing> {
  let cursor = '0';
  do {
    const [next, pairs] = await redis.hscan(keys.listings, cursor, 'COUNT', 500);
    for (const [index, stored] of pairs.entries()) {
      const listing = index % 2 === 1 ? fromStored(stored) : null;
      if (listing?.state === state) yield listing;
    }
    cursor = next;
  } while (cursor !== '0');
}

/** Listings looked at by one run of the script: a few milliseconds of Redis' one thread. */
const expireAtOnce = 500;

const expire = async ({ redis, keys, ageing, changeRows }: Ledger, nowMs: number, max: number): Promise<number> => {
  let delisted = 0;
  for (let left = max; left > 0;) {
    const asked = Math.min(left, expireAtOnce);
    const reply = await run(expireScript, redis, listingKeys(keys), [Math.trunc(nowMs), changeRows, asked, ageing.rememberSecs * 1000]);
    const [ended, seen] = reply as [number, number]; // The script's head promises two.
    delisted += ended;
    if (seen < asked) return delisted;
    left -= seen;
  }
  return delisted;
};

const listingOf = async (redis: Redis, keys: ReputationKeys, expression: string): Promise<{ listing: Listing; standsOn: string[] } | null> => {
  const stored = await redis.hget(keys.listings, fieldOf(expression));
  if (stored === null) return null;
  const { by } = JSON.parse(stored) as { readonly by?: Readonly<Record<string, number>> }; // as record.lua wrote it; an empty list where it is empty
  return { listing: fromStored(stored), standsOn: Object.keys(by ?? {}).filter((key) => key.length === 22) };
};

const decide = async ({ redis, keys, changeRows }: Ledger, expression: string, decision: string, who: string, note: string, nowMs: number): Promise<DecisionOutcome> =>
  await run(decideScript, redis, listingKeys(keys), [Math.trunc(nowMs), changeRows, fieldOf(expression), decision, who, note.slice(0, 500)]) as DecisionOutcome; // The script's head promises one.

const overturn = async ({ redis, keys, ageing, changeRows }: Ledger, expression: string, nowMs: number, reason: string): Promise<'overturned' | 'unknown'> => {
  const outcome = await run(overturnScript, redis, listingKeys(keys), [
    Math.trunc(nowMs), changeRows, fieldOf(expression), reason.slice(0, 500), Math.trunc(nowMs) + ageing.overturnedSecs * 1000,
  ]);
  return outcome as 'overturned' | 'unknown'; // The script's head promises one.
};
