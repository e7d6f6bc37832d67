import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import { checkRedis } from './redis-check.ts';
import { findServer, knock, placeEmbedded, startServer, storageError, withStartLock, type EmbeddedPlace } from './redis-embedded.ts';
import { RedisError } from './redis-error.ts';

export { RedisError, type RedisErrorCode } from './redis-error.ts';

export interface OpenRedisOptions {
  /** "redis://", "rediss://", "unix:///path" or a socket's path; null for the embedded one. */
  readonly url: string | null;
  /** Where the embedded one keeps its files. */
  readonly dataDir: string;
  /** Called with each sentence that an operator may want to read. */
  readonly log?: (message: string) => void;
  /** Called each time the embedded server has died, or could not be started again, while we use it; it is tried again. */
  readonly onExit?: (error: RedisError) => void;
  /** The redis-server to start: a file, or a name that is looked up in `searchPath`. */
  readonly server?: string;
  /** Folders as in PATH; without it the process's own. */
  readonly searchPath?: string;
  /** Start the embedded one again also where another process began and ended it: for a process that stays. */
  readonly keep?: boolean;
}

/**
 * - `commands`: answers come in the order asked; survives a restart of Redis by asking again.
 * - `blocking`: for Bull's blocking reads and subscriptions, which allow no check of readiness.
 */
export type ClientKind = 'commands' | 'blocking';

export interface RedisHandle {
  /** What makes this Redis lose data or refuse it, a sentence each. */
  readonly warnings: readonly string[];
  /** For other processes: what they give as `url` to use the same server. */
  readonly url: string;
  /** Whether we started or took over the server, and stop it in the end. A guest that keeps it may become its owner. */
  readonly role: 'given' | 'owner' | 'guest';
  /** Process id of the embedded server that we watch, null for another's. */
  pid(): number | null;
  /** A new connection. Whoever asked for it closes it. */
  client(kind: ClientKind): Redis;
  /** Ends our watch; an owner stops the server cleanly. Close the clients first. */
  close(): Promise<void>;
}

/** Connects to the given Redis, or to the embedded one, which is started where it doesn't run. Throws RedisError. */
export const openRedis = async (options: OpenRedisOptions): Promise<RedisHandle> =>
  options.url === null ? openEmbedded(options) : openGiven(options.url);

/** A given Redis is told to be down after this; while it is in use it is waited for. */
const answerMs = 5000;

/** A command that was under way when the connection broke is sent again; a server that reads its file is waited for. */
const connect = (target: RedisOptions | string, kind: ClientKind): Redis => {
  const options: RedisOptions = {
    maxRetriesPerRequest: null,
    enableReadyCheck: kind === 'commands',
    retryStrategy: (times) => Math.min(20 * times, 500),
    reconnectOnError: (error) => (error.message.startsWith('LOADING ') ? 2 : false),
  };
  const client = typeof target === 'string' ? new Redis(target, options) : new Redis({ ...target, ...options });
  // Each failed attempt is an event; without a listener it would be printed. Commands wait until it works again.
  client.on('error', () => undefined);
  return client;
};

const openGiven = async (url: string): Promise<RedisHandle> => {
  const target = url.startsWith('unix://') ? url.slice('unix://'.length) : url;
  const where = withoutPassword(url);
  const first = new Redis(target, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, connectTimeout: answerMs });
  let cause: Error | null = null;
  first.on('error', (error) => { cause = error; });
  try {
    await inTime(first.connect(), where).catch((error: unknown) => { throw unreachable(cause ?? error, where); });
    const warnings = await inTime(checkRedis(first, where, `{harrier}:probe:${randomUUID()}`), where);
    return { warnings, url, role: 'given', pid: () => null, client: (kind) => connect(target, kind), close: () => Promise.resolve() };
  } finally {
    first.disconnect();
  }
};

/** What listens there may be something else that never answers. */
const inTime = async <Result>(work: Promise<Result>, where: string): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new RedisError('redis-down', `what listens at ${where} has not answered in ${answerMs / 1000} s. See that it is a Redis and well, mend REDIS_URL, or unset it to use an embedded one.`)); }, answerMs);
  });
  return Promise.race([work, late]).finally(() => { clearTimeout(timer); });
};

const unreachable = (error: unknown, where: string): RedisError => {
  if (error instanceof RedisError) return error;
  const says = error instanceof Error ? error.message : String(error);
  if (['NOAUTH', 'WRONGPASS', 'NOPERM'].includes(says.split(' ', 1)[0] ?? '')) {
    return new RedisError('redis-refused', `Redis at ${where} refuses us (${says}). Put the right user and password into REDIS_URL.`, { cause: error });
  }
  return new RedisError('redis-down', `no Redis answers at ${where} (${says}). Start it, mend REDIS_URL, or unset REDIS_URL to use an embedded one.`, { cause: error });
};

const withoutPassword = (url: string): string => {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '***';
  return parsed.href;
};

