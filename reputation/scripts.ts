import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

/** A Lua file beside this one (after lua/listing.lua, where it changes listings), and the SHA-1 that Redis knows it by. */
export interface Script { readonly lua: string; readonly sha1: string }

const luaFile = (name: string): string => readFileSync(new URL(`./lua/${name}.lua`, import.meta.url), 'utf8');
const shared = luaFile('listing');

const script = (name: string, changesListings = true): Script => {
  const lua = changesListings ? `${shared}\n${luaFile(name)}` : luaFile(name);
  return { lua, sha1: createHash('sha1').update(lua).digest('hex') };
};

export const recordScript = script('record');
export const expireScript = script('expire');
export const overturnScript = script('overturn');
export const decideScript = script('decide');
export const factsScript = script('facts', false);

/** Runs it by name, and sends its text where Redis has been restarted since. */
export const run = async ({ lua, sha1 }: Script, redis: Redis, keys: readonly string[], args: readonly (string | number)[], answer: 'texts' | 'buffers' = 'texts'): Promise<unknown> => {
  const send = (command: 'EVALSHA' | 'EVAL', text: string): Promise<unknown> =>
    (answer === 'texts' ? redis.call(command, text, keys.length, ...keys, ...args) : redis.callBuffer(command, text, keys.length, ...keys, ...args));
  try {
    return await send('EVALSHA', sha1);
  } catch (error) {
    // The code that starts the message is part of Redis' protocol.
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return send('EVAL', lua);
  }
};
