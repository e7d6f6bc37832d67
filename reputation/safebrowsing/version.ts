import { listKinds, type ListKind } from './lists.ts';
import { prefixBytes, type PrefixBytes } from './prefix-list.ts';

/**
 * What a client hands back with its next update: v4's `state`, v5's `version`. Opaque to it. 31 bytes:
 *
 *     0       1, the layout
 *     1       list: its place in listKinds
 *     2       bytes of a prefix
 *     3..8    seq that the list is brought to, big-endian as all here
 *     9..14   seq that it came from, ff.. where from nothing
 *     15..18  changes between the two that were handed out, ff.. for all
 *     19..22  most entries that the client can hold, 0 for any number
 *     23..30  start of the checksum of what it holds
 *
 * The checksum makes a version of another store, of a log that was lost, or of other rules harmless: what can't be
 * rebuilt from the log to the same bytes is answered with the whole list.
 */
export interface ListVersion {
  readonly kind: ListKind;
  readonly bytes: PrefixBytes;
  readonly to: number;
  readonly from: number | null;
  /** Null where the client has all of `to`. */
  readonly handedOut: number | null;
  readonly maxEntries: number;
  readonly check: Buffer;
}

const layout = 1;
const size = 31;
const none48 = 2 ** 48 - 1;
const none32 = 2 ** 32 - 1;
export const checkBytes = 8;

export const writeVersion = ({ kind, bytes, to, from, handedOut, maxEntries, check }: ListVersion): Buffer => {
  const version = Buffer.alloc(size);
  version[0] = layout;
  version[1] = listKinds.indexOf(kind);
  version[2] = bytes;
  version.writeUIntBE(to, 3, 6);
  version.writeUIntBE(from ?? none48, 9, 6);
  version.writeUInt32BE(handedOut ?? none32, 15);
  version.writeUInt32BE(maxEntries, 19);
  check.copy(version, 23, 0, checkBytes);
  return version;
};

/** Null for anything that was not written above, the empty version of a first request among it. */
export const readVersion = (bytes: Uint8Array): ListVersion | null => {
  const version = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (version.length !== size || version[0] !== layout) return null;
  const kind = listKinds[version[1] ?? -1];
  const length = prefixBytes.find((known) => known === version[2]);
  if (kind === undefined || length === undefined) return null;
  const [from, handedOut] = [version.readUIntBE(9, 6), version.readUInt32BE(15)];
  return {
    kind, bytes: length, to: version.readUIntBE(3, 6), from: from === none48 ? null : from,
    handedOut: handedOut === none32 ? null : handedOut, maxEntries: version.readUInt32BE(19), check: version.subarray(23),
  };
};
