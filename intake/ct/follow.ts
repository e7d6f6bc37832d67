import { z } from 'zod';
import type { Door } from '../door.ts';
import { CtLogError, type CtLog, type CtReader, type TreeHead } from './log.ts';
import { hostsOf } from './hosts.ts';

/** Where a log was left, and what came of it. Kept by the caller. */
export const ctStateSchema = z.object({
  /** The next entry to read; null before the first look, which begins at the log's end: history is not this source's. */
  next: z.number().int().nullable(),
  /** Size and root of the last head, to tell a log that forks. */
  head: z.object({ size: z.number(), root: z.string() }).nullable(),
  nextAtMs: z.number(),
  failures: z.number().int(),
  lastProblem: z.string().nullable(),
  /** Entries read, those that couldn't be, names scored, and names offered. */
  entries: z.number().int(),
  unreadable: z.number().int(),
  names: z.number().int(),
  offered: z.number().int(),
  /** Entries that were left out to catch up. */
  skipped: z.number().int(),
});
export type CtState = z.infer<typeof ctStateSchema>;
export const newCtLog: CtState = { next: null, head: null, nextAtMs: 0, failures: 0, lastProblem: null, entries: 0, unreadable: 0, names: 0, offered: 0, skipped: 0 };

export interface FollowOptions {
  readonly readers: Readonly<Record<CtLog['kind'], CtReader>>;
  readonly door: Door;
  /** How much a host looks like a lure, 0 to 1. Called for every new name: some 10,000 a second. */
  readonly score: (host: string) => number;
  /** Names from this score on are offered. */
  readonly threshold: number;
  /** Entries that one turn reads at most. */
  readonly entriesPerTurn: number;
  /** A log that is further ahead than this is met at its end: what is new matters, not what was. */
  readonly furthestBehind: number;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** No head for this long: the log stalls (its maximum merge delay is a day). */
const stallMs = 24 * 3_600_000;
const everyMs = 15_000;
const longestBackOffMs = 3_600_000;
/** A name that comes again in so many others (renewals, pre-certificate and certificate) is scored once. */
const remembered = 50_000;

/**
 * One turn on a log: its head, then what is new, up to `entriesPerTurn`. What was read is in the state that is
 * returned; a turn that is cut short before that is read again, which is harmless. Rejects only where the door
 * does, and on abort. A forked log is never read on by itself: its problem stays until its state is deleted.
 */
export const followLog = async (log: CtLog, state: CtState, options: FollowOptions): Promise<CtState> => {
  const nowMs = options.now();
  let reached = state;
  try {
    const reader = options.readers[log.kind];
    const head = await reader.head(log, options.signal);
    const fork = forkOf(state, head);
    if (fork !== null) return { ...state, failures: state.failures + 1, lastProblem: fork, nextAtMs: nowMs + longestBackOffMs };
    const start = startOf(state, head, options.furthestBehind);
    reached = { ...state, next: start, head: { size: head.size, root: head.root }, skipped: state.skipped + (state.next === null ? 0 : start - state.next) };
    const end = Math.min(head.size, start + options.entriesPerTurn);
    while ((reached.next ?? end) < end) reached = await readOn(log, reader, reached, end, options);
    const stalls = head.atMs !== null && nowMs - head.atMs > stallMs;
    return { ...reached, failures: 0, lastProblem: stalls ? `it stalls: its newest head is from ${new Date(head.atMs).toISOString()}` : null, nextAtMs: (reached.next ?? 0) < head.size ? nowMs : nowMs + everyMs };
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof CtLogError)) throw error;
    const failures = state.failures + 1;
    const backOffMs = Math.min(everyMs * 2 ** Math.min(failures, 16), longestBackOffMs);
    return { ...reached, failures, lastProblem: error.message.slice(0, 300), nextAtMs: nowMs + Math.max(backOffMs, (error.retryAfterSecs ?? 0) * 1000) };
  }
};

/** An append-only log neither shrinks nor has two roots for one size. */
const forkOf = ({ head: before }: CtState, { size, root }: TreeHead): string | null => {
  if (before === null) return null;
  if (size < before.size) return `it forked: it had ${before.size} entries and has ${size}; it isn't followed any more`;
  return size === before.size && root !== before.root ? `it forked: it has another root for its ${size} entries; it isn't followed any more` : null;
};

const startOf = ({ next }: CtState, { size }: TreeHead, furthestBehind: number): number => (next === null ? size : size - next > furthestBehind ? size - furthestBehind : next);

const readOn = async (log: CtLog, reader: CtReader, state: CtState, end: number, { door, score, threshold, now, signal }: FollowOptions): Promise<CtState> => {
  signal.throwIfAborted();
  const { entries, next } = await reader.entries(log, state.next ?? 0, end, signal);
  const seen = new Set<string>();
  let unreadable = 0;
  for (const entry of entries) {
    if (entry === null || entry.names === null) unreadable++;
    else for (const host of hostsOf(entry.names)) if (seen.size < remembered) seen.add(host);
  }
  const lures = [...seen].filter((host) => score(host) >= threshold);
  if (lures.length > 0) await door.submit(lures.map((host) => ({ url: `https://${host}/`, source: `ct:${log.name}`, atMs: now(), trust: 0.2, priority: 2 })));
  return { ...state, next, entries: state.entries + entries.length, unreadable: state.unreadable + unreadable, names: state.names + seen.size, offered: state.offered + lures.length };
};
