import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'mocha';
import { openRedis, type RedisHandle } from '../../queues/redis.ts';
import { readAgeing } from '../../reputation/ageing.ts';
import { readAllowList } from '../../reputation/allow-list.ts';
import { readHosting } from '../../reputation/hosting.ts';
import { readRadius } from '../../reputation/radius.ts';
import { openReputation, type ReputationOptions } from '../../reputation/store.ts';
import type { Redis } from 'ioredis';
import type { ReputationStore } from '../../reputation/contract.ts';

const data = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../config/data/${name}.json`, import.meta.url), 'utf8'));

/** The data that Harrier ships. */
export const shipped = { allowList: readAllowList(data('allow-list')), hosting: readHosting(data('hosting')), ageing: readAgeing(data('ageing')), radius: readRadius(data('blast-radius'), data('top-sites')) };

/** Many pages of one host stay many listings: what blames their host is tested by itself (radius.test.ts). */
const pageByPage = { ...shipped.radius, serveNothingElse: { badPages: 1_000_000 } };

/** A Redis of this file's tests, from its first to its last. */
export const withRedis = (): { readonly client: () => Redis; readonly open: (options?: Partial<ReputationOptions>) => ReputationStore } => {
  let handle: RedisHandle | undefined;
  let redis: Redis | undefined;
  let dir = '';
  before(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'harrier-reputation-'));
    handle = await openRedis({ url: null, dataDir: dir });
    redis = handle.client('commands');
  });
  after(async () => {
    redis?.disconnect();
    await handle?.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const client = (): Redis => redis ?? (() => { throw new Error('Redis is there from `before` to `after`'); })();
  return { client, open: (options) => openReputation({ redis: client(), prefix: randomUUID(), ...shipped, radius: pageByPage, ...options }) };
};
