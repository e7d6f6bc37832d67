import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { placeEmbedded, withStartLock } from '../queues/redis-embedded.ts';
import { CommandError, exitCodes } from './exit.ts';

/**
 * Holds a data folder for one running system: a second one would crawl the same URLs twice, and sweep the first
 * one's evidence by its own settings. Held by a socket that we listen at, beside that of Redis: the kernel lets go
 * of it when we die, in whatever way, and it can't be taken for that of a process with our number.
 *
 * Throws CommandError that names the process which holds it.
 */
export const holdDataFolder = async (dataDir: string): Promise<{ release(): Promise<void> }> => {
  const place = placeEmbedded(dataDir);
  const socket = path.join(path.dirname(place.socket), 'up.sock');
  return withStartLock(place, async () => {
    const holder = await holderOf(socket);
    if (holder !== null) throw new CommandError(exitCodes.machineLacks, `Harrier is up already with the data folder ${dataDir} (process ${holder}). Use that one, stop it first, or give another folder with --data-dir.`);
    rmSync(socket, { force: true });
    const server = createServer((caller) => { caller.on('error', () => undefined).end(String(process.pid)); });
    server.listen(socket);
    await once(server, 'listening');
    server.unref();
    return { release: () => new Promise((resolve) => { server.close(() => { resolve(); }); }) };
  });
};

/** Process id of whoever listens there, null for nobody. */
const holderOf = async (socket: string): Promise<string | null> => {
  const caller = connect(socket);
  try {
    let pid = '';
    for await (const chunk of caller.setEncoding('ascii')) pid += String(chunk);
    return pid;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return null;
    throw error;
  }
};
