import { expressions, partsOf } from '../url/expressions.ts';
import { listedFactsOf } from './replica/facts.ts';
import { fieldOf, fromStored } from './stored-listing.ts';
import type { Redis } from 'ioredis';
import type { CanonicalUrl } from '../url/types.ts';
import type { ListedFacts, Listing, LookupAnswer, Scope, Threat } from '../records/index.ts';
import type { Ageing } from './ageing.ts';
import type { ReputationKeys } from './keys.ts';

export const maxLookupUrls = 500;

/** Fields asked by one HMGET: some 100 µs of Redis' one thread, so that others aren't kept waiting. */
const fieldsAtOnce = 1000;

/**
 * What is known of each URL, asked of Redis: for a process that has no replica (reputation/replica/). All
 * expressions of all URLs go out in one round trip, each once.
 */
export const lookup = async (redis: Redis, keys: ReputationKeys, ageing: Ageing, answerWithinMs: number, urls: readonly CanonicalUrl[], nowMs: number): Promise<LookupAnswer[]> => {
  if (urls.length > maxLookupUrls) throw new RangeError(`at most ${maxLookupUrls} URLs can be looked up at once, not ${urls.length}`);
  if (urls.length === 0) return [];
  const fieldsByUrl = urls.map((url) => expressions(url).map(fieldOf));
  const fields = [...new Set(fieldsByUrl.flat())];
  const found = await storedAt(redis, keys.listings, fields, answerWithinMs);
  if (typeof found === 'string') return urls.map(() => ({ answer: 'unavailable', reason: found }));
  return urls.map((url, index) => {
    const matching = (fieldsByUrl[index] ?? []).flatMap((field) => found.get(field) ?? []).filter((listing) => listing.state === 'active').map(listedFactsOf)
      .filter(({ expression, scope, expiresAtMs }) => expiresAtMs > nowMs && matchesHost(expression, scope, url));
    return matching.length === 0
      ? { answer: 'not-listed', cacheSecs: ageing.notListedCacheSecs }
      : listedAnswer(gravest(matching), ageing, nowMs);
  });
};

export const listedAnswer = (listing: ListedFacts, { listedCacheSecs }: Pick<Ageing, 'listedCacheSecs'>, nowMs: number): LookupAnswer =>
  ({ answer: 'listed', listing, cacheSecs: Math.min(listedCacheSecs, Math.max(1, Math.floor((listing.expiresAtMs - nowMs) / 1000))) });

/** Of listings that match one URL (one at least) the gravest threat; among equals the longest expression, then the longest host. */
export const gravest = (listings: readonly ListedFacts[]): ListedFacts =>
  listings.reduce((first, other) => {
    const order = gravity[other.threat] - gravity[first.threat] || other.expression.length - first.expression.length || other.expression.indexOf('/') - first.expression.indexOf('/');
    return order > 0 ? other : first;
  });

const gravity: Readonly<Record<Threat, number>> = { 'malware': 9, 'drive-by': 8, 'phishing': 7, 'skimmer': 6, 'clickfix': 5, 'tech-support-scam': 4, 'cryptojacking': 3, 'scam': 2, 'unwanted': 1 };

/**
 * An expression of Safe Browsing also matches below its host. A listing of scope `host` means that host
 * alone (with or without "www."), and here it is kept to that; a client that works on hashes can't.
 */
export const matchesHost = (expression: string, scope: Scope, url: CanonicalUrl): boolean => {
  if (scope !== 'host') return true;
  const { host } = partsOf(url);
  const listed = expression.slice(0, -1);
  return host === listed || host === `www.${listed}`;
};

/** Listings by field, or why Redis could not be asked, a sentence. */
const storedAt = async (redis: Redis, key: string, fields: readonly string[], answerWithinMs: number): Promise<ReadonlyMap<string, Listing> | string> => {
  if (redis.status === 'end' || redis.status === 'close' || redis.status === 'reconnecting') return 'The connection to Redis is down.';
  const late = deadline(answerWithinMs);
  try {
    return await Promise.race([fetched(redis, key, fields), late.passed.then(() => `Redis did not answer within ${answerWithinMs} ms.`)]);
  } catch (error) {
    return `Redis refused: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    late.cancel();
  }
};

const fetched = async (redis: Redis, key: string, fields: readonly string[]): Promise<ReadonlyMap<string, Listing>> => {
  const pages = Array.from({ length: Math.ceil(fields.length / fieldsAtOnce) }, (_, page) => fields.slice(page * fieldsAtOnce, (page + 1) * fieldsAtOnce));
  const found = new Map<string, Listing>();
  await Promise.all(pages.map(async (page) => {
    for (const [index, stored] of (await redis.hmget(key, ...page)).entries()) {
      const field = page[index];
      if (stored !== null && field !== undefined) found.set(field, fromStored(stored));
    }
  }));
  return found;
};

const deadline = (ms: number): { readonly passed: Promise<void>; readonly cancel: () => void } => {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => { timer = setTimeout(resolve, ms); });
  return { passed, cancel: () => { clearTimeout(timer); } };
};
