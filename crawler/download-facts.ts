import { fileTypeFromBuffer } from 'file-type';
import type { Download } from '../records/index.ts';
import { listArchive } from './archive.ts';
import { caps, cutText } from './caps.ts';
import { sha256 } from './hash.ts';

/** What a file's bytes say about it. */
export const downloadOf = async (from: { readonly url: string; readonly name: string; readonly claimedType: string | null; readonly unprompted: boolean }, body: Buffer): Promise<Download> => {
  // file-type reads headers only, and throws on some that are cut.
  const detectedType = (await fileTypeFromBuffer(body).catch(() => undefined))?.mime ?? scriptType(body);
  return {
    url: cutText(from.url, caps.url),
    name: cutText(from.name, 300),
    claimedType: from.claimedType,
    detectedType,
    bytes: body.length,
    sha256: sha256(body),
    archive: await listArchive(body, detectedType),
    unprompted: from.unprompted,
    body: new Uint8Array(body),
  };
};

/** Text formats that file-type does not know, by how they begin. */
const scriptType = (body: Buffer): string | null => {
  const head = body.subarray(0, 512).toString('latin1').trimStart().toLowerCase();
  if (head.startsWith('#!')) return 'text/x-shellscript';
  if (head.startsWith('<!doctype html') || head.startsWith('<html')) return 'text/html';
  if (head.startsWith('@echo off')) return 'application/x-bat';
  if (head.startsWith('[internetshortcut]')) return 'application/internet-shortcut';
  return null;
};
