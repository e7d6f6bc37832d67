import { setTimeout as pause } from 'node:timers/promises';
import { isOnList, threats as allThreats, verdictKinds, type Change } from '../../records/index.ts';
import { changes as readChanges, position as readPosition } from '../changes.ts';
import { ChangesLost } from '../contract.ts';
import { keysOf } from '../keys.ts';
import { aboutHowMany, buildTable } from './build.ts';
import { ReplicaNotReady, type HashDelta, type ListedHash, type ReplicaStatus, type ReputationReplica, type ThreatSet } from './contract.ts';
import { factsBytes, factsAt, flagsOf, hundredthsOf, secondsOf } from './facts.ts';
import { createFilter, type ExpressionFilter } from './filter.ts';
import { lookupIn } from './lookup.ts';
import { addMove, createRows, type MemberRows, type Move } from './rows.ts';
import { createTable } from './table.ts';
import { createTested, dayOf } from './tested.ts';
import type { Redis } from 'ioredis';
import type { Ageing } from '../ageing.ts';

export interface ReplicaOptions {
  /** For old rows that `delta` needs. Made and closed by the caller. */
  readonly redis: Redis;
  /** Makes a connection that may wait for an answer; the replica closes it. */
  readonly connect: () => Redis;
  readonly prefix: string;
  readonly ageing: Pick<Ageing, 'listedCacheSecs' | 'notListedCacheSecs' | 'verdictSecs'>;
  readonly now: () => number;
  /** What went wrong, once each time that it starts to. */
  readonly onError: (error: unknown) => void;
  /** Rows of the change log that `delta` finds without asking Redis. */
  readonly rowsInMemory?: number;
}

/** Longest without word from the log before look-ups answer `stale`. */
export const maxBehindMs = 1000;
/** How long one question for new rows waits: so often the replica hears that there are none. */
const waitMs = 250;
const rowsAtOnce = 2000;
const retryMs = 250;
/** Verdicts read at the start. */
const testedAtStart = 100_000;

