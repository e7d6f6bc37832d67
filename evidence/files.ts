import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf } from './errors.ts';
import type { Layout } from './layout.ts';

/**
 * Puts a whole file in place or none: written under tmp/, synced, renamed. Its modification time is set
 * to `atMs`, which retention reads (evidence/sweep.ts). Killed in between, it leaves a file in tmp/.
 */
export const writeWhole = async (layout: Layout, target: string, content: Uint8Array, atMs: number): Promise<void> => {
  const temporary = path.join(layout.tmp, randomUUID());
  try {
    await withFolder(layout.tmp, () => writeSynced(temporary, content, atMs));
    await withFolder(path.dirname(target), () => rename(temporary, target));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // The first failure is the one to tell.
    throw error;
  }
};

/** An empty file, all or nothing by itself. */
export const makeEmpty = (file: string): Promise<void> => withFolder(path.dirname(file), () => writeFile(file, ''));

/** The file, null where there is none. */
export const readWhole = async (file: string): Promise<Uint8Array | null> => {
  try {
    return await readFile(file);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw error;
  }
};

const writeSynced = async (file: string, content: Uint8Array, atMs: number): Promise<void> => {
  const handle = await open(file, 'wx', 0o640);
  try {
    await handle.writeFile(content);
    await handle.utimes(atMs / 1000, atMs / 1000);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes the folder only where the work says that it is missing: it nearly always exists. */
const withFolder = async (folder: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    await mkdir(folder, { recursive: true });
    await work();
  }
};
