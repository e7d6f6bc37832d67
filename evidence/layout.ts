import path from 'node:path';
import type { CaptureKey } from './contract.ts';

/**
 * Where everything lies under the evidence folder. Every name in a path is made of a hash, a checked
 * capture key or a checked URL key: nothing that a page, a header or a client wrote becomes a path.
 *
 *     blobs/3f/a9/3fa9…           a body or long text, by SHA-256 of its plain bytes
 *     captures/0lyq2/0lyq2k….….json   a manifest; a folder holds 28 minutes (36^4 ms)
 *     urls/Zk/<url key>.<capture key>  empty: "this URL has that capture"
 *     tmp/                        files being written
 */
export interface Layout {
  readonly dir: string;
  readonly blobs: string;
  readonly captures: string;
  readonly urls: string;
  readonly tmp: string;
}

export const layoutOf = (dir: string): Layout => ({
  dir, blobs: path.join(dir, 'blobs'), captures: path.join(dir, 'captures'), urls: path.join(dir, 'urls'), tmp: path.join(dir, 'tmp'),
});

export const blobPath = (layout: Layout, sha256: string): string => path.join(layout.blobs, sha256.slice(0, 2), sha256.slice(2, 4), sha256);

/** Characters of a capture key that name its folder. */
export const captureFolderChars = 5;
export const capturePath = (layout: Layout, key: CaptureKey): string => path.join(layout.captures, key.slice(0, captureFolderChars), key);

/** What a URL key may look like here: url/ makes 22 characters of base64url; a shorter one is as safe. */
const urlKeyPattern = /^[A-Za-z0-9_-]{1,64}$/;
export const isUrlKey = (text: string): boolean => urlKeyPattern.test(text);

export const urlFolder = (layout: Layout, urlKey: string): string => path.join(layout.urls, urlKey.slice(0, 2));
export const urlMarkPath = (layout: Layout, urlKey: string, key: CaptureKey): string => path.join(urlFolder(layout, urlKey), `${urlKey}.${key}`);
