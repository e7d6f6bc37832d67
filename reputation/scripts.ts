import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

/** A Lua file beside this one, and the SHA-1 that Redis knows it by. */
export interface Script { readonly lua: string; readonly sha1: string }

const script = (name: string): Script => {
  const lua = readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
  return { lua, sha1: createHash('sha1').update(lua).digest('hex') };
};

export const recordScript = script('record');
export const expireScript = script('expire');
export const overturnScript = script('overturn');

/** Runs it by name, and sends its text where Redis has been restarted since. */
export const run = async ({ lua, sha1 }: Script, redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> => {
  try {
    return await redis.evalsha(sha1, keys.length, ...keys, ...args);
  } catch (error) {
    // The code that starts the message is part of Redis' protocol.
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return redis.eval(lua, keys.length, ...keys, ...args);
  }
};
