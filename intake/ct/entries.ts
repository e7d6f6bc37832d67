import { namesOfCertificate, namesOfTbs } from './der.ts';

/** One entry of a certificate log: when it was logged, and the DNS names it is for. */
export interface LoggedNames {
  /** Epoch milliseconds, as the log says. */
  readonly atMs: number;
  /** As they stand in the certificate, wildcards included; empty where it names none, null where it can't be read. */
  readonly names: readonly string[] | null;
}

const entryTypes = { certificate: 0, precertificate: 1 } as const;
/** The SHA-256 of the issuer's key, before a pre-certificate. */
const issuerKeyHashBytes = 32;

/** A MerkleTreeLeaf (RFC 6962, 3.4), as get-entries gives it. Null where it is none. */
export const namesOfLeaf = (leaf: Uint8Array): LoggedNames | null => {
  if (leaf.length < 12 || leaf[0] !== 0 || leaf[1] !== 0) return null;
  return timestampedEntry(leaf, 2)?.entry ?? null;
};

/** All entries of a data tile (static-ct-api, "Log Entries"). Null where the tile is malformed; what came before is lost with it. */
export const namesOfTile = (tile: Uint8Array): LoggedNames[] | null => {
  const entries: LoggedNames[] = [];
  for (let at = 0; at < tile.length;) {
    const read = timestampedEntry(tile, at);
    if (read === null) return null;
    const afterExtensions = skip(tile, read.end, 2);
    // A pre-certificate as it was sent, and then the fingerprints of the chain.
    const afterPrecertificate = afterExtensions !== null && read.isPrecertificate ? skip(tile, afterExtensions, 3) : afterExtensions;
    const end = afterPrecertificate === null ? null : skip(tile, afterPrecertificate, 2);
    if (end === null) return null;
    entries.push(read.entry);
    at = end;
  }
  return entries;
};

/** Timestamp, type and signed entry; `end` is where its extensions begin. */
const timestampedEntry = (bytes: Uint8Array, at: number): { readonly entry: LoggedNames; readonly isPrecertificate: boolean; readonly end: number } | null => {
  if (at + 10 > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const atMs = Number(view.getBigUint64(at));
  const type = view.getUint16(at + 8);
  const isPrecertificate = type === entryTypes.precertificate;
  if (!isPrecertificate && type !== entryTypes.certificate) return null;
  const lengthAt = at + 10 + (isPrecertificate ? issuerKeyHashBytes : 0);
  const end = skip(bytes, lengthAt, 3);
  if (end === null) return null;
  const der = bytes.subarray(lengthAt + 3, end);
  return { entry: { atMs, names: isPrecertificate ? namesOfTbs(der) : namesOfCertificate(der) }, isPrecertificate, end };
};

/** The end of a vector whose length stands in so many bytes before it; null where it does not fit. */
const skip = (bytes: Uint8Array, at: number, lengthBytes: 2 | 3): number | null => {
  if (at + lengthBytes > bytes.length) return null;
  let length = 0;
  for (let byte = 0; byte < lengthBytes; byte++) length = length * 256 + (bytes[at + byte] ?? 0);
  const end = at + lengthBytes + length;
  return end > bytes.length ? null : end;
};
