import type { ConnectionRecord } from '../../records/index.ts';

/**
 * The only way out, for both lanes. One forward proxy on 127.0.0.1 that resolves names itself,
 * refuses every address that is not public, connects to the very address it checked, and counts bytes.
 * Each visit gets a port of its own: what a connection did is known by the port it came to.
 * Without a verdict of the guard nothing is connected (it fails closed).
 */
export interface Egress {
  /** `profile`: the visitor's name, by which an upstream proxy is chosen. */
  open(visit: { readonly maxBytes: number; readonly profile?: string }): Promise<VisitEgress>;
  /** Ends every open visit and its connections. */
  close(): Promise<void>;
}

export interface VisitEgress {
  /** "http://127.0.0.1:PORT", for this visit only. */
  readonly proxyUrl: string;
  /**
   * What was asked for so far, refused ones included; at most 1,000. A refusal that repeats is one record. With neither
   * `address` nor `refused` it is still being connected; with both, it was cut at the byte cap.
   */
  connections(): ConnectionRecord[];
  close(): Promise<void>;
}

/** Why nothing was connected. These are values of ConnectionRecord.refused. */
export const refusals = [
  /** The name does not exist (or, in lab mode, is not mapped). */
  'name-not-found',
  /** The resolver did not answer. Try again. */
  'dns-failed',
  /** One of its addresses is not public; all must be. */
  'address-not-public',
  /** A port that is no business of a page (the Fetch standard's bad ports, and everything that is not a web port by policy). */
  'port-refused',
  /** The visit's byte cap is used up. */
  'bytes-exceeded',
  /** The visit has asked for too many connections; this is its last record. */
  'connections-exceeded',
  /** The peer could not be reached. */
  'connect-refused', 'connect-timed-out', 'connect-failed',
  /** Not a request a proxy takes. */
  'malformed',
] as const;
export type Refusal = (typeof refusals)[number];

/** Resolves a name to all its addresses. Throws with code ENOTFOUND for a name that does not exist. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<readonly string[]>;

/** Lab mode: first match wins; a name that nothing maps does not exist. */
export interface LabRule {
  /** Lower-case name, "*.name" (any depth below, not the name itself), or "*" (every name, no address). */
  readonly host: string;
  /** Null: every port. */
  readonly port: number | null;
  readonly address: string;
  readonly toPort: number;
}
