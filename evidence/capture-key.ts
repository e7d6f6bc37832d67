import { createHash } from 'node:crypto';
import type { CaptureKey } from './contract.ts';

const timeDigits = 9;
const hashChars = 22;
const pattern = /^[0-9a-z]{9}-[A-Za-z0-9_-]{22}$/;

/** Latest time that nine digits of base36 hold: the year 5188. */
const maxMs = 36 ** timeDigits - 1;

/** The key of a manifest. `startedAtMs` is cut to whole milliseconds from 1970 on. */
export const captureKeyOf = (startedAtMs: number, manifest: Uint8Array): CaptureKey =>
  // The one place that makes one: both halves fit the pattern by construction.
  `${digitsOf(startedAtMs)}-${hashOf(manifest)}` as CaptureKey;

/** A key that came from outside (a queue, a client), or null where the text is none. */
export const readCaptureKey = (text: string): CaptureKey | null => (pattern.test(text) ? (text as CaptureKey) : null);

/** Epoch milliseconds of the visit. */
export const timeOf = (key: CaptureKey): number => Number.parseInt(key.slice(0, timeDigits), 36);

export const matchesManifest = (key: CaptureKey, manifest: Uint8Array): boolean => key.slice(timeDigits + 1) === hashOf(manifest);

/** The nine digits; also the name by which folders of captures are compared with a time. */
export const digitsOf = (ms: number): string => Math.min(Math.max(Math.trunc(ms), 0), maxMs).toString(36).padStart(timeDigits, '0');

const hashOf = (manifest: Uint8Array): string => createHash('sha256').update(manifest).digest('base64url').slice(0, hashChars);
