import { createHash } from 'node:crypto';
import { stat, utimes } from 'node:fs/promises';
import { decode, encode } from './encoding.ts';
import { errnoOf } from './errors.ts';
import { readWhole, writeWhole } from './files.ts';
import { blobPath, type Layout } from './layout.ts';

export const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/**
 * Makes sure that the blob is there, and that its modification time is not before `atMs`: the start of
 * the newest visit that refers to it. Retention deletes a blob by that time alone, and so needs to know
 * no references: what a capture at or after the cut refers to is at or after the cut itself.
 */
export const keepBlob = async (layout: Layout, sha256: string, content: Uint8Array, atMs: number): Promise<void> => {
  const file = blobPath(layout, sha256);
  try {
    if ((await stat(file)).mtimeMs < atMs) await utimes(file, atMs / 1000, atMs / 1000);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    await writeWhole(layout, file, await encode(content), atMs);
  }
};

/** The content, or why it can't be had, to be said after the part's name. */
export const readBlob = async (layout: Layout, sha256: string, bytes: number): Promise<Uint8Array | { readonly damage: string }> => {
  const file = await readWhole(blobPath(layout, sha256));
  if (file === null) return { damage: `lacks its blob ${sha256}` };
  const content = await decode(file, bytes).catch(() => null);
  return content !== null && sha256Of(content) === sha256 ? content : { damage: `has a damaged blob ${sha256}` };
};
