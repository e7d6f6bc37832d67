import type { Redis } from 'ioredis';
import type { z } from 'zod';

/**
 * Where each source of one kind was left: {P:<kind>}:states, HASH, name -> state as JSON. Written by the system that
 * reads the source, without TTL.
 */
export interface Positions<State> {
  /** That of a source that was never read, or whose row can't be read any more, is the first. */
  get(name: string): Promise<State>;
  put(name: string, state: State): Promise<void>;
}

export const openPositions = <State>(redis: Redis, prefix: string, kind: 'feeds' | 'ct' | 'honeypots', schema: z.ZodType<State>, first: State): Positions<State> => {
  const key = `{${prefix}:${kind}}:states`;
  return {
    get: async (name) => {
      const stored = await redis.hget(key, name);
      const parsed = stored === null ? null : schema.safeParse(JSON.parse(stored));
      return parsed?.success === true ? parsed.data : first;
    },
    put: async (name, state) => { await redis.hset(key, name, JSON.stringify(state)); },
  };
};
