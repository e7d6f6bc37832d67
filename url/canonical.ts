import { cleanHost } from './host.ts';
import { cleanPath } from './path.ts';
import { trimUpTo } from './trim.ts';
import { escapeBytes, unescapeBytes } from './unescape.ts';
import { maxUrlBytes } from './types.ts';
import type { CanonicalUrl, Host } from './types.ts';

/**
 * Safe Browsing's canonical form of any text or bytes, null where there is no host in it. By the
 * published rules alone, without a browser's parser: what a look-up sends need not be visitable.
 * Source: developers.google.com/safe-browsing, "URLs and hashing", v4 and v5; where v5 adds (short
 * IPv6, IPv4 inside of IPv6) it is followed.
 *
 * @example canonicalise('http://3279880203/a/../%2562') // http://195.127.0.11/b
 */
export const canonicalise = (url: string | Uint8Array): CanonicalUrl | null => canonicalParts(url)?.canonical ?? null;

export const canonicalParts = (url: string | Uint8Array): { readonly canonical: CanonicalUrl; readonly host: Host } | null => {
  if (url.length > maxUrlBytes) return null;
  const bytes = typeof url === 'string' ? Buffer.from(url, 'utf8') : Buffer.from(url);
  const raw = trimUpTo(bytes.toString('latin1').replace(/[\t\r\n]/g, ''), 0x20);
  const fragment = raw.indexOf('#');
  const decoded = Buffer.from(fragment < 0 ? raw : raw.slice(0, fragment), 'latin1');
  const text = decoded.toString('latin1', 0, unescapeBytes(decoded));

  const split = splitScheme(text);
  if (split === null) return null;
  const { scheme, rest } = split;
  const authorityEnd = rest.search(/[/?]/);
  const authority = authorityEnd < 0 ? rest : rest.slice(0, authorityEnd);
  const afterAuthority = authorityEnd < 0 ? '' : rest.slice(authorityEnd);
  const host = hostOf(authority);
  if (host === null) return null;

  const queryAt = afterAuthority.indexOf('?');
  const path = cleanPath(queryAt < 0 ? afterAuthority : afterAuthority.slice(0, queryAt));
  const query = queryAt < 0 ? '' : afterAuthority.slice(queryAt);
  // The one cast: this is where a CanonicalUrl is made.
  return { canonical: `${scheme}://${host}${escapeBytes(path)}${escapeBytes(query)}` as CanonicalUrl, host };
};

/** Scheme, and what follows its "//". Text without a scheme ("host/path", "host:8080") is http. */
const splitScheme = (text: string): { readonly scheme: string; readonly rest: string } | null => {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1];
  if (scheme === undefined || /^:\d+(?:[/?]|$)/.test(text.slice(scheme.length, scheme.length + 8))) return { scheme: 'http', rest: text };
  return text.startsWith('//', scheme.length + 1) ? { scheme: scheme.toLowerCase(), rest: text.slice(scheme.length + 3) } : null;
};

/** The host of "user:password@host:port". */
const hostOf = (authority: string): Host | null => {
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::([^]*))?$/.exec(authority.slice(authority.lastIndexOf('@') + 1)) ?? [];
  return host === undefined || (port !== undefined && !/^\d*$/.test(port)) ? null : cleanHost(host);
};
