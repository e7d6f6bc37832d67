import { canonicalise } from '../../url/canonical.ts';
import { expressions, partsOf } from '../../url/expressions.ts';
import { expressionHash } from '../../url/keys.ts';
import type { ListedHash, ListSource } from './source.ts';

/** How long clients may keep what they were told, seconds. */
export interface CacheFor {
  readonly listedSecs: (expiresAtMs: number, nowMs: number) => number;
  readonly notListedSecs: number;
}

/**
 * Everything listed that blames this URL, at most one a threat type, the most exact expression first. Here the URL
 * is known, so that a listing of scope `host` is kept to that host, which a client that works on hashes can't.
 */
export const matchesOf = (source: ListSource, url: string, nowMs: number): ListedHash[] => {
  const canonical = canonicalise(url);
  if (canonical === null) return [];
  const { host } = partsOf(canonical);
  const found = expressions(canonical).flatMap((expression) =>
    source.startingWith(expressionHash(expression), nowMs).filter(({ scope }) => scope !== 'host' || expression === `${host}/` || `www.${expression}` === `${host}/`));
  return found.filter(({ threat }, at) => found.findIndex((other) => other.threat === threat) === at);
};
