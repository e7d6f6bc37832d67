import { checksumOf, compareAt, listOfWords, type PrefixBytes, type PrefixList } from './prefix-list.ts';
import type { Threat } from '../../records/index.ts';
import type { ListKind } from './lists.ts';
import type { HashDelta, ListSource } from './source.ts';

/** A list as it stood at one place of the change log. */
export interface Edition {
  readonly seq: number;
  readonly list: PrefixList;
  /** SHA-256 of its entries one behind the other, 32 bytes. */
  readonly checksum: Buffer;
}

/**
 * The lists as clients get them. A new edition is made when somebody asks and the log has moved, from the one
 * before and the rows between; an old one is made again from the newest and the rows since. Neither passes over the listings.
 */
export interface PublishedLists {
  newest(kind: ListKind, bytes: PrefixBytes): Promise<Edition>;
  /** Null where the log doesn't reach back to `seq`, or never was there. */
  at(kind: ListKind, bytes: PrefixBytes, seq: number): Promise<Edition | null>;
}

/** Old editions kept in memory, so that clients of the same age share one: about so many bytes of entries. */
const keptBytes = 64 * 1024 * 1024;
/** An edition is served for so long, and twenty times as long as it took to make: making them never takes more than a twentieth of the time. */
const servedForMs = 500;

export const publishLists = (source: ListSource, now: () => number): PublishedLists => {
  const newestBy = new Map<string, { readonly edition: Promise<Edition>; freshUntilMs: number }>();
  const old = new Map<string, Edition>();

  const first = (kind: ListKind, bytes: PrefixBytes): Edition => edition(Number(source.position()), fromBytes(bytes, source.prefixes(kind.threats, bytes)));

  const next = async (kind: ListKind, bytes: PrefixBytes, before: Edition): Promise<Edition> => {
    if (Number(source.position()) === before.seq) return before;
    const [delta] = await deltasToNow(source, kind.threats, [before.seq]);
    if (delta === null || delta === undefined) return first(kind, bytes);
    const list = patched(before.list, touched([delta], bytes), (prefix) => listedNow(source, kind.threats, prefix).size > 0);
    return edition(Number(delta.to), list, before);
  };

  const newest = (kind: ListKind, bytes: PrefixBytes): Promise<Edition> => {
    const key = `${kind.name}-${bytes}`;
    const known = newestBy.get(key);
    if (known !== undefined && now() < known.freshUntilMs) return known.edition;
    const startedMs = now();
    const made = {
      edition: known === undefined ? Promise.resolve().then(() => first(kind, bytes)) : known.edition.then((before) => next(kind, bytes, before)),
      freshUntilMs: Infinity,
    };
    newestBy.set(key, made);
    made.edition.then(
      () => { made.freshUntilMs = now() + Math.max(servedForMs, 20 * (now() - startedMs)); },
      // Whoever waits for it hears why; the next who asks begins anew.
      () => { newestBy.delete(key); },
    );
    return made.edition;
  };

  const at = async (kind: ListKind, bytes: PrefixBytes, seq: number): Promise<Edition | null> => {
    const base = await newest(kind, bytes);
    if (base.seq === seq) return base;
    const key = `${kind.name}-${bytes}-${seq}`;
    const kept = old.get(key);
    if (kept !== undefined) return kept;
    const [since = null, sinceBase = null] = await deltasToNow(source, kind.threats, [seq, base.seq]);
    if (since === null || sinceBase === null) return null;
    const wasListed = (prefix: Uint8Array): boolean => {
      const hashes = listedNow(source, kind.threats, prefix);
      for (const hash of since.added) hashes.delete(hexOf(hash));
      return hashes.size > 0 || since.removed.some((hash) => startsWith(hash, prefix));
    };
    const made = edition(seq, patched(base.list, touched([since, sinceBase], bytes), wasListed));
    old.set(key, made);
    for (let held = [...old.values()].reduce((sum, { list }) => sum + list.words.byteLength, 0); held > keptBytes && old.size > 1;) {
      const [oldestKey, oldest] = old.entries().next().value ?? [key, made];
      held -= oldest.list.words.byteLength;
      old.delete(oldestKey);
    }
    return made;
  };
  return { newest, at };
};