/** Starts to build at once, and follows the log until it is closed. */
export const openReplica = ({ redis, connect, prefix, ageing, now, onError, rowsInMemory = 200_000 }: ReplicaOptions): ReputationReplica => {
  const keys = keysOf(prefix);
  const follow = connect();
  const table = createTable();
  const closing = new AbortController();
  const listeners = new Set<(changes: readonly Change[]) => void>();
  let filter: ExpressionFilter = createFilter(1024);
  let rows: MemberRows = createRows(0, 1);
  let position = 0;
  let hasBegun = false;
  let isWhole = false;
  const tested = createTested();
  let testedId = '0-0';
  let currentAtMs: number | null = null;
  const facts = new Uint8Array(factsBytes);

  const apply = (change: Change): void => {
    const hash = Buffer.from(change.hash, 'hex');
    if (isOnList(change)) {
      facts[0] = flagsOf(change);
      facts[1] = hundredthsOf(change.score);
      new DataView(facts.buffer).setUint32(2, secondsOf(change.expiresAtMs));
      table.set(hash, facts);
      filter.addExpression(change.expression);
    } else {
      table.delete(hash);
    }
    rows.add(change);
    position = Number(change.seq);
  };

  const build = async (): Promise<void> => {
    isWhole = false;
    const startedAt = Number(await readPosition(follow, keys));
    const known = await aboutHowMany(follow, keys.facts);
    filter = createFilter(Math.max(1_000_000, Math.ceil(known * 1.25)));
    table.clear();
    hasBegun = true;
    await buildTable(follow, keys, known, table, filter, closing.signal);
    position = startedAt;
    rows = createRows(startedAt, rowsInMemory);
  };

  /** Applies all rows there are. */
  const catchUp = async (): Promise<void> => {
    for (;;) {
      const askedAtMs = now();
      const page = await readChanges(follow, keys, String(position), rowsAtOnce);
      for (const change of page) apply(change);
      if (page.length > 0) for (const listener of listeners) listener(page);
      if (page.length < rowsAtOnce) {
        isWhole = true;
        currentAtMs = askedAtMs;
        return;
      }
    }
  };

  /** Waits for a row of either log; those of `tested` are taken here. */
  const nextRows = async (): Promise<void> => {
    const streams = await follow.xread('COUNT', rowsAtOnce, 'BLOCK', waitMs, 'STREAMS', keys.changes, keys.tested, `${position}-0`, testedId);
    for (const [id, members] of streams?.find(([key]) => key === keys.tested)?.[1] ?? []) {
      takeTested(members);
      testedId = id;
    }
  };
  const takeTested = (members: readonly string[]): void => {
    const [, urlKey, , verdict, , score, , atMs] = members; // In the order that record.lua writes them.
    const kind = verdictKinds.find((known) => known === verdict);
    if (urlKey !== undefined && kind !== undefined) tested.set(urlKey, kind, Number(score) / 100, Number(atMs));
  };
  /** The newest, oldest first, so that of two verdicts of a URL the newer stays. */
  const readTested = async (): Promise<void> => {
    const found = (await follow.xrevrange(keys.tested, '+', '-', 'COUNT', testedAtStart)).reverse();
    for (const [, members] of found) takeTested(members);
    testedId = found.at(-1)?.[0] ?? '0-0';
  };

  const run = async (): Promise<void> => {
    let isBuilt = false;
    let isWell = true;
    while (!closing.signal.aborted) {
      try {
        if (!isBuilt) await build();
        if (!isBuilt) await readTested();
        isBuilt = true;
        await catchUp();
        isWell = true;
        if (filter.added > 2 * filter.capacity) isBuilt = false;
        await nextRows();
      } catch (error) {
        if (closing.signal.aborted) return;
        if (error instanceof ChangesLost) isBuilt = false;
        if (isWell) onError(error);
        isWell = false;
        await pause(retryMs, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  };
  const running = run();

  const whole = (): void => { if (!isWhole) throw new ReplicaNotReady(); };
  const eachOf = (threats: ThreatSet, visit: (hash: Uint8Array) => void): void => {
    const wanted = allThreats.map((threat) => threats.has(threat));
    table.startingWith(new Uint8Array(0), (hash, bytes, at) => { if (wanted[(bytes[at] ?? 0) >> 4] === true) visit(hash); });
  };
  const statusAt = (nowMs: number): ReplicaStatus => ({
    state: !isWhole ? 'building' : currentAtMs !== null && nowMs - currentAtMs <= maxBehindMs ? 'current' : 'behind',
    position: String(position), listings: table.size, currentAtMs,
  });

  return {
    status: statusAt,
    position: () => String(position),
    rating: (urlKey, nowMs) => {
      const known = tested.get(urlKey);
      if (known === null || (dayOf(nowMs) - known.day) * 86_400 > ageing.verdictSecs) return { state: 'untested', score: null };
      return { state: 'tested', score: Math.round(known.score * 100), verdict: known.verdict, day: new Date(known.day * 86_400_000).toISOString().slice(0, 10) };
    },
    lookup: (urls, nowMs) => (hasBegun ? lookupIn({ table, filter, ageing, isCurrent: statusAt(nowMs).state === 'current' }, urls, nowMs) : urls.map(() => ({ answer: 'unavailable', reason: 'The list has not been read from Redis yet.' }))),
    startingWith: (prefix, nowMs) => {
      if (prefix.length < 1 || prefix.length > 32) throw new RangeError(`a prefix has 1 to 32 bytes, not ${prefix.length}`);
      whole();
      const found: ListedHash[] = [];
      table.startingWith(prefix, (hash, bytes, at) => {
        const known = factsAt(bytes, at);
        if (known.expiresAtMs > nowMs) found.push({ hash: hash.slice(), ...known });
      });
      return found;
    },
    count: (threats) => {
      whole();
      return allThreats.reduce((sum, threat, code) => sum + (threats.has(threat) ? table.countOf(code) : 0), 0);
    },
    prefixes: (threats, bytes) => {
      if (!Number.isInteger(bytes) || bytes < 4 || bytes > 32) throw new RangeError(`a prefix has 4 to 32 bytes, not ${bytes}`);
      whole();
      const all = new Uint8Array(table.size * bytes);
      let end = 0;
      eachOf(threats, (hash) => {
        if (end > 0 && startsAlike(all, end - bytes, hash, bytes)) return;
        all.set(hash.subarray(0, bytes), end);
        end += bytes;
      });
      return all.slice(0, end);
    },
    delta: async (threats, from) => {
      whole();
      const [after, to] = [Number(from), position];
      if (!/^\d{1,15}$/.test(from) || after > to) return null;
      const moves = after >= rows.reachesBackTo ? rows.movesAfter(after) : await movesFromLog(after, to);
      return moves === null ? null : deltaOf(threats, from, String(to), moves);
    },
    onChanges: (listener) => {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    close: async () => {
      closing.abort();
      follow.disconnect();
      await running;
    },
  };

  async function movesFromLog(after: number, to: number): Promise<Map<string, Move> | null> {
    const moves = new Map<string, Move>();
    for (let at = after; at < to;) {
      const page = await readChanges(redis, keys, String(at), rowsAtOnce).catch((error: unknown) => {
        if (error instanceof ChangesLost) return null;
        throw error;
      });
      if (page === null || page.length === 0) return null;
      for (const change of page) {
        if (Number(change.seq) > to) break;
        const now = isOnList(change) ? change.threat : null;
        if (change.was !== now) addMove(moves, Buffer.from(change.hash, 'hex').toString('latin1'), change.was, now);
      }
      at = Number(page.at(-1)?.seq);
    }
    return moves;
  }
};

const startsAlike = (all: Uint8Array, at: number, hash: Uint8Array, bytes: number): boolean => {
  for (let index = 0; index < bytes; index += 1) if (all[at + index] !== hash[index]) return false;
  return true;
};

const deltaOf = (threats: ThreatSet, from: string, to: string, moves: ReadonlyMap<string, Move>): HashDelta => {
  const isIn = (threat: Move['before']): boolean => threat !== null && threats.has(threat);
  const hashesWhere = (wanted: (move: Move) => boolean): Uint8Array[] =>
    [...moves].filter(([, move]) => wanted(move)).map(([hash]) => Buffer.from(hash, 'latin1')).sort((a, b) => a.compare(b));
  return {
    from, to,
    added: hashesWhere(({ before, after }) => !isIn(before) && isIn(after)),
    removed: hashesWhere(({ before, after }) => isIn(before) && !isIn(after)),
  };
};
