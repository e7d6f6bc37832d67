import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, linkSync, lstatSync, mkdirSync, readFileSync, realpathSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { readConfig } from './redis-check.ts';
import { RedisError } from './redis-error.ts';

/** Where the embedded Redis lives. */
export interface EmbeddedPlace {
  /** Append-only file, log. */
  readonly folder: string;
  readonly socket: string;
}

/** sun_path holds 108 bytes on Linux, 104 on BSD and macOS, with a closing zero. */
const maxSocketBytes = 103;
/** Below this much room Redis is not started: it would end at its first write. */
const leastFreeBytes = 16 * 2 ** 20;
/** Reading a large append-only file takes a while: 2 million URLs took 4 s. */
const startDeadlineMs = 120_000;

/**
 * Makes the folder. The socket is in the data folder, or, where that path is too long for a socket, in a folder
 * of our own under the temporary one, named by the data folder's hash.
 */
export const placeEmbedded = (dataDir: string): EmbeddedPlace => {
  const folder = path.join(path.resolve(dataDir), 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const real = realpathSync(folder);
  const near = path.join(real, 'redis.sock');
  if (Buffer.byteLength(near) <= maxSocketBytes) return { folder: real, socket: near };
  const short = path.join(os.tmpdir(), `harrier-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`);
  mkdirSync(short, { recursive: true, mode: 0o700 });
  const found = lstatSync(short);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o077) !== 0) {
    throw new RedisError('redis-not-ours', `${short} is needed for the socket of Redis but is somebody else's, or open to others. Delete it, or choose a data folder with a shorter path.`);
  }
  return { folder: real, socket: path.join(short, 'redis.sock') };
};

/**
 * Starts redis-server and waits until it answers. In a process group of its own, so that Ctrl-C reaches us
 * first and leases can still be ended. Throws RedisError.
 */
export const startServer = async (place: EmbeddedPlace, server: string): Promise<ChildProcess> => {
  requireRoom(place.folder);
  const child = spawn(server, serverArguments(place), { stdio: 'ignore', detached: true });
  const ended = new AbortController();
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(missing(server, error)));
    child.once('exit', (code, signal) => {
      if (!ended.signal.aborted) reject(endedAtStart(place, server, code, signal));
    });
  });
  failed.catch(() => undefined);
  try {
    await Promise.race([answers(place.socket, startDeadlineMs, ended.signal), failed]);
  } finally {
    ended.abort();
  }
  return child;
};

/**
 * `appendfsync always`: an answer is sent after what it answers for is on the disk. With `everysec` Redis
 * may answer up to two seconds before it writes (while an earlier fsync runs), which a kill would lose.
 *
 * A URL's commands are four times its rewritten form, so that the file is rewritten when the URLs have about
 * doubled; at Redis' own 100 % it was at every quarter more, which halved the intake at a million URLs.
 */
const serverArguments = ({ folder, socket }: EmbeddedPlace): string[] => [
  '--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', folder,
  '--appendonly', 'yes', '--appendfsync', 'always', '--save', '', '--maxmemory-policy', 'noeviction',
  '--auto-aof-rewrite-min-size', '256mb', '--auto-aof-rewrite-percentage', '400',
  '--daemonize', 'no', '--logfile', path.join(folder, 'redis.log'), '--loglevel', 'warning',
];

/** A client that tells at once whether anybody listens, instead of trying on. */
export const knock = (socket: string): Redis => {
  const client = new Redis({ path: socket, lazyConnect: true, retryStrategy: () => null, enableOfflineQueue: false, enableReadyCheck: false, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  return client;
};

/** A server that already listens there: null where none does. Throws RedisError where it isn't ours. */
export const findServer = async (place: EmbeddedPlace): Promise<{ readonly pid: number } | null> => {
  if (!existsSync(place.socket)) return null;
  const client = knock(place.socket);
  try {
    try {
      await client.connect();
    } catch {
      return null;
    }
    await answers(place.socket, startDeadlineMs, null);
    const config = await readConfig(client, ['dir', 'appendonly']);
    if (config.get('dir') !== place.folder || config.get('appendonly') !== 'yes') {
      throw new RedisError('redis-not-ours', `another Redis (its folder is ${config.get('dir')}) listens at ${place.socket}. Stop it, or choose another data folder.`);
    }
    return { pid: Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1]) };
  } finally {
    client.disconnect();
  }
};

