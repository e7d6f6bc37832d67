import { partsOf } from '../url/expressions.ts';
import { ownerOf } from '../url/owner.ts';
import { parseUrl } from '../url/parse.ts';
import type { AllowList } from './allow-list.ts';
import type { Hosting } from './hosting.ts';
import type { Host, ParsedUrl } from '../url/types.ts';
import type { Hold, Scope, Verdict } from '../records/index.ts';

/** One expression to blame, and why just that much. */
export interface Target {
  readonly expression: string;
  readonly scope: Scope;
  /** A sentence. */
  readonly reason: string;
  /** Why it must not be listed without a person, a sentence; null where nothing stands against it. */
  readonly hold: string | null;
  /** Set where `hold` is. */
  readonly holdKind?: Hold['kind'];
}

/** What the choice rests on. */
export interface BlameData {
  readonly hosting: Hosting;
  readonly allowList: AllowList;
  /** Whether the host is known to serve nothing but malice; a sentence that says so, null where it isn't. */
  readonly servesNothingElse?: (host: Host) => string | null;
}

/**
 * What a malicious verdict blames: the page where the visit ended, and the URL that was asked where that
 * is another one. Each as narrowly as its place demands, in this order:
 *
 * 1. a front page can only be named with its host: held where the host is shared
 * 2. on hosts that many people share (platforms, shorteners, storage) and on the most visited domains: the exact URL
 * 3. a URL that only forwards to somebody else's host: the exact URL, for its host may be an innocent open redirector
 * 4. on a compromised site: the page, never more
 * 5. a customer of a platform (private suffix): the host, which is the customer's own
 * 6. a host that was made for the deed, where signals say so: the host, or its domain
 * 7. a host of which many pages are malicious and none was seen that isn't: the host
 * 8. otherwise the page, whatever its query
 */
export const blame = (verdict: Verdict, data: BlameData): Target[] => {
  const [landing, asked] = [pageAt(verdict.finalUrl), pageAt(verdict.url)];
  const targets = new Map<string, Target>();
  for (const page of [landing, asked]) {
    if (page === null) continue;
    const isForward = landing !== null && page !== landing && !sameOwner(page.host, landing.host);
    const target = guarded(narrowest(page, isForward, verdict, data), data.allowList);
    if (!targets.has(target.expression)) targets.set(target.expression, target);
  }
  return [...targets.values()];
};

/** What a person blames: the page where the visit ended, as widely as they say; the allow list and shared hosts stand against it as ever. */
export const blameAs = (scope: Scope) => (verdict: Verdict, { hosting, allowList }: BlameData): Target[] => {
  const page = pageAt(verdict.finalUrl) ?? pageAt(verdict.url);
  if (page === null) return [];
  const { host, path, exact } = spellings(page);
  const { domain, suffix } = ownerOf(host);
  const name = scope === 'domain' ? domain ?? host : host;
  const place = hosting.placeOf(name); // a registrable domain is one
  const isShared = (scope === 'host' || scope === 'domain') && (suffix === name || place?.at === name);
  const expression = scope === 'url' ? exact : scope === 'path' ? `${host}${path}` : `${name}/`;
  return [guarded({ expression, scope, reason: `A person decided that this ${scope} is to blame.`, ...(isShared ? { isShared } : {}) }, allowList)];
};

