import type { Redis } from 'ioredis';
import { RedisError } from './redis-error.ts';

/** LPOP with a count and HRANDFIELD's generation; Crawlee, Bull and the frontier's scripts need no newer. */
export const oldestRedis = [6, 2] as const;

/** "7.0.15" as [7, 0, 15]; null for what is no version. */
export const parseVersion = (text: string): readonly [number, number, number] | null => {
  const [, major, minor, patch] = /^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,6}))?/.exec(text) ?? [];
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor), Number(patch ?? 0)];
};

/** Throws RedisError `redis-too-old`. A version that can't be read counts as too old. */
export const requireVersion = (text: string, where: string): void => {
  const version = parseVersion(text);
  const [major, minor] = oldestRedis;
  if (version !== null && (version[0] > major || (version[0] === major && version[1] >= minor))) return;
  throw new RedisError('redis-too-old', `Redis at ${where} is version ${text || 'unknown'}, Harrier needs ${major}.${minor} or newer. Upgrade it, or give another with REDIS_URL.`);
};

/** A section of INFO as a map of its "name:value" lines. */
export const parseInfo = (text: string): ReadonlyMap<string, string> =>
  new Map(text.split('\r\n').filter((line) => line.includes(':')).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));

/**
 * Whether a Redis can carry the queues: version, writable. Returns warnings about what makes it lose data.
 * Throws RedisError. `probeKey` is written and expires after a second.
 */
export const checkRedis = async (client: Redis, where: string, probeKey: string): Promise<string[]> => {
  const info = parseInfo(await client.info());
  requireVersion(info.get('redis_version') ?? '', where);
  if (info.get('role') === 'slave') throw new RedisError('redis-read-only', `Redis at ${where} is a replica. Give its master (${info.get('master_host')}:${info.get('master_port')}) with REDIS_URL.`);
  try {
    await client.set(probeKey, '1', 'PX', 1000);
  } catch (error) {
    throw refusedWrite(error, where);
  }
  return durabilityWarnings(client, info, where);
};

/** An error reply's first word is its code, by the protocol. */
const refusedWrite = (error: unknown, where: string): RedisError => {
  const says = error instanceof Error ? error.message : String(error);
  switch (says.split(' ', 1)[0]) {
    case 'READONLY': return new RedisError('redis-read-only', `Redis at ${where} is read-only. Give a master with REDIS_URL.`, { cause: error });
    case 'MISCONF': return new RedisError('disk-full', `Redis at ${where} can't save to its disk and refuses writes (${says}). Make room on its disk.`, { cause: error });
    case 'OOM': return new RedisError('redis-read-only', `Redis at ${where} is at its maxmemory and refuses writes. Raise maxmemory.`, { cause: error });
    default: return new RedisError('redis-refused', `Redis at ${where} refuses a write (${says}). Give a user that may read and write every key.`, { cause: error });
  }
};

/** Hosted engines may not let CONFIG be read: then that is the warning. */
const durabilityWarnings = async (client: Redis, info: ReadonlyMap<string, string>, where: string): Promise<string[]> => {
  const warnings: string[] = [];
  let config: ReadonlyMap<string, string>;
  try {
    config = await readConfig(client, ['maxmemory-policy', 'appendfsync']);
  } catch {
    return [`Redis at ${where} does not show its configuration. See that appendonly is yes, appendfsync is always and maxmemory-policy is noeviction.`];
  }
  const policy = config.get('maxmemory-policy');
  if (policy !== 'noeviction') warnings.push(`Redis at ${where} may evict keys (maxmemory-policy is ${policy}): accepted URLs can be lost. Set it to noeviction.`);
  if (info.get('aof_enabled') !== '1') warnings.push(`Redis at ${where} has no append-only file: what it accepted is lost when it dies. Set appendonly to yes.`);
  else if (config.get('appendfsync') !== 'always') warnings.push(`Redis at ${where} has appendfsync ${config.get('appendfsync')}: the last seconds can be lost when it dies. Set it to always.`);
  return warnings;
};

/** CONFIG GET, one name at a time: several in one call came with Redis 7. */
export const readConfig = async (client: Redis, names: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const rows = await Promise.all(names.map(async (name) => client.config('GET', name) as Promise<string[]>)); // a flat name, value list
  return new Map(rows.map(([name = '', value = '']) => [name, value]));
};
