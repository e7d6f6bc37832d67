import { namesOfTile } from './entries.ts';
import { getBytes } from './http.ts';
import { CtLogError, type CtReader } from './log.ts';

const tileEntries = 256;
const maxTileBytes = 64_000_000;
const maxCheckpointBytes = 65_536;

/** c2sp.org/static-ct-api: a checkpoint, and data tiles of 256 entries; the last tile may be part of one. */
export const staticReader = (userAgent: string): CtReader => ({
  head: async ({ url }, signal) => {
    const note = (await getBytes(`${url}checkpoint`, maxCheckpointBytes, userAgent, signal)).toString('utf8');
    const [, size = '', root = ''] = note.split('\n');
    if (!/^\d{1,15}$/.test(size) || !/^[A-Za-z0-9+/]{43}=$/.test(root)) throw new CtLogError(`${url}checkpoint is no checkpoint`);
    return { size: Number(size), root, atMs: null };
  },
  entries: async ({ url }, from, to, signal) => {
    const tile = Math.floor(from / tileEntries);
    const first = tile * tileEntries;
    const width = Math.min(tileEntries, to - first);
    const name = `${url}tile/data/${tilePath(tile)}${width < tileEntries ? `.p/${width}` : ''}`;
    const entries = namesOfTile(await getBytes(name, maxTileBytes, userAgent, signal));
    if (entries === null || entries.length < width) throw new CtLogError(`${name} is no data tile of ${width} entries`);
    return { entries: entries.slice(from - first, width), next: first + width };
  },
});

/** @example tilePath(1234067) // "x001/x234/067" */
export const tilePath = (tile: number): string => {
  const groups: string[] = [];
  for (let left = tile; groups.length === 0 || left > 0; left = Math.floor(left / 1000)) groups.unshift(String(left % 1000).padStart(3, '0'));
  return groups.map((group, index) => (index < groups.length - 1 ? `x${group}` : group)).join('/');
};
