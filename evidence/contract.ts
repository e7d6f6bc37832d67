import type { Capture, PartName } from '../records/index.ts';

declare const brand: unique symbol;
/** "<epoch-ms, 9 digits of base36>-<22 base64url characters of the SHA-256 of the manifest>"; sorts by time. */
export type CaptureKey = string & { readonly [brand]: 'CaptureKey' };

/**
 * Captures at rest. A manifest a capture; texts over 1 KiB and all bodies are blobs, stored once by
 * SHA-256, compressed where that saves something. Written to a temporary name, synced and renamed, so
 * that a reader sees all or nothing, whatever is killed.
 */
export interface EvidenceStore {
  /** The same capture put twice has one key. Throws `EvidenceError` where the disk does not take it. */
  put(capture: Capture): Promise<CaptureKey>;
  /**
   * Null where there is none (or retention took it), and for what is no capture key at all. Parts in
   * `without` come back as skipped, and their blobs are not read.
   * Throws `EvidenceDamaged` where a manifest or blob does not match its hash.
   */
  get(key: CaptureKey, options?: { readonly without?: readonly PartName[] }): Promise<Capture | null>;
  /** Captures of a URL, newest first, at most `max` (all where it is not given). */
  keysOf(urlKey: string, max?: number): Promise<CaptureKey[]>;
  /**
   * Deletes what is older than `maxAgeMs`, then the oldest until at most `maxBytes` remain; never what a
   * kept capture refers to, nor captures of the last ten minutes. Answers captures deleted and bytes left.
   */
  sweep(limits: { readonly maxAgeMs: number; readonly maxBytes: number }, nowMs: number): Promise<{ readonly deleted: number; readonly bytes: number }>;
}
