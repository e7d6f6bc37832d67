import { hash } from 'node:crypto';
import { expressions, partsOf } from '../../url/expressions.ts';
import { gravity, maxLookupUrls } from '../lookup.ts';
import { factsOf } from './facts.ts';
import { filterKey } from './filter-key.ts';
import type { CanonicalUrl } from '../../url/types.ts';
import type { ListedFacts, LookupAnswer } from '../../records/index.ts';
import type { Ageing } from '../ageing.ts';
import type { ExpressionFilter } from './filter.ts';
import type { ListedTable } from './table.ts';

export interface LookupSource {
  readonly table: ListedTable;
  readonly filter: ExpressionFilter;
  readonly ageing: Pick<Ageing, 'listedCacheSecs' | 'notListedCacheSecs'>;
  readonly isCurrent: boolean;
}

/** What `lookup` of reputation/lookup.ts answers, from memory. */
export const lookupIn = (source: LookupSource, urls: readonly CanonicalUrl[], nowMs: number): LookupAnswer[] => {
  if (urls.length > maxLookupUrls) throw new RangeError(`at most ${maxLookupUrls} URLs can be looked up at once, not ${urls.length}`);
  return urls.map((url) => {
    const listing = gravestOf(source, url, nowMs);
    const { ageing, isCurrent } = source;
    if (!isCurrent) return { answer: 'stale', listing, cacheSecs: 1 };
    if (listing === null) return { answer: 'not-listed', cacheSecs: ageing.notListedCacheSecs };
    return { answer: 'listed', listing, cacheSecs: Math.min(ageing.listedCacheSecs, Math.max(1, Math.floor((listing.expiresAtMs - nowMs) / 1000))) };
  });
};

const gravestOf = ({ table, filter }: LookupSource, url: CanonicalUrl, nowMs: number): ListedFacts | null => {
  let gravest: ListedFacts | null = null;
  for (const expression of expressions(url)) {
    if (!filter.mayHave(...filterKey(expression))) continue;
    const facts = table.find(hash('sha256', expression, 'buffer'), (bytes, at) => factsOf(bytes[at] ?? 0, bytes[at + 1] ?? 0, new DataView(bytes.buffer, bytes.byteOffset).getUint32(at + 2)));
    if (facts === null || facts.expiresAtMs <= nowMs) continue;
    const listing = { expression, ...facts };
    if (!isOfHost(listing, url)) continue;
    if (gravest === null || (gravity[listing.threat] - gravity[gravest.threat] || listing.expression.length - gravest.expression.length) > 0) gravest = listing;
  }
  return gravest;
};

const isOfHost = ({ scope, expression }: ListedFacts, url: CanonicalUrl): boolean => {
  if (scope !== 'host') return true;
  const { host } = partsOf(url);
  return expression.slice(0, -1) === host || `www.${expression.slice(0, -1)}` === host;
};
