import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import path from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { EvidenceStore } from '../evidence/contract.ts';
import { openEvidence } from '../evidence/store.ts';
import { openDoor, type Door } from '../intake/door.ts';
import { openFrontier, type RedisFrontier } from '../queues/frontier/frontier.ts';
import { openRedis, type RedisHandle } from '../queues/redis.ts';
import { readAgeing } from '../reputation/ageing.ts';
import { readAllowList } from '../reputation/allow-list.ts';
import type { ReputationStore } from '../reputation/contract.ts';
import { readHosting } from '../reputation/hosting.ts';
import { openReputation } from '../reputation/store.ts';
import { givenJson, shippedData } from './judging.ts';

/** Starts every Redis key, so that one Redis can serve others beside Harrier. */
export const keyPrefix = 'harrier';

/** The stores that every part of a system shares, opened from the settings. */
export interface Stores {
  readonly redis: RedisHandle;
  /** One connection for commands; whoever needs another asks `redis`. */
  readonly client: Redis;
  readonly frontier: RedisFrontier;
  readonly reputation: ReputationStore;
  readonly evidence: EvidenceStore;
  readonly door: Door;
  close(): Promise<void>;
}

/** Throws RedisError, whose message says what to do. */
export const openStores = async (settings: Settings, env: NodeJS.ProcessEnv, now: () => number, log: Logger): Promise<Stores> => {
  const redis = await openRedis({
    url: settings.redisUrl,
    dataDir: settings.dataDir,
    searchPath: env['PATH'] ?? '',
    log: (message) => { log.info(message); },
    onExit: (error) => { log.error(error.message); },
  });
  for (const warning of redis.warnings) log.warn(warning);
  const client = redis.client('commands');
  const close = async (): Promise<void> => {
    client.disconnect();
    await redis.close();
  };
  try {
    const frontier = await openFrontier(client, { prefix: keyPrefix, hostDelayMs: settings.hostDelayMs });
    const allowLists = [shippedData('allow-list'), ...(settings.allowList === null ? [] : [givenJson(settings.allowList, 'allow list')])];
    const reputation = openReputation({
      redis: client, prefix: keyPrefix,
      allowList: readAllowList(...allowLists), hosting: readHosting(shippedData('hosting')), ageing: readAgeing(shippedData('ageing')),
    });
    return {
      redis, client, frontier, reputation,
      evidence: openEvidence({ dir: path.join(settings.dataDir, 'evidence') }),
      door: openDoor({ frontier, now, labMode: settings.labMap !== null }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};
