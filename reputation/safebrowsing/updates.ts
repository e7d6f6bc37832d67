import { applied, checksumOf, diffOf, emptyList, firstOf, partOfDiff, type PrefixBytes, type PrefixList } from './prefix-list.ts';
import { checkBytes, readVersion, writeVersion, type ListVersion } from './version.ts';
import type { ListKind } from './lists.ts';
import type { Edition, PublishedLists } from './published.ts';

/** What brings a client's list up to date, whatever protocol it speaks. */
export interface ListUpdate {
  /** True where the client must drop what it has; there are no removals then. */
  readonly isFull: boolean;
  /** Places in the list that it has, ascending; taken out before the additions come in. */
  readonly removals: Uint32Array;
  readonly additions: PrefixList;
  readonly version: Buffer;
  /** Of the list that the client has afterwards. */
  readonly checksum: Buffer;
  /** True where `maxUpdate` left changes for the next request. */
  readonly isMore: boolean;
}

export interface Constraints {
  /** Most additions and removals together; 0 for any number. */
  readonly maxUpdate: number;
  /** Most entries that the client can hold; 0 for any number. The first ones are handed out. */
  readonly maxEntries: number;
}

/** `version`: what the client said that it has; whatever can't be gone on from is answered with the whole list. */
export const updateOf = async (lists: PublishedLists, kind: ListKind, bytes: PrefixBytes, version: Uint8Array, constraints: Constraints): Promise<ListUpdate> => {
  const newest = await lists.newest(kind, bytes);
  const held = readVersion(version);
  if (held?.kind === kind && held.bytes === bytes && held.maxEntries === constraints.maxEntries) {
    const goneOn = held.handedOut === null ? await fromWhole(lists, held, newest) : await fromPart(lists, held, held.handedOut);
    if (goneOn !== null) return answer(held, goneOn, constraints.maxUpdate);
  }
  const start: Step = { older: emptyList(bytes), from: null, newer: bounded(newest, constraints.maxEntries), to: newest, handedOut: 0 };
  return { ...answer({ kind, bytes, maxEntries: constraints.maxEntries }, start, constraints.maxUpdate), isFull: true };
};

/** From `older` (of place `from`) to `newer` (the edition `to`), after `handedOut` changes of that way. */
interface Step {
  readonly older: PrefixList;
  readonly from: number | null;
  readonly newer: PrefixList;
  readonly to: Edition;
  readonly handedOut: number;
}

const bounded = ({ list }: Edition, maxEntries: number): PrefixList => (maxEntries === 0 ? list : firstOf(list, maxEntries));

const fromWhole = async (lists: PublishedLists, held: ListVersion, newest: Edition): Promise<Step | null> => {
  const edition = await lists.at(held.kind, held.bytes, held.to);
  if (edition === null) return null;
  const older = bounded(edition, held.maxEntries);
  return isHeld(held, older, edition) ? { older, from: held.to, newer: bounded(newest, held.maxEntries), to: newest, handedOut: 0 } : null;
};

/** A client in the middle of an update is brought to its end, and to what is new by the request after that. */
const fromPart = async (lists: PublishedLists, held: ListVersion, handedOut: number): Promise<Step | null> => {
  const to = await lists.at(held.kind, held.bytes, held.to);
  const from = held.from === null ? null : await lists.at(held.kind, held.bytes, held.from);
  if (to === null || (held.from !== null && from === null)) return null;
  const older = from === null ? emptyList(held.bytes) : bounded(from, held.maxEntries);
  const newer = bounded(to, held.maxEntries);
  const has = applied(older, partOfDiff(older, diffOf(older, newer), 0, handedOut));
  return isHeld(held, has, null) ? { older, from: held.from, newer, to, handedOut } : null;
};

const isHeld = ({ check }: ListVersion, list: PrefixList, edition: Edition | null): boolean =>
  check.equals((edition?.list === list ? edition.checksum : checksumOf(list)).subarray(0, checkBytes));

const answer = ({ kind, bytes, maxEntries }: Pick<ListVersion, 'kind' | 'bytes' | 'maxEntries'>, { older, from, newer, to, handedOut }: Step, maxUpdate: number): ListUpdate => {
  // The whole list as it is, so that its coded form is found again.
  const diff = older.count === 0 ? { removals: new Uint32Array(0), additions: newer } : diffOf(older, newer);
  const left = diff.removals.length + diff.additions.count - handedOut;
  const isMore = maxUpdate > 0 && left > maxUpdate;
  if (!isMore && handedOut === 0) {
    const checksum = newer === to.list ? to.checksum : checksumOf(newer);
    return { isFull: false, ...diff, checksum, isMore, version: writeVersion({ kind, bytes, to: to.seq, from: null, handedOut: null, maxEntries, check: checksum }) };
  }
  const handedOutThen = isMore ? handedOut + maxUpdate : null;
  const has = applied(older, partOfDiff(older, diff, 0, handedOut));
  const willHave = handedOutThen === null ? newer : applied(older, partOfDiff(older, diff, 0, handedOutThen));
  const checksum = checksumOf(willHave);
  const version = writeVersion({ kind, bytes, to: to.seq, from: isMore ? from : null, handedOut: handedOutThen, maxEntries, check: checksum });
  return { isFull: false, ...diffOf(has, willHave), version, checksum, isMore };
};
