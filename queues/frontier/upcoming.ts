import type { FrontierKeys } from '../keys.ts';
import type { RedisClient } from '../script.ts';
import type { UrlKey } from '../../url/types.ts';
import type { FrontierRecord } from './contract.ts';
import { decodeRecord, sourceIndexOf } from './record.ts';

/** Lanes times priorities (lua/place.lua). */
const lines = 8;
/** Buckets of a line that are looked into: the nearest. */
const nearestBuckets = 3;
const idBytes = 16;

/**
 * What of one partition is due next, in the order of due times, at most `max`: about so, because a bucket is not
 * ordered inside, and only its beginning is read. A few small reads, however many URLs wait.
 */
export const upcomingOf = async (client: RedisClient, keys: FrontierKeys, max: number): Promise<FrontierRecord[]> => {
  const ids = new Map<string, Buffer>();
  const add = (entries: readonly Buffer[]): void => { for (const entry of entries) ids.set(entry.toString('base64url', 0, idBytes), entry.subarray(0, idBytes)); };
  await Promise.all(Array.from({ length: lines }, async (_, line) => {
    const [ready, soon, days] = await Promise.all([
      client.lrangeBuffer(`${keys.line}ready:${line}`, 0, max - 1), client.zrangeBuffer(`${keys.line}soon:${line}`, 0, max - 1), client.zrange(`${keys.line}days:${line}`, 0, nearestBuckets - 1),
    ]);
    add(ready);
    add(soon);
    for (const bucket of days) add(await client.lrangeBuffer(`${keys.line}day:${line}:${bucket}`, 0, max - 1));
  }));
  if (ids.size === 0) return [];
  const [raws, sources] = await Promise.all([client.hmgetBuffer(keys.records, ...ids.values()), client.hgetall(keys.sources)]);
  return [...ids.keys()].flatMap((key, index) => {
    const raw = raws[index];
    if (raw === null || raw === undefined) return [];
    const record = decodeRecord(key as UrlKey, raw, sources[`i:${sourceIndexOf(raw)}`] ?? 'other'); // what `offer` was given
    return record.dueAtMs === null || record.state === 'leased' || record.state === 'buried' ? [] : [record];
  }).sort((a, b) => (a.dueAtMs ?? 0) - (b.dueAtMs ?? 0)).slice(0, max);
};
