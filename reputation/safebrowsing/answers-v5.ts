import { InvalidArgument } from './refusal.ts';
import { kindOfThreat, listNamed, namedLists, type NamedList } from './lists.ts';
import { checksumOf, emptyList, type PrefixBytes, type PrefixList } from './prefix-list.ts';
import { encodeRice, type RiceCoded } from './rice.ts';
import { matchesOf, type CacheFor } from './matches.ts';
import { updateOf } from './updates.ts';
import { readVersion } from './version.ts';
import type { PublishedLists } from './published.ts';
import type { ListSource } from './source.ts';
import type { BatchGetRequest, Coded32, HashList, SearchHashesResponse, SearchUrlsResponse, SizeConstraints } from './v5.ts';

export const maxPrefixes = 1000;
export const maxUrls = 50;
export const maxNames = 100;
const leastUpdateEntries = 1024;

/** A name that says nothing is refused; one that is well-formed and not ours is an empty list (Chromium drops all if one is refused). */
export const getHashList = async (lists: PublishedLists, name: string, version: Uint8Array, constraints: SizeConstraints, waitSecs: number): Promise<HashList> => {
  const named = listNamed(name);
  if (named === null) throw new InvalidArgument('a list is called as "se-4b" is: letters, a hyphen, 4, 8, 16 or 32, and a "b"');
  return update(lists, named, version, checked(constraints), waitSecs);
};

/** `version`: of any of the lists, in any order, more or fewer than names; each says itself whose it is. */
export const batchGet = async (lists: PublishedLists, { names = [], version = [], sizeConstraints = {} }: BatchGetRequest, waitSecs: number): Promise<{ readonly hashLists: readonly HashList[] }> => {
  if (names.length === 0) throw new InvalidArgument('"names" must name at least one list');
  if (names.length > maxNames) throw new InvalidArgument(`at most ${maxNames} lists can be asked for at once`);
  if (new Set(names).size < names.length) throw new InvalidArgument('a list is named twice');
  const hashLists: HashList[] = [];
  for (const name of names) {
    const named = listNamed(name);
    const own = version.find((bytes) => {
      const held = readVersion(bytes);
      return held !== null && held.kind === named?.kind && held.bytes === named.bytes;
    });
    hashLists.push(await getHashList(lists, name, own ?? new Uint8Array(0), sizeConstraints, waitSecs));
  }
  return { hashLists };
};

export const listHashLists = (pageSize: number, pageToken: string): { readonly hashLists: readonly HashList[]; readonly nextPageToken?: string } => {
  if (pageSize < 0) throw new InvalidArgument('"pageSize" can not be negative');
  if (!/^\d{0,4}$/.test(pageToken)) throw new InvalidArgument('"pageToken" is none that was given here');
  const from = Number(pageToken);
  const to = pageSize === 0 ? namedLists.length : from + pageSize;
  return { hashLists: namedLists.slice(from, to).map((named) => ({ name: named.name, metadata: metadataOf(named) })), ...(to < namedLists.length ? { nextPageToken: String(to) } : {}) };
};

export const searchHashes = (source: ListSource, prefixes: readonly Uint8Array[], cacheFor: CacheFor, nowMs: number): SearchHashesResponse => {
  if (prefixes.length === 0 || prefixes.length > maxPrefixes) throw new InvalidArgument(`1 to ${maxPrefixes} prefixes can be asked for at once`);
  if (prefixes.some(({ length }) => length !== 4)) throw new InvalidArgument('a prefix has exactly 4 bytes');
  const once = new Map(prefixes.map((prefix) => [Buffer.from(prefix).toString('hex'), prefix]));
  const listed = [...once.values()].flatMap((prefix) => source.startingWith(prefix, nowMs));
  return {
    fullHashes: listed.map(({ hash, threat }) => ({ fullHash: Buffer.from(hash), fullHashDetails: [{ threatType: kindOfThreat(threat).threatType }] })),
    cacheDuration: { seconds: Math.min(cacheFor.notListedSecs, ...listed.map(({ expiresAtMs }) => cacheFor.listedSecs(expiresAtMs, nowMs))) },
  };
};

