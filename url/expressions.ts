import { isAddress } from './address.ts';
import type { CanonicalUrl, Host } from './types.ts';

const maxHostSuffixes = 4;
const maxDirectories = 3;

/**
 * The expressions that a listing may name to block this URL: each of up to five hosts with each of up
 * to six paths, most exact first, no scheme and no port. At most 30.
 *
 * @example expressions(canonicalise('http://a.b.c/1/2.html?x'))
 * // a.b.c/1/2.html?x, a.b.c/1/2.html, a.b.c/, a.b.c/1/, b.c/1/2.html?x, b.c/1/2.html, b.c/, b.c/1/
 */
export const expressions = (canonical: CanonicalUrl): string[] => {
  const { host, path, query } = partsOf(canonical);
  const paths = pathPrefixes(path, query);
  return hostSuffixes(host).flatMap((suffix) => paths.map((prefix) => suffix + prefix));
};

/** A canonical URL taken apart; the query is without its "?", null where there is none. */
export const partsOf = (canonical: CanonicalUrl): { readonly host: Host; readonly path: string; readonly query: string | null } => {
  const hostAt = canonical.indexOf('://') + 3;
  const pathAt = canonical.indexOf('/', hostAt);
  const queryAt = canonical.indexOf('?', pathAt);
  return {
    // A canonical URL carries a Host between "://" and the first "/".
    host: canonical.slice(hostAt, pathAt) as Host,
    path: queryAt < 0 ? canonical.slice(pathAt) : canonical.slice(pathAt, queryAt),
    query: queryAt < 0 ? null : canonical.slice(queryAt + 1),
  };
};

/** The host itself; and unless it is an address, up to four made of its last five labels, never the last alone. */
export const hostSuffixes = (host: Host): string[] => {
  if (isAddress(host)) return [host];
  const labels = host.split('.');
  const first = Math.max(1, labels.length - maxHostSuffixes - 1);
  return [host, ...labels.slice(first, -1).map((_, index) => labels.slice(first + index).join('.'))];
};

/** Path with query, path, "/", and up to three directories from the root. An empty query counts as none. */
export const pathPrefixes = (path: string, query: string | null): string[] => {
  const prefixes = query === null || query === '' ? [path, '/'] : [`${path}?${query}`, path, '/'];
  let slash = 0;
  for (let depth = 0; depth < maxDirectories; depth += 1) {
    slash = path.indexOf('/', slash + 1);
    if (slash < 0) break;
    prefixes.push(path.slice(0, slash + 1));
  }
  return [...new Set(prefixes)];
};
