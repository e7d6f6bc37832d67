import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { UrlModel } from '../classifiers/model/url-model.ts';
import type { Settings } from '../config/settings.ts';
import type { EvidenceStore } from '../evidence/contract.ts';
import { openEvidence } from '../evidence/store.ts';
import { openDoor, type Door } from '../intake/door.ts';
import { openLinks } from '../intake/privacy/index.ts';
import { openFrontier, type RedisFrontier } from '../queues/frontier/frontier.ts';
import { openRedis, type RedisHandle } from '../queues/redis.ts';
import { readAgeing } from '../reputation/ageing.ts';
import { readAllowList, type AllowList } from '../reputation/allow-list.ts';
import { keysOf } from '../reputation/keys.ts';
import { openLookupCounts, type LookupCounts } from '../reputation/lookup-counts.ts';
import type { ReputationStore } from '../reputation/contract.ts';
import { readHosting } from '../reputation/hosting.ts';
import { readRadius } from '../reputation/radius.ts';
import { openReputation } from '../reputation/store.ts';
import type { Priority } from '../records/index.ts';
import type { ParsedUrl } from '../url/types.ts';
import { openLog, settingsOf, type CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { openBrands, openUrlModel } from './judging.ts';
import { privacyKey } from './privacy-key.ts';
import { givenData, shippedData } from './shipped-data.ts';

/** Starts every Redis key, so that one Redis can serve others beside Harrier. */
export const keyPrefix = 'harrier';

/** The stores that every part of a system shares, opened from the settings. */
export interface Stores {
  readonly redis: RedisHandle;
  /** One connection for commands; whoever needs another asks `redis`. */
  readonly client: Redis;
  readonly frontier: RedisFrontier;
  readonly reputation: ReputationStore;
  readonly lookups: LookupCounts;
  readonly evidence: EvidenceStore;
  readonly door: Door;
  close(): Promise<void>;
}

/** Throws CommandError where no system was ever started with this data folder: what only reads must not make one. */
export const requireSystem = ({ redisUrl, dataDir }: Settings): void => {
  if (redisUrl === null && !existsSync(path.join(dataDir, 'redis'))) {
    throw new CommandError(exitCodes.usage, `there is no system in ${path.resolve(dataDir)}. Name its data folder with --data-dir or HARRIER_DATA_DIR, or its Redis with REDIS_URL; "harrier up" starts a new one there.`);
  }
};

/** Who started the embedded Redis is alone with it: the URLs wait until a system runs. */
export const sayWhoVisits = ({ redis }: Stores): void => {
  if (redis.role === 'owner') process.stderr.write('harrier: no system runs there now; "harrier up" starts one, and visits them.\n');
};

/** `keepRedis`: whoever else ends the embedded Redis, it is started again. Throws RedisError, FrontierLayoutError and CommandError, whose messages say what to do. */
export const openStores = async (settings: Settings, env: NodeJS.ProcessEnv, now: () => number, log: Logger, keepRedis = false): Promise<Stores> => {
  const redis = await openRedis({
    url: settings.redisUrl,
    dataDir: settings.dataDir,
    keep: keepRedis,
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
    const reputation = openReputation({
      redis: client, prefix: keyPrefix,
      allowList: openAllowList(settings), hosting: readHosting(shippedData('hosting')), ageing: readAgeing(shippedData('ageing')),
      radius: readRadius(shippedData('blast-radius'), shippedData('top-sites')),
    });
    return {
      redis, client, frontier, reputation,
      lookups: openLookupCounts(client, keysOf(keyPrefix), now, Math.random),
      evidence: openEvidence({ dir: path.join(settings.dataDir, 'evidence') }),
      door: openDoor({ frontier, now, labMode: settings.labMap !== null, redaction: settings.redaction, links: openLinks(client, keyPrefix, privacyKey(settings.dataDir)), priorityOf: priorityByLook(settings) }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

/** Works with the stores of the system that the options name, and closes them. Throws as `requireSystem` and `openStores` do, and what the work throws. */
export const withSystem = async <T>(context: CliContext, options: object, work: (stores: Stores) => Promise<T>): Promise<T> => {
  const settings = settingsOf(context, { ...options });
  requireSystem(settings);
  const stores = await openStores(settings, context.env, context.now, openLog(settings));
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
};

/**
 * A URL of a list that looks malicious goes one step before the rest of the list; what a person asked for (0 and 1)
 * goes first as it is. The model is loaded with the first URL.
 */
const priorityByLook = (settings: Settings): ((url: ParsedUrl, asked: Priority) => Priority) => {
  let model: UrlModel | null = null;
  return (url, asked) => {
    if (asked < 2) return asked;
    model ??= openUrlModel(settings, openBrands(settings));
    return model.isSuspicious(url, model.score(url)) ? (asked - 1) as Priority : asked; // 2 or 3 less one
  };
};

/** The shipped allow list, and the user's own. */
export const openAllowList = ({ allowList }: Settings): AllowList => {
  const shipped = shippedData('allow-list');
  return allowList === null ? readAllowList(shipped) : givenData(allowList, 'allow list', 'allow-list', (own) => readAllowList(shipped, own));
};
