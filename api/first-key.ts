import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';

/**
 * The one-time link of a first start: whoever started the server makes the first administrator's key with it. A
 * token works once, within an hour, and the newest alone; kept is its hash, in `{<prefix>:api}:first-key`.
 */
export interface FirstKey {
  /** A token for the link; one that was offered before ends. */
  offer(): Promise<string>;
  /** Whether it is the token that was offered; from then on it is none. */
  take(token: string): Promise<boolean>;
}

const worksSecs = 3600;

export const openFirstKey = (redis: Redis, prefix: string): FirstKey => {
  const key = `{${prefix}:api}:first-key`;
  const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
  return {
    offer: async () => {
      const token = randomBytes(24).toString('base64url');
      await redis.set(key, hashOf(token), 'EX', worksSecs);
      return token;
    },
    // Deleted only where it is the right one: a guess ends no link. In one step, so that two can't both have it.
    take: async (token) => await redis.eval("if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end return redis.call('DEL', KEYS[1])", 1, key, hashOf(token)) === 1,
  };
};
