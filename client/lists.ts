import { decodeRice } from '../reputation/safebrowsing/rice.ts';
import { bigEndian, fromBase64, toHex } from './bytes.ts';
import { PackedList } from './packed-list.ts';
import type { ClientPlatform, ListName } from './contract.ts';

/** What the server calls the lists (Safe Browsing v5). */
const names: Readonly<Record<ListName, string>> = { 'social-engineering': 'se-4b', 'malware': 'mw-4b', 'unwanted-software': 'uws-4b' };

export interface HeldList {
  readonly list: PackedList;
  /** base64, for the next update. */
  readonly version: string;
}

/** JSON of a HashList, as far as it is read. */
interface HashList {
  readonly version?: string;
  readonly partialUpdate?: boolean;
  readonly additionsFourBytes?: Coded;
  readonly compressedRemovals?: Coded;
  readonly minimumWaitDuration?: string;
  readonly sha256Checksum?: string;
}
interface Coded {
  readonly firstValue?: number;
  readonly riceParameter?: number;
  readonly entriesCount?: number;
  readonly encodedData?: string;
}

/** Brings lists up to date, from nothing where there are none or one doesn't fit. Resolves to the seconds after which to ask again. */
export const updateLists = async (server: string, headers: Readonly<Record<string, string>>, { fetch, sha256 }: Pick<ClientPlatform, 'fetch' | 'sha256'>, held: Map<ListName, HeldList>, signal: AbortSignal): Promise<number> => {
  const wanted = Object.keys(names) as ListName[]; // The keys above.
  const query = new URLSearchParams([['alt', 'json'], ...wanted.map((name): [string, string] => ['names', names[name]]), ...[...held.values()].map(({ version }): [string, string] => ['version', version])]);
  const answer = await fetch(`${server}/v5/hashLists:batchGet?${query.toString()}`, { headers, signal });
  if (!answer.ok) throw new Error(`the server answered ${answer.status} to a question for its lists`);
  const { hashLists = [] } = await answer.json() as { hashLists?: readonly HashList[] }; // Each is checked by its checksum.
  let waitSecs = 3600;
  for (const [at, name] of wanted.entries()) {
    const update = hashLists[at] ?? {};
    waitSecs = Math.min(waitSecs, Number.parseInt(update.minimumWaitDuration ?? '0', 10));
    const before = update.partialUpdate === true ? held.get(name)?.list ?? null : PackedList.of(new Uint32Array(0));
    const list = before === null ? null : await checked(before, update, sha256);
    if (list === null) held.delete(name); else held.set(name, { list, version: update.version ?? '' });
  }
  return held.size < wanted.length ? 0 : waitSecs;
};

/** Null where the update doesn't lead to the list that the server has. */
const checked = async (before: PackedList, { additionsFourBytes, compressedRemovals, sha256Checksum }: HashList, sha256: ClientPlatform['sha256']): Promise<PackedList | null> => {
  try {
    if (additionsFourBytes === undefined && compressedRemovals === undefined && before.count > 0) return before;
    const list = before.updated(numbersOf(compressedRemovals), numbersOf(additionsFourBytes));
    const checksum = toHex(await sha256(bigEndian(list.toArray())));
    return sha256Checksum === undefined || checksum === toHex(fromBase64(sha256Checksum)) ? list : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

const numbersOf = (coded: Coded | undefined): Uint32Array =>
  coded === undefined ? new Uint32Array(0) : decodeRice({ first: Uint32Array.of(coded.firstValue ?? 0), parameter: coded.riceParameter ?? 3, count: coded.entriesCount ?? 0, data: fromBase64(coded.encodedData ?? '') });