const openEmbedded = async (options: OpenRedisOptions): Promise<RedisHandle> => {
  let place: EmbeddedPlace;
  try {
    place = placeEmbedded(options.dataDir);
  } catch (error) {
    throw error instanceof RedisError ? error : storageError(error, options.dataDir);
  }
  const keeper = new Keeper(place, findProgram(options.server ?? 'redis-server', options.searchPath), options);
  await keeper.open();
  const client = knock(place.socket);
  try {
    await client.connect();
    const warnings = await checkRedis(client, place.socket, `{harrier}:probe:${randomUUID()}`);
    return {
      warnings, url: `unix://${place.socket}`, get role() { return keeper.isOwner ? 'owner' : 'guest'; }, pid: () => keeper.pid,
      client: (kind) => connect({ path: place.socket }, kind), close: () => keeper.close(),
    };
  } catch (error) {
    await keeper.close();
    throw error;
  } finally {
    client.disconnect();
  }
};

/** Throws RedisError `redis-missing`. Without a search path the system looks the name up when it starts it. */
const findProgram = (name: string, searchPath: string | undefined): string => {
  if (searchPath === undefined || name.includes('/')) return name;
  const found = searchPath.split(path.delimiter).filter((folder) => folder !== '').map((folder) => path.join(folder, name)).find(existsSync);
  if (found === undefined) throw new RedisError('redis-missing', `there is no ${name} in PATH. Install Redis 6.2 or newer ("apt-get install redis-server", "brew install redis"), or give one with REDIS_URL.`);
  return found;
};

const ownerName = 'harrier-owner';

/**
 * Keeps the embedded server running. Its owner is the process whose connection bears the owner's name, so that
 * an owner that was killed is none any more: the next process that opens the data folder adopts the server.
 * Everybody else is a guest, who doesn't stop it, and starts it again only where it is told to keep it.
 */
class Keeper {
  isOwner = false;
  pid: number | null = null;
  readonly #place: EmbeddedPlace;
  readonly #server: string;
  readonly #options: OpenRedisOptions;
  #watch: Redis | null = null;
  #child: ChildProcess | null = null;
  #restarting: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(place: EmbeddedPlace, server: string, options: OpenRedisOptions) {
    this.#place = place;
    this.#server = server;
    this.#options = options;
  }

  /** Starts, adopts or joins. The lock keeps two processes from starting two servers on one file. */
  async open(): Promise<void> {
    await withStartLock(this.#place, async () => {
      const running = await findServer(this.#place);
      if (running === null) {
        this.#child = await startServer(this.#place, this.#server);
        // Not waited for by our event loop: who forgets close() leaves a server that is adopted later.
        this.#child.unref();
        this.pid = this.#child.pid ?? null;
      } else this.pid = running.pid;
      const watch = knock(this.#place.socket);
      await watch.connect();
      this.isOwner = running === null || !/(?:^| )name=harrier-owner /m.test(String(await watch.client('LIST')));
      if (this.isOwner) {
        if (running !== null) this.#options.log?.(`adopted the Redis that an earlier run left (process ${running.pid})`);
        await watch.client('SETNAME', ownerName);
      } else {
        this.pid = null;
        if (this.#options.keep !== true) {
          watch.disconnect();
          return;
        }
      }
      this.#watch = watch;
      watch.once('end', () => { this.#restarting = this.#restart(); });
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#restarting;
    const watch = this.#watch;
    if (watch === null) return;
    watch.removeAllListeners('end');
    if (!this.isOwner) {
      watch.disconnect();
      return;
    }
    const ended = new Promise((resolve) => watch.once('end', resolve));
    try {
      await watch.shutdown('NOSAVE');
    } catch {
      // It ends without an answer. Where it answered that it can't, all that it promised is on the disk already.
      if (watch.status === 'ready' && this.pid !== null) process.kill(this.pid, 'SIGKILL');
    }
    await ended;
    await this.#reaped();
  }

  /** Opens again until it works, each time later, up to five seconds. A server that only broke our connection is found again. */
  async #restart(): Promise<void> {
    this.#watch = null;
    if (this.isOwner) this.#report(new RedisError('redis-down', 'the embedded Redis ended by itself; it is started again. What it had answered for is in its append-only file.'));
    else this.#options.log?.('whoever ran the embedded Redis has ended it; it is taken over');
    for (let attempt = 0; !this.#closing.signal.aborted; attempt++) {
      try {
        await this.open();
        this.#options.log?.(`Redis runs again (process ${this.pid})`);
        return;
      } catch (error) {
        this.#report(error instanceof RedisError ? error : storageError(error, this.#place.folder));
      }
      await pause(Math.min(100 * 2 ** attempt, 5_000), undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
  }

  #report(error: RedisError): void {
    this.#options.log?.(error.message);
    this.#options.onExit?.(error);
  }

  /** Our own child leaves its exit code to us. */
  async #reaped(): Promise<void> {
    const child = this.#child;
    if (child === null || child.pid !== this.pid || child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    await new Promise((resolve) => child.once('exit', resolve));
  }
}
