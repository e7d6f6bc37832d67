import { hash } from 'node:crypto';
import { isAddress } from '../../url/host.ts';
import { gravest, listedAnswer, maxLookupUrls, matchesHost } from '../lookup.ts';
import { factsAt } from './facts.ts';
import { keyFinal, keySeedA, keySeedB, keyStepA, keyStepB } from './filter-key.ts';
import type { CanonicalUrl, Host } from '../../url/types.ts';
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

/** How long a `stale` answer may be kept. */
const staleCacheSecs = 1;

/** What `lookup` of reputation/lookup.ts answers, from memory. */
export const lookupIn = (source: LookupSource, urls: readonly CanonicalUrl[], nowMs: number): LookupAnswer[] => {
  if (urls.length > maxLookupUrls) throw new RangeError(`at most ${maxLookupUrls} URLs can be looked up at once, not ${urls.length}`);
  const { ageing, isCurrent } = source;
  const notListed = { answer: 'not-listed', cacheSecs: ageing.notListedCacheSecs } as const;
  return urls.map((url) => {
    const listing = listingOf(source, url, nowMs);
    if (!isCurrent) return { answer: 'stale', listing, cacheSecs: staleCacheSecs };
    return listing === null ? notListed : listedAnswer(listing, ageing, nowMs);
  });
};

const listingOf = ({ table, filter }: LookupSource, url: CanonicalUrl, nowMs: number): ListedFacts | null => {
  let found: ListedFacts[] | null = null;
  eachLikely(filter, url, (expression) => {
    const facts = table.find(hash('sha256', expression, 'buffer'), factsAt);
    if (facts !== null && facts.expiresAtMs > nowMs && matchesHost(expression, facts.scope, url)) (found ??= []).push({ expression, ...facts });
  });
  return found === null ? null : gravest(found);
};

const [slash, question, zero, nine] = [0x2f, 0x3f, 0x30, 0x39];
const maxHostSuffixes = 4;
const maxDirectories = 3;

/**
 * Those expressions of the URL (url/expressions.ts says which it has) that the filter lets pass. Their keys
 * fall out of one pass over each host suffix with path and query behind it; only what passes becomes a text.
 */
const eachLikely = (filter: ExpressionFilter, url: CanonicalUrl, visit: (expression: string) => void): void => {
  const hostAt = url.charCodeAt(4) === 0x3a ? 7 : url.indexOf('://') + 3;
  const pathAt = url.indexOf('/', hostAt);
  const queryAt = url.indexOf('?', pathAt);
  const pathEnd = queryAt < 0 ? url.length : queryAt;
  const hasQuery = queryAt >= 0 && queryAt < url.length - 1;

  const along = (from: number): void => {
    let [a, b] = [keySeedA, keySeedB];
    const mayHave = (): boolean => filter.mayHave(keyFinal(a), keyFinal(b));
    for (let at = from; at < pathAt; at += 1) {
      const code = url.charCodeAt(at);
      a = keyStepA(a, code);
      b = keyStepB(b, code);
    }
    let folders = 0;
    for (let at = pathAt; at < pathEnd; at += 1) {
      const code = url.charCodeAt(at);
      a = keyStepA(a, code);
      b = keyStepB(b, code);
      const isFolder = code === slash && folders <= maxDirectories;
      if (isFolder) folders += 1;
      if ((isFolder || at === pathEnd - 1) && mayHave()) visit(url.slice(from, at + 1));
    }
    if (!hasQuery) return;
    for (let at = queryAt; at < url.length; at += 1) {
      const code = at === queryAt ? question : url.charCodeAt(at);
      a = keyStepA(a, code);
      b = keyStepB(b, code);
    }
    if (mayHave()) visit(url.slice(from));
  };

  along(hostAt);
  const last = url.charCodeAt(pathAt - 1);
  // Only an address ends in a digit or a bracket, or a name that is asked about.
  if (last === 0x5d || (last >= zero && last <= nine && isAddress(url.slice(hostAt, pathAt) as Host /* a canonical URL has one there */))) return;
  // From the right: the name from its last label but one, and so on, four at most; never the whole again.
  let labelStart = pathAt;
  for (let found = -1; found < maxHostSuffixes;) {
    labelStart = url.lastIndexOf('.', labelStart - 1);
    if (labelStart < hostAt) return;
    found += 1;
    if (found > 0) along(labelStart + 1);
  }
};

