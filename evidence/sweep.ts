import { readdirSync, rmdirSync, statSync, unlinkSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { digitsOf, readCaptureKey, timeOf } from './capture-key.ts';
import { decode } from './encoding.ts';
import { errnoOf } from './errors.ts';
import { readWhole } from './files.ts';
import { captureFolderChars, isUrlKey, urlMarkPath, type Layout } from './layout.ts';
import { maxManifestBytes, readManifest } from './manifest.ts';
import type { CaptureKey } from './contract.ts';

/**
 * Retention by one cut in time. Captures that started before it go, and blobs whose modification time is
 * before it go: `keepBlob` moves that time to the newest visit that refers to the blob, so a blob that a
 * kept capture needs is never before the cut. No list of references is kept, and no manifest of a kept
 * capture is read. A blob may outlive its last capture until the cut passes its time, never the reverse.
 *
 * A blob is looked at and deleted without letting go of the thread in between; a writer in another process
 * that refers to it in that very moment looks again after its manifest is written (evidence/store.ts).
 */

export interface SweepLimits { readonly maxAgeMs: number; readonly maxBytes: number }

/** Captures younger than this are never swept: their writers may still be at work. */
const untouchableMs = 600_000;

/** Resolution of the search for the cut that fits `maxBytes`. */
const slotMs = 60_000;

export const sweep = async (layout: Layout, limits: SweepLimits, nowMs: number): Promise<{ readonly deleted: number; readonly bytes: number }> => {
  const latestCut = nowMs - untouchableMs;
  const cut = Math.min(latestCut, Math.max(nowMs - limits.maxAgeMs, await cutThatFits(layout, limits.maxBytes)));
  let deleted = 0;
  for (const folder of folders(layout.captures)) {
    if (folder > digitsOf(cut).slice(0, captureFolderChars)) continue;
    for (const entry of files(path.join(layout.captures, folder))) {
      const key = readCaptureKey(entry);
      if (key === null || timeOf(key) >= cut) continue;
      await deleteCapture(layout, key, path.join(layout.captures, folder, entry));
      deleted += 1;
    }
    removeIfEmpty(path.join(layout.captures, folder));
  }
  for await (const file of blobFiles(layout)) deleteIfBefore(file, cut);
  for (const entry of files(layout.tmp)) deleteIfBefore(path.join(layout.tmp, entry), latestCut);
  return { deleted, bytes: await bytesOf(layout) };
};

/** The earliest time from which on everything fits, 0 where all does. */
const cutThatFits = async (layout: Layout, maxBytes: number): Promise<number> => {
  const bytesBySlot = new Map<number, number>();
  let total = 0;
  await eachFile(layout, (atMs, bytes) => {
    const slot = Math.floor(atMs / slotMs);
    bytesBySlot.set(slot, (bytesBySlot.get(slot) ?? 0) + bytes);
    total += bytes;
  });
  if (total <= maxBytes) return 0;
  for (const [slot, bytes] of [...bytesBySlot].sort(([a], [b]) => a - b)) {
    total -= bytes;
    if (total <= maxBytes) return (slot + 1) * slotMs;
  }
  return Number.MAX_SAFE_INTEGER;
};

const bytesOf = async (layout: Layout): Promise<number> => {
  let total = 0;
  await eachFile(layout, (_atMs, bytes) => { total += bytes; });
  return total;
};

/** Every manifest and blob with its time and its bytes on disk. */
const eachFile = async (layout: Layout, see: (atMs: number, bytes: number) => void): Promise<void> => {
  const seeFile = (file: string): void => {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined) see(found.mtimeMs, found.size);
  };
  for (const folder of folders(layout.captures)) {
    for (const entry of files(path.join(layout.captures, folder))) seeFile(path.join(layout.captures, folder, entry));
    await setImmediate();
  }
  for await (const file of blobFiles(layout)) seeFile(file);
};

/** The mark of its URL goes first: `keysOf` must not name a capture that is no more. */
const deleteCapture = async (layout: Layout, key: CaptureKey, file: string): Promise<void> => {
  const urlKey = await urlKeyOf(file);
  if (urlKey !== null) unlinkIfThere(urlMarkPath(layout, urlKey, key));
  unlinkIfThere(file);
};

/** Null where the manifest is damaged; then its mark stays, and `get` answers null for it. */
const urlKeyOf = async (file: string): Promise<string | null> => {
  try {
    const content = await readWhole(file);
    if (content === null) return null;
    const { urlKey } = readManifest(await decode(content, maxManifestBytes));
    return typeof urlKey === 'string' && isUrlKey(urlKey) ? urlKey : null;
  } catch {
    return null;
  }
};

async function* blobFiles(layout: Layout): AsyncGenerator<string> {
  for (const outer of folders(layout.blobs)) {
    for (const inner of folders(path.join(layout.blobs, outer))) {
      for (const entry of files(path.join(layout.blobs, outer, inner))) yield path.join(layout.blobs, outer, inner, entry);
    }
    await setImmediate(); // A store of millions of files must not stop the process that sweeps it.
  }
}

const deleteIfBefore = (file: string, cut: number): void => {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && found.mtimeMs < cut) unlinkIfThere(file);
};

const unlinkIfThere = (file: string): void => {
  try {
    unlinkSync(file);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
};

const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errnoOf(error) ?? '')) throw error;
  }
};

const entriesOf = (folder: string): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
};
const folders = (folder: string): string[] => entriesOf(folder).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
const files = (folder: string): string[] => entriesOf(folder).filter((entry) => entry.isFile()).map((entry) => entry.name);
