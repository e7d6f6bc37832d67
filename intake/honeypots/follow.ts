import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Door } from '../door.ts';
import type { Honeypot, HoneypotState } from './honeypot.ts';
import { urlsOfLine } from './lines.ts';

export interface HoneypotOptions {
  readonly door: Door;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Bytes that one turn reads at most; also the longest line, of which more is skipped. */
  readonly bytesPerTurn?: number;
}

const everyMs = 2000;
const longestBackOffMs = 300_000;

/**
 * One turn on a log: what was written since the last, up to its last whole line. A log that was rotated away is read
 * to its end first, by its number on the disk, then the new one from its start. What was read is in the state that is
 * returned, after the door has accepted it: a turn that is cut short is read again, which is harmless. Rejects only
 * where the door does, and on abort.
 */
export const followHoneypot = async (honeypot: Honeypot, state: HoneypotState, options: HoneypotOptions): Promise<HoneypotState> => {
  const { door, now, signal, bytesPerTurn = 4_000_000 } = options;
  signal.throwIfAborted();
  const nowMs = now();
  let place: Place;
  let bytes: Buffer;
  try {
    place = await placeOf(honeypot.file, state);
    bytes = await readAt(place, bytesPerTurn);
  } catch (error) {
    const failures = state.failures + 1;
    return { ...state, failures, lastProblem: `${honeypot.file} can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`, nextAtMs: nowMs + Math.min(everyMs * 2 ** Math.min(failures, 10), longestBackOffMs) };
  }
  const end = bytes.lastIndexOf(0x0a) + 1;
  // A line that never ends is left behind; one that is being written, or the last of a log that is over, is not.
  const taken = end > 0 ? end : bytes.length >= bytesPerTurn || (place.isOver && bytes.length > 0) ? bytes.length : 0;
  const lines = bytes.subarray(0, taken).toString('utf8').split('\n').filter((line) => line.trim() !== '');
  const found = lines.map(urlsOfLine[honeypot.kind]);
  const urls = [...new Set(found.flatMap((some) => some ?? []))];
  const outcomes = urls.length === 0 ? [] : await door.submit(urls.map((url) => ({ url, source: `honeypot:${honeypot.name}`, atMs: nowMs, trust: honeypot.trust, priority: honeypot.priority })));
  const unreadable = found.filter((some) => some === null).length;
  const isDone = place.isOver && place.offset + taken >= place.size;
  return {
    // A log that is over and read makes room for the one that took its name.
    inode: isDone ? null : place.inode, offset: isDone ? 0 : place.offset + taken,
    nextAtMs: isDone || place.offset + taken < place.size - bytesPerTurn / 2 ? nowMs : nowMs + everyMs,
    failures: 0, lastProblem: lines.length >= 20 && unreadable === lines.length ? `${honeypot.file} holds no line of a ${honeypot.kind} log; is its kind right?` : null,
    lines: state.lines + lines.length, unreadable: state.unreadable + unreadable, urls: state.urls + urls.length,
    fresh: state.fresh + outcomes.filter((one) => one.outcome === 'accepted' && one.offer === 'new').length,
    refused: state.refused + outcomes.filter((one) => one.outcome === 'refused').length,
  };
};

interface Place {
  readonly file: string;
  readonly inode: number;
  readonly offset: number;
  readonly size: number;
  /** Rotated away: nothing more is written to it. */
  readonly isOver: boolean;
}

const placeOf = async (file: string, { inode, offset }: HoneypotState): Promise<Place> => {
  const current = await stat(file);
  // Cut short in its place ("copytruncate"): what is there now is new.
  if (inode === null || current.ino === inode) return { file, inode: current.ino, offset: current.size < offset || inode === null ? 0 : offset, size: current.size, isOver: false };
  const rotated = await fileOf(path.dirname(file), path.basename(file), inode);
  return rotated === null ? { file, inode: current.ino, offset: 0, size: current.size, isOver: false } : { ...rotated, offset, isOver: true };
};

/** The file beside a log that was it until it was renamed ("cowrie.json.2026-11-25", "access.log.1"). */
const fileOf = async (folder: string, name: string, inode: number): Promise<{ readonly file: string; readonly inode: number; readonly size: number } | null> => {
  for (const entry of (await readdir(folder)).filter((other) => other.startsWith(name)).slice(0, 1000)) {
    const file = path.join(folder, entry);
    const found = await stat(file).catch(() => null); // deleted meanwhile
    if (found?.ino === inode) return { file, inode, size: found.size };
  }
  return null;
};

const readAt = async ({ file, offset, size }: Place, most: number): Promise<Buffer> => {
  const handle = await open(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, Math.min(most, size - offset)));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
    return bytes.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};
