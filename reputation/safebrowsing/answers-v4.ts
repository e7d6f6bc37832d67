import { InvalidArgument } from './refusal.ts';
import { kindOfNumber, kindOfThreat, listKinds } from './lists.ts';
import { bytesOf, checksumOf, emptyList, type PrefixList } from './prefix-list.ts';
import { encodeRice, rangeOfV4 } from './rice.ts';
import { matchesOf, type CacheFor } from './matches.ts';
import { updateOf, type ListUpdate } from './updates.ts';
import {
  anyPlatform, compression, responseType, urlEntries, type FetchRequest, type FetchResponse, type FindRequest, type FullHashesResponse, type ListUpdateRequest,
  type ListUpdateResponse, type RiceDeltaEncoding, type ThreatEntrySet, type ThreatListsResponse, type ThreatMatch,
} from './v4.ts';
import type { PublishedLists } from './published.ts';
import type { ListedHash, ListSource } from './source.ts';

/** Most entries of one question, as Google's own server takes. */
export const maxEntries = 500;
/** Browsers ask for seven lists at once; a hundred is no client. */
export const maxListsAtOnce = 100;

/** Every list is the same for every platform; clients that subscribe to all they see here get each once. */
export const threatLists = (): ThreatListsResponse => ({
  threatLists: listKinds.map(({ threatType }) => ({ threatType, platformType: anyPlatform, threatEntryType: urlEntries })),
});

/** One response a request, in order: what isn't served is answered with an empty list. */
export const fetchUpdates = async (lists: PublishedLists, { listUpdateRequests = [] }: FetchRequest, waitSecs: number): Promise<FetchResponse> => {
  if (listUpdateRequests.length > maxListsAtOnce) throw new InvalidArgument(`at most ${maxListsAtOnce} lists can be asked for at once`);
  const responses: ListUpdateResponse[] = [];
  let isMore = false;
  for (const request of listUpdateRequests) {
    const { update, response } = await updateFor(lists, request);
    responses.push(response);
    isMore ||= update?.isMore ?? false;
  }
  return { listUpdateResponses: responses, minimumWaitDuration: { seconds: isMore ? Math.min(waitSecs, moreSecs) : waitSecs } };
};

/** Where `maxUpdateEntries` left something, the rest needn't wait for the usual time. */
const moreSecs = 60;

const updateFor = async (lists: PublishedLists, request: ListUpdateRequest): Promise<{ readonly update: ListUpdate | null; readonly response: ListUpdateResponse }> => {
  const { threatType = 0, platformType = 0, threatEntryType = 0, state = new Uint8Array(0), constraints: { maxUpdateEntries = 0, maxDatabaseEntries = 0, supportedCompressions = [] } = {} } = request;
  if (maxUpdateEntries < 0 || maxDatabaseEntries < 0) throw new InvalidArgument('constraints can not be negative');
  const asked = { threatType, threatEntryType, platformType };
  const kind = threatEntryType === urlEntries ? kindOf(threatType) : null;
  if (kind === null) return { update: null, response: { ...asked, responseType: responseType.full, additions: [], removals: [], newClientState: emptyState, checksum: { sha256: checksumOf(emptyList(4)) } } };
  const update = await updateOf(lists, kind, 4, state, { maxUpdate: maxUpdateEntries, maxEntries: maxDatabaseEntries });
  const isRice = supportedCompressions.includes(compression.rice);
  return {
    update,
    response: {
      ...asked,
      responseType: update.isFull ? responseType.full : responseType.partial,
      additions: update.additions.count === 0 ? [] : [isRice ? riceHashes(update.additions) : rawHashes(update.additions)],
      removals: update.removals.length === 0 ? [] : [isRice ? { compressionType: compression.rice, riceIndices: rice(update.removals) } : { compressionType: compression.raw, rawIndices: { indices: [...update.removals] } }],
      newClientState: update.version,
      checksum: { sha256: update.checksum },
    },
  };
};

/** Browsers take no empty state. */
const emptyState = Buffer.from('none');

