/**
 * Look-ups a second through the reputation store, one URL and 500 at a time, against the plain procedure over
 * the same listings: each expression's hash asked with a GET of its own, all of a URL's at once. Same Redis,
 * same URLs, same run, interleaved; medians of the rounds. Every tenth URL is listed; both must find the same.
 *
 *     node --import tsx bench/lookup.ts [listings] [rounds]
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRedis } from '../queues/redis.ts';
import { listingSchema } from '../records/index.ts';
import { readAgeing } from '../reputation/ageing.ts';
import { readAllowList } from '../reputation/allow-list.ts';
import { readRadius } from '../reputation/radius.ts';
import { readHosting } from '../reputation/hosting.ts';
import { keysOf } from '../reputation/keys.ts';
import { openReputation } from '../reputation/store.ts';
import { fieldOf, fromStored, toStored } from '../reputation/stored-listing.ts';
import { expressions } from '../url/expressions.ts';
import { parseUrl } from '../url/parse.ts';
import type { Listing } from '../records/index.ts';
import type { CanonicalUrl } from '../url/types.ts';

const listings = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 5);
const [singles, many, batch] = [2000, 20_000, 500];
const nowMs = 1_780_000_000_000;

const data = (name: string): unknown => JSON.parse(readFileSync(new URL(`../config/data/${name}.json`, import.meta.url), 'utf8'));
const canonical = (url: string): CanonicalUrl => {
  const parsed = parseUrl(url);
  if (!parsed.ok) throw new Error(`${url}: ${parsed.problem}`);
  return parsed.url.canonical;
};

/** Four labels, two folders and a query: 16 expressions, as a usual lure has. */
const urlAt = (index: number): string => `https://account.mail${index}.lure${index % 997}.test/a${index % 13}/b/page${index}.html?id=${index}`;
const listingAt = (index: number): Listing => listingSchema.parse({
  v: 1, expression: expressions(canonical(urlAt(index)))[1], scope: 'path', scopeReason: 'Only this page of the host is known to be malicious.', threat: 'phishing', score: 0.97, brand: 'Acorn Bank', compromised: false, state: 'active',
  firstSeenMs: nowMs, lastSeenMs: nowMs, expiresAtMs: nowMs + 86_400_000, policy: '2026-11-01.1', urlKey: 'Zk3xQ0vJ5n2mB8cR1tYw-A', captureKey: '0mpqt4s00-Zk3xQ0vJ5n2mB8cR1tYw-A', sources: ['feed:urlhaus'], cleanLooks: 0,
});

const dataDir = mkdtempSync(path.join(tmpdir(), 'harrier-bench-'));
const handle = await openRedis({ url: null, dataDir });
const redis = handle.client('commands');
const prefix = randomUUID();
const keys = keysOf(prefix);
const plainKey = (field: string): string => `plain:${field}`;
const store = openReputation({ redis, prefix, allowList: readAllowList(data('allow-list')), hosting: readHosting(data('hosting')), ageing: readAgeing(data('ageing')), radius: readRadius(data('blast-radius'), data('top-sites')) });

/** `write` for every listing, a thousand a round trip; answers bytes of Redis each took. */
const filled = async (write: (pipeline: ReturnType<typeof redis.pipeline>, field: string, stored: string) => void): Promise<number> => {
  const before = await usedBytes();
  for (let from = 0; from < listings; from += 1000) {
    const pipeline = redis.pipeline();
    for (let index = from; index < Math.min(from + 1000, listings); index += 1) {
      const listing = listingAt(index * 10);
      write(pipeline, fieldOf(listing.expression), toStored(listing));
    }
    await pipeline.exec();
  }
  return ((await usedBytes()) - before) / listings;
};
const usedBytes = async (): Promise<number> => Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);

const throughStore = async (urls: readonly CanonicalUrl[], size: number): Promise<number> => {
  let found = 0;
  for (let from = 0; from < urls.length; from += size) {
    found += (await store.lookup(urls.slice(from, from + size), nowMs)).filter(({ answer }) => answer === 'listed').length;
  }
  return found;
};
const oneGetEach = async (urls: readonly CanonicalUrl[]): Promise<number> => {
  let found = 0;
  for (const url of urls) {
    const stored = await Promise.all(expressions(url).map((expression) => redis.get(plainKey(fieldOf(expression)))));
    if (stored.some((text) => text !== null && fromStored(text).expiresAtMs > nowMs)) found += 1;
  }
  return found;
};

try {
  const hashBytes = await filled((pipeline, field, stored) => pipeline.hset(keys.listings, field, stored).zadd(keys.expiry, nowMs + 86_400_000, field));
  const plainBytes = await filled((pipeline, field, stored) => pipeline.set(plainKey(field), stored));
  const step = Math.max(10, Math.floor(listings / many) * 10);
  const urls = Array.from({ length: many }, (_, index) => canonical(urlAt(index * step + (index % 10))));
  const some = urls.slice(0, singles);
  const procedures: readonly { readonly name: string; readonly urls: readonly CanonicalUrl[]; readonly run: () => Promise<number> }[] = [
    { name: 'store, 1 URL at a time', urls: some, run: () => throughStore(some, 1) },
    { name: 'store, 500 at a time', urls, run: () => throughStore(urls, batch) },
    { name: 'a GET per expression', urls: some, run: () => oneGetEach(some) },
  ];
  const perSecond = new Map(procedures.map(({ name }): [string, number[]] => [name, []]));
  const found = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, urls: asked, run } of procedures) {
      const startedAt = performance.now();
      found.set(name, await run());
      perSecond.get(name)?.push((asked.length * 1000) / (performance.now() - startedAt));
    }
  }
  if (found.get('store, 1 URL at a time') !== found.get('a GET per expression')) throw new Error(`the procedures disagree: ${JSON.stringify([...found])}`);
  console.log(`${listings} listings, ${expressions(urls[0] ?? canonical(urlAt(0))).length} expressions a URL, medians of ${rounds}`);
  for (const [name, figures] of perSecond) console.log(`${name.padEnd(24)} ${Math.round(median(figures)).toLocaleString('en')} look-ups/s, ${found.get(name)} found`);
  console.log(`Redis bytes a listing: ${Math.round(hashBytes)} in the store, its place in the expiry index included; ${Math.round(plainBytes)} as keys of their own without one`);
} finally {
  redis.disconnect();
  await handle.close();
  rmSync(dataDir, { recursive: true, force: true });
}

function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
}