/** Resolves when the server answers PING, so has read its file, or when `stop` is aborted. Throws RedisError `redis-down` after the deadline. */
const answers = async (socket: string, deadlineMs: number, stop: AbortSignal | null): Promise<void> => {
  const deadline = AbortSignal.timeout(deadlineMs);
  while (stop?.aborted !== true) {
    const client = knock(socket);
    try {
      await client.connect();
      await client.ping();
      return;
    } catch (error) {
      if (deadline.aborted) throw new RedisError('redis-down', `Redis at ${socket} did not answer within ${deadlineMs / 1000} s. Look into redis.log in the data folder.`, { cause: error });
    } finally {
      client.disconnect();
    }
    await pause(20);
  }
};

/** A lock file that a dead process left, or one that is older than any start takes, is nobody's. */
export const withStartLock = async <Result>({ folder }: EmbeddedPlace, work: () => Promise<Result>): Promise<Result> => {
  const file = path.join(folder, 'start.lock');
  const own = `${file}.${process.pid}.${randomUUID()}`;
  const deadline = AbortSignal.timeout(startDeadlineMs);
  for (;;) {
    try {
      // A link comes into being whole, with the process id in it, or not at all.
      writeFileSync(own, String(process.pid), { mode: 0o600 });
      linkSync(own, file);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw storageError(error, folder);
      if (isStale(file) || deadline.aborted) rmSync(file, { force: true });
      else await pause(50);
    } finally {
      rmSync(own, { force: true });
    }
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};

const isStale = (file: string): boolean => {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
};

const requireRoom = (folder: string): void => {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < leastFreeBytes) throw diskFull(folder);
};

const diskFull = (folder: string): RedisError => new RedisError('disk-full', `the disk of ${folder} is full. Make room (${leastFreeBytes / 2 ** 20} MB at least), or choose another data folder.`);

export const storageError = (error: unknown, folder: string): RedisError => {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' ? diskFull(folder) : new RedisError('redis-down', `Redis can't use ${folder} (${message}). Choose a data folder that can be written.`, { cause: error });
};

const missing = (server: string, error: NodeJS.ErrnoException): RedisError => error.code === 'ENOENT'
  ? new RedisError('redis-missing', `there is no ${server}. Install Redis 6.2 or newer ("apt-get install redis-server", "brew install redis"), or give one with REDIS_URL.`, { cause: error })
  : new RedisError('redis-missing', `${server} can't be started (${error.message}). Mend that, or give a Redis with REDIS_URL.`, { cause: error });

/** Why the child ended before it answered: room first, then the append-only file, else its own last words. */
const endedAtStart = ({ folder }: EmbeddedPlace, server: string, code: number | null, signal: string | null): RedisError => {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < leastFreeBytes) return diskFull(folder);
  const manifest = path.join(folder, 'appendonlydir', 'appendonly.aof.manifest');
  // redis-server called by this name is the checker.
  if (existsSync(manifest) && spawnSync(server, [manifest], { argv0: 'redis-check-aof', stdio: 'ignore', input: '' }).status === 1) {
    return new RedisError('redis-corrupt', `the append-only file in ${folder} is damaged. Copy the folder away, then run "redis-check-aof --fix ${manifest}": what follows the damage is cut off.`);
  }
  return new RedisError('redis-down', `redis-server ended at once (${signal ?? `code ${code}`}): ${lastWords(path.join(folder, 'redis.log'))}`);
};

const lastWords = (log: string): string => {
  try {
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-3).join(' / ').slice(-600);
  } catch {
    return 'it left no log';
  }
};
