import Bull from 'bull';
import type { Redis } from 'ioredis';
import type { Offer } from '../queues/frontier/contract.ts';
import type { RedisHandle } from '../queues/redis.ts';

/**
 * The frontier that one writes first: a hash a URL, a sorted set of due times, pipelined. No politeness, no
 * holders, no priorities, no transition that is all or nothing.
 */
export class NaiveFrontier {
  readonly #client: Redis;
  readonly #prefix: string;

  constructor(client: Redis, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  async offer(offers: readonly Offer[], nowMs: number): Promise<void> {
    const known = this.#client.pipeline();
    for (const { key } of offers) known.exists(`${this.#prefix}:url:${key}`);
    const answers = await known.exec() ?? [];
    const writes = this.#client.pipeline();
    offers.forEach(({ key, url, lane, priority, source }, at) => {
      if (answers[at]?.[1] === 1) return;
      writes.hset(`${this.#prefix}:url:${key}`, { url, lane, priority, source, attempts: 0, state: 'due', firstSeenMs: nowMs });
      writes.zadd(`${this.#prefix}:due`, nowMs, key);
    });
    await writes.exec();
  }

  async leaseAndSettle(max: number, nowMs: number, nextMs: number): Promise<number> {
    const keys = await this.#client.zrangebyscore(`${this.#prefix}:due`, '-inf', nowMs, 'LIMIT', 0, max);
    const lease = this.#client.pipeline();
    for (const key of keys) lease.hgetall(`${this.#prefix}:url:${key}`).hset(`${this.#prefix}:url:${key}`, 'state', 'leased').zadd(`${this.#prefix}:due`, nowMs + 60_000, key);
    await lease.exec();
    const settle = this.#client.pipeline();
    for (const key of keys) settle.hset(`${this.#prefix}:url:${key}`, 'state', 'resting').zadd(`${this.#prefix}:due`, nextMs, key);
    await settle.exec();
    return keys.length;
  }
}

/** Plain Bull as the store of what is to be visited: a job a URL, named by its key. */
export const openPlainBull = (redis: RedisHandle, prefix: string): { offer(offers: readonly Offer[]): Promise<void>; close(): Promise<void> } => {
  const clients: Redis[] = [];
  const queue = new Bull('urls', {
    prefix: `{${prefix}}`,
    createClient: (type) => {
      const client = redis.client(type === 'client' ? 'commands' : 'blocking');
      clients.push(client);
      return client;
    },
  });
  return {
    async offer(offers) {
      await queue.addBulk(offers.map((data) => ({ data, opts: { jobId: data.key, priority: data.priority + 1, removeOnComplete: true } })));
    },
    async close() {
      await queue.close(true);
      for (const client of clients) client.disconnect();
    },
  };
};
