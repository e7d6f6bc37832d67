import { fetchUpdates, findFullHashes, findThreatMatches, threatLists } from './answers-v4.ts';
import { batchGet, getHashList, listHashLists, searchHashes, searchUrls } from './answers-v5.ts';
import { publishLists } from './published.ts';
import type { CacheFor } from './matches.ts';
import type { ListSource } from './source.ts';
import type { FetchRequest, FetchResponse, FindRequest, FullHashesResponse, ThreatListsResponse, ThreatMatch } from './v4.ts';
import type { BatchGetRequest, GetRequest, HashList, SearchHashesResponse, SearchUrlsResponse } from './v5.ts';

/**
 * What a Safe Browsing server answers, in the shapes of v4.ts and v5.ts. Throws InvalidArgument for what the protocols
 * refuse, and what the source throws while it isn't ready.
 */
export interface SafeBrowsing {
  readonly threatLists: () => ThreatListsResponse;
  readonly fetchUpdates: (request: FetchRequest) => Promise<FetchResponse>;
  readonly findFullHashes: (request: FindRequest) => FullHashesResponse;
  readonly findThreatMatches: (request: FindRequest) => { readonly matches: readonly ThreatMatch[] };
  readonly searchHashes: (prefixes: readonly Uint8Array[]) => SearchHashesResponse;
  readonly searchUrls: (urls: readonly string[]) => SearchUrlsResponse;
  readonly getHashList: (request: GetRequest) => Promise<HashList>;
  readonly batchGet: (request: BatchGetRequest) => Promise<{ readonly hashLists: readonly HashList[] }>;
  readonly listHashLists: (pageSize: number, pageToken: string) => ReturnType<typeof listHashLists>;
}

export interface SafeBrowsingOptions {
  readonly source: ListSource;
  /** How long an answer may be kept, seconds (config/data/ageing.json). */
  readonly listedCacheSecs: number;
  readonly notListedCacheSecs: number;
  readonly now: () => number;
  /** When clients are to ask for the next update. Firefox takes 300 to 86,400 and asks four times an hour at most. */
  readonly updateWaitSecs?: number;
}

export const openSafeBrowsing = ({ source, listedCacheSecs, notListedCacheSecs, now, updateWaitSecs = 900 }: SafeBrowsingOptions): SafeBrowsing => {
  const lists = publishLists(source, now);
  const cacheFor: CacheFor = {
    listedSecs: (expiresAtMs, nowMs) => Math.max(1, Math.min(listedCacheSecs, Math.floor((expiresAtMs - nowMs) / 1000))),
    notListedSecs: notListedCacheSecs,
  };
  return {
    threatLists,
    fetchUpdates: (request) => fetchUpdates(lists, request, updateWaitSecs),
    findFullHashes: (request) => findFullHashes(source, request, cacheFor, now()),
    findThreatMatches: (request) => findThreatMatches(source, request, cacheFor, now()),
    searchHashes: (prefixes) => searchHashes(source, prefixes, cacheFor, now()),
    searchUrls: (urls) => searchUrls(source, urls, cacheFor, now()),
    getHashList: ({ name = '', version = new Uint8Array(0), sizeConstraints = {} }) => getHashList(lists, name, version, sizeConstraints, updateWaitSecs),
    batchGet: (request) => batchGet(lists, request, updateWaitSecs),
    listHashLists,
  };
};
