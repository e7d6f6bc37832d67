import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { decode } from '../../evidence/encoding.ts';

/** Something that a system keeps, and where. */
export interface Kept { readonly where: string; readonly text: string }

const everything = Number.MAX_SAFE_INTEGER;

/** Every file below a folder, as it is and unpacked where it is packed evidence; links are not followed. */
export const filesIn = async (folder: string): Promise<Kept[]> => {
  const kept: Kept[] = [];
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const kind = lstatSync(file);
    if (kind.isDirectory()) kept.push({ where: file, text: name }, ...await filesIn(file));
    else if (kind.isFile()) {
      const bytes = readFileSync(file);
      const unpacked = await decode(bytes, 1e8).catch(() => new Uint8Array());
      kept.push({ where: file, text: `${name}\n${bytes.toString('latin1')}\n${Buffer.from(unpacked).toString('latin1')}` });
    }
  }
  return kept;
};

/** Every key of a Redis with all of its value. */
export const keysIn = async (redis: Redis): Promise<Kept[]> => {
  const kept: Kept[] = [];
  for (const key of await redis.keys('*')) {
    const values = await valuesOf(redis, key, await redis.type(key));
    kept.push({ where: `Redis key ${key}`, text: [key, ...values.map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)))].join('\n') });
  }
  return kept;
};

const valuesOf = async (redis: Redis, key: string, type: string): Promise<unknown[]> => {
  switch (type) {
    case 'string': return [await redis.getBuffer(key)];
    case 'hash': return Object.entries(await redis.hgetallBuffer(key)).flat();
    case 'list': return redis.lrangeBuffer(key, 0, -1);
    case 'set': return redis.smembersBuffer(key);
    case 'zset': return redis.zrangeBuffer(key, 0, -1);
    case 'stream': return (await redis.xrangeBuffer(key, '-', '+', 'COUNT', everything)).flat(2);
    default: throw new Error(`a key of type ${type} is not looked into: ${key}`);
  }
};