const narrowest = (page: ParsedUrl, isForward: boolean, verdict: Verdict, { hosting, allowList, servesNothingElse }: BlameData): Omit<Target, 'hold' | 'holdKind'> & { readonly isShared?: true } => {
  const { host, exact, isFrontPage } = spellings(page);
  const owner = ownerOf(host);
  const place = hosting.placeOf(host);
  const isCustomer = owner.isPlatformTenant || (place?.kind === 'tenants' && place.at !== host);
  const isSharedPlace = place !== null && place.kind !== 'tenants';
  // The signals of a verdict are about the host where the visit ended.
  const madeForIt = isForward || verdict.compromised ? null : hosting.madeForIt(verdict.signals);

  if (isFrontPage) {
    if (owner.suffix === host || place?.at === host || (isSharedPlace && !isCustomer)) {
      return { expression: exact, scope: 'host', isShared: true, reason: `The page is the front page of ${host}, which many people share.` };
    }
    if (madeForIt === null || isCustomer) {
      return { expression: exact, scope: 'host', reason: verdict.compromised ? `The page is the front page of ${host}, a compromised site, and can't be named without its host.` : `The page is the front page of ${host} and can't be named without its host.` };
    }
  }
  if (isSharedPlace) return { expression: exact, scope: 'url', reason: `${place.at} is shared: ${place.says}.` };
  const popular = allowList.entryFor(`${host}/`, host);
  if (popular?.effect === 'exact-url-only') return { expression: exact, scope: 'url', reason: popular.says };
  if (isForward) return { expression: exact, scope: 'url', reason: `It forwards to another owner's host; nothing else is known against ${host}.` };
  if (verdict.compromised) return { ...thePage(page), reason: `${host} is a compromised site: only the page is to blame.` };
  if (isCustomer) return { expression: `${host}/`, scope: 'host', reason: `${host} is one customer's own name on ${place?.at ?? owner.suffix ?? 'a platform'}.` };
  switch (madeForIt) {
    case 'domain': return owner.domain === null ? { ...thePage(page), reason: onePage(host) } : { expression: `${owner.domain}/`, scope: 'domain', reason: `${owner.domain} was evidently registered for it.` };
    case 'host': return { expression: `${host}/`, scope: 'host', reason: `${host} was evidently made for it.` };
    case null: {
      const nothingElse = servesNothingElse?.(host) ?? null;
      return nothingElse === null ? { ...thePage(page), reason: onePage(host) } : { expression: `${host}/`, scope: 'host', reason: nothingElse };
    }
    default: return madeForIt satisfies never;
  }
};

const onePage = (host: string): string => `Only this page of ${host} is known to be malicious.`;

/** The page whatever its query; with its query where that alone says which page it is. */
const thePage = (page: ParsedUrl): Pick<Target, 'expression' | 'scope'> => {
  const { host, path, exact, hasQuery } = spellings(page);
  return hasQuery && isFrontController.test(path) ? { expression: exact, scope: 'url' } : { expression: `${host}${path}`, scope: 'path' };
};

/** A path behind which the query chooses among all pages of a site or folder. */
const isFrontController = /\/(?:index\.[a-z]{2,5})?$/;

const spellings = ({ canonical }: ParsedUrl): { readonly host: Host; readonly path: string; readonly exact: string; readonly hasQuery: boolean; readonly isFrontPage: boolean } => {
  const { host, path, query } = partsOf(canonical);
  const hasQuery = query !== null && query !== '';
  return { host, path, hasQuery, exact: hasQuery ? `${host}${path}?${query}` : `${host}${path}`, isFrontPage: path === '/' && !hasQuery };
};

const guarded = ({ isShared, ...target }: ReturnType<typeof narrowest>, allowList: AllowList): Target => {
  if (isShared === true) return { ...target, hold: 'A listing would block everybody on a shared host.', holdKind: 'shared' };
  // An expression starts with a host.
  const entry = allowList.entryFor(target.expression, target.expression.slice(0, target.expression.indexOf('/')) as Host);
  const isWide = target.scope === 'host' || target.scope === 'domain';
  return { ...target, hold: entry !== null && (entry.effect === 'hold' || isWide) ? `On the allow list: ${entry.says}` : null };
};

export const pageAt = (url: string): ParsedUrl | null => {
  const parsed = parseUrl(url);
  return parsed.ok ? parsed.url : null;
};

const sameOwner = (a: Host, b: Host): boolean => a === b || (ownerOf(a).domain !== null && ownerOf(a).domain === ownerOf(b).domain);
