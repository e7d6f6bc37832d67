import type { Scope, Threat } from '../../records/index.ts';

/** What of the replica the protocols stand on (reputation/replica/contract.ts tells each more closely). */
export interface ListSource {
  /** Seq of the newest row of the log that was applied. */
  position(): string;
  /** Everything listed whose full hash starts with these bytes, what has expired at `nowMs` left out. */
  startingWith(prefix: Uint8Array, nowMs: number): readonly ListedHash[];
  /** The first `bytes` of every hash on the list of these threats, ascending, each once. */
  prefixes(threats: ReadonlySet<Threat>, bytes: number): Uint8Array;
  /** Full hashes that joined and left the list between `from` and now; null where the log doesn't say. */
  delta(threats: ReadonlySet<Threat>, from: string): Promise<HashDelta | null>;
}

export interface ListedHash {
  /** 32 bytes. */
  readonly hash: Uint8Array;
  readonly threat: Threat;
  readonly scope: Scope;
  readonly expiresAtMs: number;
}

export interface HashDelta {
  readonly to: string;
  readonly added: readonly Uint8Array[];
  readonly removed: readonly Uint8Array[];
}
