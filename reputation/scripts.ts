import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';

/** Lua (after lua/listing.lua, where it changes listings), and the SHA-1 that Redis knows it by. */
export interface Script { readonly lua: string; readonly sha1: string }

/** One after the other, the earlier ones being what the last one uses. */
export const scriptOf = (...files: readonly URL[]): Script => {
  const lua = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  return { lua, sha1: createHash('sha1').update(lua).digest('hex') };
};

const luaFile = (name: string): URL => new URL(`./lua/${name}.lua`, import.meta.url);
const script = (name: string, changesListings = true): Script => (changesListings ? scriptOf(luaFile('listing'), luaFile(name)) : scriptOf(luaFile(name)));

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
