import { expressions } from '../url/expressions.ts';
import { cleanPath } from '../url/path.ts';
import { escapeBytes, unescapeBytes } from '../url/unescape.ts';
import { createClient } from './client.ts';
import type { CanonicalUrl } from '../url/types.ts';
import type { ClientOptions, ClientPlatform, HarrierClient } from './contract.ts';

export type * from './contract.ts';

/**
 * Safe Browsing's form of what a browser can open, null for anything else: the browser's own parser reads the host, the
 * rest is as url/canonical.ts does it. Of the files that it imports none needs Node.
 */
export const canonicaliseInBrowser = (text: string): CanonicalUrl | null => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const host = url?.hostname.split('.').filter((label) => label !== '').join('.') ?? '';
  if (url === null || host === '' || !/^https?:$/.test(url.protocol)) return null;
  const bytes = new TextEncoder().encode(url.pathname + url.search);
  const length = unescapeBytes(bytes);
  let rest = '';
  for (let at = 0; at < length; at += 1) rest += String.fromCharCode(bytes[at] ?? 0);
  const queryAt = rest.indexOf('?');
  const [path, query] = queryAt < 0 ? [rest, ''] : [rest.slice(0, queryAt), rest.slice(queryAt)];
  // The cast is that of url/canonical.ts, whose form this is; tests compare both.
  return `${url.protocol}//${host}${escapeBytes(cleanPath(path))}${escapeBytes(query)}` as CanonicalUrl;
};

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

export const browserPlatform: ClientPlatform = {
  hashesOf: async (url) => {
    const canonical = canonicaliseInBrowser(url);
    return canonical === null ? null : Promise.all(expressions(canonical).map((expression) => sha256(new TextEncoder().encode(expression))));
  },
  sha256,
  fetch: (...request) => fetch(...request),
  now: Date.now,
};

/** From a page of the same origin, or an extension with leave for the server's. WebCrypto needs https or localhost. */
export const openClient = (options: Omit<ClientOptions, 'platform'>): HarrierClient => createClient({ ...options, platform: browserPlatform });
