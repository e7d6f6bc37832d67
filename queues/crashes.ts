import { queueKeys } from './keys.ts';
import type { RedisClient } from './script.ts';

/** Which visits of a URL died of it, one after the other. */
export interface Crashes {
  /** Takes note of a visit, by its lease, and answers how many there are; the same visit counts once, however often it is told. */
  add(urlKey: string, lease: string): Promise<number>;
  /** A visit lived: the count begins again. */
  forget(urlKey: string): Promise<void>;
}

/** So long after the last one a URL is given another two: what killed it may be gone, from the page or from Chromium. */
const rememberedSecs = 30 * 86_400;

export const openCrashes = (client: RedisClient, prefix: string): Crashes => {
  const keys = queueKeys(prefix);
  return {
    async add(urlKey, lease) {
      const key = keys.crashes(urlKey);
      await client.sadd(key, lease);
      await client.expire(key, rememberedSecs);
      return client.scard(key);
    },
    async forget(urlKey) {
      await client.del(keys.crashes(urlKey));
    },
  };
};
