import { verdictSchema, type BlastRadius, type Listing, type ListingState, type Verdict, type VerdictKind } from '../records/index.ts';
import { changes, position } from './changes.ts';
import { keysOf, listingKeys, type ReputationKeys } from './keys.ts';
import { lookup } from './lookup.ts';
import { decidedVerdict, readDecided, writeDecided, type UrlDecision } from './decided.ts';
import { record, write, type Ledger } from './record.ts';
import { decideScript, expireScript, overturnScript, run } from './scripts.ts';
import { fieldOf, fromStored } from './stored-listing.ts';
import type { Redis } from 'ioredis';
import { meaningOf, type Ageing } from './ageing.ts';
import type { AllowList } from './allow-list.ts';
import type { Hosting } from './hosting.ts';
import type { RadiusData } from './radius.ts';
import type { DecisionOutcome, ReputationStore, UrlDecided, VerdictHistory } from './contract.ts';

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
    verdictsOf: async (urlKeys) => (urlKeys.length === 0 ? [] : (await redis.mget(urlKeys.map(keys.verdict))).map((stored) => (stored === null ? null : verdictIn(stored)))),
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
    decideUrl: (urlKey, decision) => decideUrl(ledger, urlKey, decision),
    undoUrl: (urlKey, nowMs) => undoUrl(ledger, urlKey, nowMs),
    heldBy: (urlKey) => heldBy(redis, keys, urlKey),
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

const decideUrl = async (ledger: Ledger, urlKey: string, decision: UrlDecision): Promise<UrlDecided | null> => {
  const { redis, keys } = ledger;
  const [known, before] = await Promise.all([verdictOf(redis, keys, urlKey), readDecided(redis, keys.decided(urlKey))]);
  if (known === null) return null;
  const machine = before?.machine ?? known;
  // First what outranks, then the verdict: whatever look is recorded in between passes through it.
  await writeDecided(redis, keys.decided(urlKey), { decision, machine }, decision.atMs);
  const decided = decidedVerdict({ ...machine, atMs: Math.max(decision.atMs, known.atMs) }, decision);
  return { outcome: await write(ledger, decided.verdict, decided.meaning, decision.scope, ['review'], decision.atMs), verdict: decided.verdict, machine };
};

const undoUrl = async (ledger: Ledger, urlKey: string, nowMs: number): Promise<UrlDecided | null> => {
  const { redis, keys } = ledger;
  const standing = await readDecided(redis, keys.decided(urlKey));
  if (standing === null) return null;
  const { decision, machine } = standing;
  await redis.del(keys.decided(urlKey));
  const verdict = { ...machine, atMs: Math.max(nowMs, machine.atMs) };
  const before = meaningOf(machine);
  // Takes the blame that the decision laid on it off again; where the machine blames it as well, that is laid anew.
  const lifted = decision.verdict === 'malicious' ? await write(ledger, verdict, 'clean-for-sure', null, [], nowMs) : null;
  return { outcome: lifted === null || before === 'malicious' ? await write(ledger, { ...verdict, atMs: verdict.atMs + 1 }, before, null, ['review'], nowMs) : lifted, verdict, machine };
};

const heldBy = async (redis: Redis, keys: ReputationKeys, urlKey: string): Promise<{ held: string[]; radius: BlastRadius | null }> => {
  const stored = await redis.get(keys.verdict(urlKey));
  const fields = stored === null ? [] : (stored.slice(0, stored.indexOf('\n')).split(' ')[2] ?? '').split(',').filter((field) => field !== '');
  if (fields.length === 0) return { held: [], radius: null };
  const listings = (await redis.hmget(keys.listings, ...fields)).flatMap((text) => (text === null ? [] : [fromStored(text)]));
  const held = listings.filter(({ state, hold }) => state === 'held' && hold !== null && hold.kind !== 'shared');
  const widest = [...held].sort((a, b) => (b.radius?.decentUrls ?? 0) - (a.radius?.decentUrls ?? 0))[0];
  return { held: held.map(({ expression }) => expression), radius: widest?.radius ?? null };
};

const decide = async ({ redis, keys, changeRows }: Ledger, expression: string, decision: string, who: string, note: string, nowMs: number): Promise<DecisionOutcome> =>
  await run(decideScript, redis, listingKeys(keys), [Math.trunc(nowMs), changeRows, fieldOf(expression), decision, who, note.slice(0, 500)]) as DecisionOutcome; // The script's head promises one.

const overturn = async ({ redis, keys, ageing, changeRows }: Ledger, expression: string, nowMs: number, reason: string): Promise<'overturned' | 'unknown'> => {
  const outcome = await run(overturnScript, redis, listingKeys(keys), [
    Math.trunc(nowMs), changeRows, fieldOf(expression), reason.slice(0, 500), Math.trunc(nowMs) + ageing.overturnedSecs * 1000,
  ]);
  return outcome as 'overturned' | 'unknown'; // The script's head promises one.
};
