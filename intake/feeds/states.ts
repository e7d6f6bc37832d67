import type { Redis } from 'ioredis';
import { feedStateSchema, newFeed, type FeedState } from './feed.ts';

/** Where feeds' positions are kept: {P:feeds}:states, HASH, feed name -> FeedState as JSON. Written by the system that pulls, without TTL. */
export interface FeedStates {
  /** A feed that was never pulled, or whose row can't be read any more, is due at once. */
  get(name: string): Promise<FeedState>;
  put(name: string, state: FeedState): Promise<void>;
}

export const openFeedStates = (redis: Redis, prefix: string): FeedStates => {
  const key = `{${prefix}:feeds}:states`;
  return {
    get: async (name) => {
      const stored = await redis.hget(key, name);
      return stored === null ? newFeed : parsedOr(stored, newFeed);
    },
    put: async (name, state) => { await redis.hset(key, name, JSON.stringify(state)); },
  };
};

const parsedOr = (stored: string, otherwise: FeedState): FeedState => {
  const parsed = feedStateSchema.safeParse(JSON.parse(stored));
  return parsed.success ? parsed.data : otherwise;
};