/** The same words have the same checksum. */
const edition = (seq: number, list: PrefixList, before?: Edition): Edition =>
  before?.list === list ? { seq, list, checksum: before.checksum } : { seq, list, checksum: checksumOf(list) };

/**
 * What changed since each of the places, all up to the replica's own: what it says of a prefix is of the same moment
 * until the next `await`. Nulls where the log doesn't say, or never rests between two reads: the whole list is right as well.
 */
const deltasToNow = async (source: ListSource, threats: ReadonlySet<Threat>, places: readonly number[]): Promise<readonly (HashDelta | null)[]> => {
  for (let tries = 0; tries < 20; tries += 1) {
    const deltas: (HashDelta | null)[] = [];
    for (const place of places) deltas.push(await source.delta(threats, String(place)));
    const now = source.position();
    if (deltas.every((delta) => delta === null || delta.to === now)) return deltas;
  }
  return places.map(() => null);
};

const listedNow = (source: ListSource, threats: ReadonlySet<Threat>, prefix: Uint8Array): Set<string> =>
  // 0: an expired listing is on the list until its row of the log says that it left.
  new Set(source.startingWith(prefix, 0).filter(({ threat }) => threats.has(threat)).map(({ hash }) => hexOf(hash)));

const hexOf = (hash: Uint8Array): string => Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('hex');
const startsWith = (hash: Uint8Array, prefix: Uint8Array): boolean => prefix.every((byte, at) => hash[at] === byte);

/** Prefixes of all hashes that changed, ascending, each once. */
const touched = (deltas: readonly HashDelta[], bytes: PrefixBytes): Buffer[] => {
  const hex = new Set(deltas.flatMap(({ added, removed }) => [...added, ...removed].map((hash) => hexOf(hash.subarray(0, bytes)))));
  return [...hex].sort().map((text) => Buffer.from(text, 'hex'));
};

const fromBytes = (bytes: PrefixBytes, entries: Uint8Array): PrefixList => {
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength);
  const words = new Uint32Array(entries.length / 4);
  for (let word = 0; word < words.length; word += 1) words[word] = view.getUint32(word * 4);
  return listOfWords(bytes, words);
};

/** `list` with each of the prefixes in or out as `isIn` says; the same object where that changes nothing. */
const patched = (list: PrefixList, prefixes: readonly Buffer[], isIn: (prefix: Buffer) => boolean): PrefixList => {
  const each = list.bytes / 4;
  const changes = prefixes.flatMap((prefix) => {
    const words = fromBytes(list.bytes, prefix).words;
    const { at, found } = placeOf(list, words);
    return isIn(prefix) === found ? [] : [{ at: at * each, words, isRemoval: found }];
  });
  if (changes.length === 0) return list;
  const removed = changes.filter(({ isRemoval }) => isRemoval).length;
  const words = new Uint32Array(list.words.length + (changes.length - 2 * removed) * each);
  let [from, to] = [0, 0];
  for (const { at, words: entry, isRemoval } of changes) {
    words.set(list.words.subarray(from, at), to);
    to += at - from;
    from = at;
    if (isRemoval) {
      from += each;
    } else {
      words.set(entry, to);
      to += each;
    }
  }
  words.set(list.words.subarray(from), to);
  return listOfWords(list.bytes, words);
};

/** Where an entry is, or would be. */
const placeOf = ({ words, count, bytes }: PrefixList, entry: Uint32Array): { readonly at: number; readonly found: boolean } => {
  const each = bytes / 4;
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareAt(words, middle * each, entry, 0, each) < 0) low = middle + 1; else high = middle;
  }
  return { at: low, found: low < count && compareAt(words, low * each, entry, 0, each) === 0 };
};
