import { createHmac } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { UrlKey } from '../../url/index.ts';

/**
 * How many different links came in as one redacted URL: how many people a lure was sent to, without knowing whom.
 * {P:privacy}:links:<url key>, HyperLogLog of keyed hashes of the links as they came (HMAC-SHA-256), TTL 90 days after
 * the last one. The key of the hash never leaves the installation and isn't in Redis, so that nobody can try
 * whether a link that they guess was among them.
 */
export interface Links {
  /** Notes links, and answers how many different ones led to each URL by now, about (1 % off). */
  note(links: readonly Link[]): Promise<number[]>;
}

export interface Link {
  readonly key: UrlKey;
  /** As it came; nothing of it is kept. */
  readonly original: string;
}

const keepSecs = 90 * 86_400;

export const openLinks = (redis: Redis, prefix: string, secret: Uint8Array): Links => ({
  note: async (links) => {
    const pipeline = redis.pipeline();
    for (const { key, original } of links) {
      const counter = `{${prefix}:privacy}:links:${key}`;
      pipeline.pfadd(counter, createHmac('sha256', secret).update(original).digest());
      pipeline.expire(counter, keepSecs);
      pipeline.pfcount(counter);
    }
    const replies = await pipeline.exec() ?? [];
    return links.map((_, index) => {
      const [error, count] = replies[index * 3 + 2] ?? [new Error('Redis did not answer'), 0];
      if (error !== null) throw error;
      return Number(count);
    });
  },
});
