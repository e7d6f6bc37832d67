import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { openRedis, type RedisHandle } from '../../queues/redis.ts';

/** A Redis of a test file's own: started before its tests, stopped and deleted after them. */
export const testRedis = (): { readonly handle: RedisHandle; readonly client: Redis; readonly dataDir: string; prefix(): string } => {
  let dataDir = '';
  let handle: RedisHandle | null = null;
  let client: Redis | null = null;
  before(async () => {
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'harrier-test-'));
    handle = await openRedis({ url: null, dataDir });
    client = handle.client('commands');
  });
  after(async () => {
    client?.disconnect();
    await handle?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const started = <Thing>(thing: Thing | null): Thing => {
    if (thing === null) throw new Error('Redis runs only inside of the tests');
    return thing;
  };
  return {
    get handle() { return started(handle); },
    get client() { return started(client); },
    get dataDir() { return dataDir; },
    prefix: () => `t${randomBytes(6).toString('hex')}`,
  };
};