/** Asks by URL: shows this server what is visited. For those who trust it with that. */
export const searchUrls = (source: ListSource, urls: readonly string[], cacheFor: CacheFor, nowMs: number): SearchUrlsResponse => {
  if (urls.length === 0 || urls.length > maxUrls) throw new InvalidArgument(`1 to ${maxUrls} URLs can be asked for at once`);
  const found = urls.map((url) => ({ url, listed: matchesOf(source, url, nowMs) })).filter(({ listed }) => listed.length > 0);
  return {
    threats: found.map(({ url, listed }) => ({ url, threatTypes: [...new Set(listed.map(({ threat }) => kindOfThreat(threat).threatType))] })),
    cacheDuration: { seconds: Math.min(cacheFor.notListedSecs, ...found.flatMap(({ listed }) => listed.map(({ expiresAtMs }) => cacheFor.listedSecs(expiresAtMs, nowMs)))) },
  };
};

const checked = ({ maxUpdateEntries = 0, maxDatabaseEntries = 0 }: SizeConstraints): { readonly maxUpdate: number; readonly maxEntries: number } => {
  if (maxUpdateEntries < 0 || maxDatabaseEntries < 0) throw new InvalidArgument('size constraints can not be negative');
  if (maxUpdateEntries > 0 && maxUpdateEntries < leastUpdateEntries) throw new InvalidArgument(`"maxUpdateEntries" must be 0 or at least ${leastUpdateEntries}`);
  return { maxUpdate: maxUpdateEntries, maxEntries: maxDatabaseEntries };
};

const update = async (lists: PublishedLists, named: NamedList, version: Uint8Array, constraints: { readonly maxUpdate: number; readonly maxEntries: number }, waitSecs: number): Promise<HashList> => {
  const { name, kind, bytes } = named;
  if (kind === null) return { name, version: emptyVersion, partialUpdate: false, minimumWaitDuration: { seconds: waitSecs }, sha256Checksum: checksumOf(emptyList(bytes)), metadata: metadataOf(named) };
  const { isFull, removals, additions, version: next, checksum, isMore } = await updateOf(lists, kind, bytes, version, constraints);
  return {
    name,
    version: next,
    partialUpdate: !isFull,
    ...(additions.count === 0 ? {} : codedAdditions(additions)),
    ...(removals.length === 0 ? {} : { compressedRemovals: coded32(encodeRice(removals, 1)) }),
    // 0 tells a client that more is waiting for it.
    minimumWaitDuration: { seconds: isMore ? 0 : waitSecs },
    sha256Checksum: checksum,
    metadata: metadataOf(named),
  };
};

const emptyVersion = Buffer.from('none');

const hashLengths: Readonly<Record<PrefixBytes, number>> = { 4: 2, 8: 3, 16: 4, 32: 5 };
const metadataOf = ({ kind, bytes }: NamedList): NonNullable<HashList['metadata']> =>
  ({ threatTypes: kind === null ? [] : [kind.threatType], description: kind?.about ?? 'Not served here: always empty', hashLength: hashLengths[bytes] });

type CodedAdditions = Pick<HashList, 'additionsFourBytes' | 'additionsEightBytes' | 'additionsSixteenBytes' | 'additionsThirtyTwoBytes'>;

/** A whole list is coded once for as long as it lives. */
const codedAdditions = ({ words, bytes }: PrefixList): CodedAdditions => {
  const known = codedLists.get(words);
  if (known !== undefined) return known;
  const additions = additionsOf(encodeRice(words, bytes / 4), bytes);
  codedLists.set(words, additions);
  return additions;
};
const codedLists = new WeakMap<Uint32Array, CodedAdditions>();

const additionsOf = (coded: RiceCoded, bytes: PrefixBytes): CodedAdditions => {
  const rest = { riceParameter: coded.parameter, entriesCount: coded.count, encodedData: coded.data };
  const part = (at: number): string => ((BigInt(coded.first[at * 2] ?? 0) << 32n) | BigInt(coded.first[at * 2 + 1] ?? 0)).toString();
  switch (bytes) {
    case 4: return { additionsFourBytes: coded32(coded) };
    case 8: return { additionsEightBytes: { firstValue: part(0), ...rest } };
    case 16: return { additionsSixteenBytes: { firstValueHi: part(0), firstValueLo: part(1), ...rest } };
    case 32: return { additionsThirtyTwoBytes: { firstValueFirstPart: part(0), firstValueSecondPart: part(1), firstValueThirdPart: part(2), firstValueFourthPart: part(3), ...rest } };
  }
  return bytes satisfies never;
};

const coded32 = ({ first, parameter, count, data }: RiceCoded): Coded32 => ({ firstValue: first[0] ?? 0, riceParameter: parameter, entriesCount: count, encodedData: data });
