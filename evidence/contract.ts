import type { Capture, PartName } from '../records/index.ts';

declare const brand: unique symbol;
/** "<epoch-ms base36>-<22 base64url characters of the SHA-256 of the manifest>"; sorts by time. */
export type CaptureKey = string & { readonly [brand]: 'CaptureKey' };

/**
 * Captures at rest. A manifest a capture; texts over 1 KiB and all bodies are blobs, stored once by
 * SHA-256, compressed. Written to a temporary name and renamed, so that a reader sees all or nothing.
 */
export interface EvidenceStore {
  put(capture: Capture): Promise<CaptureKey>;
  /**
   * Null where there is none (or retention took it). Parts in `without` come back as skipped.
   * Throws `EvidenceDamaged` where a manifest or blob does not match its hash.
   */
  get(key: CaptureKey, options?: { readonly without?: readonly PartName[] }): Promise<Capture | null>;
  /** Deletes what is older than `maxAgeMs`, then the oldest until at most `maxBytes` remain. */
  sweep(limits: { readonly maxAgeMs: number; readonly maxBytes: number }, nowMs: number): Promise<{ readonly deleted: number; readonly bytes: number }>;
}