/** Chromium asks for phishing under a number of its own. */
const kindOf = (threatType: number): ReturnType<typeof kindOfNumber> => kindOfNumber(threatType === 5 ? 2 : threatType);

const rawHashes = (list: PrefixList): ThreatEntrySet => ({ compressionType: compression.raw, rawHashes: { prefixSize: list.bytes, rawHashes: bytesOf(list) } });

/** Hashes are read as little-endian numbers here, and sorted as such. A whole list is coded once for as long as it lives. */
const riceHashes = ({ words }: PrefixList): ThreatEntrySet => {
  const known = codedLists.get(words);
  if (known !== undefined) return known;
  const littleEndian = words.map((word) => ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)).sort();
  const set = { compressionType: compression.rice, riceHashes: rice(littleEndian) };
  codedLists.set(words, set);
  return set;
};
const codedLists = new WeakMap<Uint32Array, ThreatEntrySet>();

const rice = (numbers: Uint32Array): RiceDeltaEncoding => {
  const { first, parameter, count, data } = encodeRice(numbers, 1, { range: rangeOfV4 });
  return { firstValue: first[0] ?? 0, numEntries: count, ...(count === 0 ? {} : { riceParameter: parameter, encodedData: data }) };
};

/** Every full hash under the prefixes asked, for each threat and platform asked for that holds it. */
export const findFullHashes = (source: ListSource, { threatInfo = {} }: FindRequest, cacheFor: CacheFor, nowMs: number): FullHashesResponse => {
  const { threatEntries = [] } = threatInfo;
  if (threatEntries.length > maxEntries) throw new InvalidArgument(`at most ${maxEntries} hashes can be asked for at once`);
  const matches: ThreatMatch[] = [];
  const told = new Set<string>();
  for (const { hash = new Uint8Array(0) } of threatEntries) {
    if (hash.length < 4 || hash.length > 32) throw new InvalidArgument('a hash has 4 to 32 bytes');
    for (const listed of source.startingWith(hash, nowMs)) {
      const full = Buffer.from(listed.hash);
      const key = full.toString('base64');
      if (told.has(key)) continue;
      told.add(key);
      matches.push(...matchesFor(threatInfo, listed, { hash: full }, cacheFor, nowMs));
    }
  }
  return { matches, negativeCacheDuration: { seconds: cacheFor.notListedSecs } };
};

/** A match for each URL, threat and platform; `threat.url` is what was sent. */
export const findThreatMatches = (source: ListSource, { threatInfo = {} }: FindRequest, cacheFor: CacheFor, nowMs: number): { readonly matches: readonly ThreatMatch[] } => {
  const { threatEntries = [] } = threatInfo;
  if (threatEntries.length > maxEntries) throw new InvalidArgument(`at most ${maxEntries} URLs can be asked for at once`);
  return { matches: threatEntries.flatMap(({ url = '' }) => matchesOf(source, url, nowMs).flatMap((listed) => matchesFor(threatInfo, listed, { url }, cacheFor, nowMs))) };
};

const matchesFor = ({ threatTypes = [], platformTypes = [], threatEntryTypes = [] }: FindRequest['threatInfo'] & object, { threat, expiresAtMs }: ListedHash, entry: ThreatMatch['threat'], cacheFor: CacheFor, nowMs: number): ThreatMatch[] => {
  if (threatEntryTypes.length > 0 && !threatEntryTypes.includes(urlEntries)) return [];
  const { threatType } = kindOfThreat(threat);
  const types = [...new Set(threatTypes)].filter((asked) => kindOf(asked)?.threatType === threatType);
  const platforms = [...new Set(platformTypes)].filter((asked) => asked !== 0);
  return types.flatMap((asked) => platforms.map((platformType): ThreatMatch => ({
    threatType: asked, platformType, threatEntryType: urlEntries, threat: entry, cacheDuration: { seconds: cacheFor.listedSecs(expiresAtMs, nowMs) },
    // gglsbl takes no match of a hash without it; for a URL nobody looks.
    ...('hash' in entry ? { threatEntryMetadata: {} } : {}),
  })));
};
