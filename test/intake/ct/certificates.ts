import '../../../fixtures/range/reflect.ts';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** DER of a real certificate for these names, self-signed. */
export const certificateFor = async (names: readonly string[], commonName = names[0] ?? ''): Promise<Uint8Array> => {
  
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01', name: [{ CN: [commonName] }], notBefore: new Date('2026-11-01'), notAfter: new Date('2027-02-01'), signingAlgorithm: algorithm, keys,
    extensions: names.length === 0 ? [] : [new x509.BasicConstraintsExtension(false), new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value })), names.length > 1)],
  });
  return new Uint8Array(certificate.rawData);
};

/** The TBSCertificate inside of a certificate: the first element of its sequence. */
export const tbsOf = (certificate: Uint8Array): Uint8Array => {
  const at = 4;
  const length = ((certificate[at + 2] ?? 0) << 8) | (certificate[at + 3] ?? 0);
  if (certificate[1] !== 0x82 || certificate[at + 1] !== 0x82) throw new Error('a certificate of 256 to 65,535 bytes was expected');
  return certificate.subarray(at, at + 4 + length);
};

const vector = (bytes: Uint8Array, lengthBytes: number): Buffer => {
  const head = Buffer.alloc(lengthBytes);
  head.writeUIntBE(bytes.length, 0, lengthBytes);
  return Buffer.concat([head, bytes]);
};

export interface LogEntry { readonly atMs: number; readonly certificate: Uint8Array; readonly isPrecertificate: boolean }

/** Timestamp, type, signed entry and empty extensions. */
const timestamped = ({ atMs, certificate, isPrecertificate }: LogEntry): Buffer => {
  const head = Buffer.alloc(10);
  head.writeBigUInt64BE(BigInt(atMs));
  head.writeUInt16BE(isPrecertificate ? 1 : 0, 8);
  return Buffer.concat([head, isPrecertificate ? Buffer.concat([Buffer.alloc(32, 7), vector(tbsOf(certificate), 3)]) : vector(certificate, 3), vector(new Uint8Array(0), 2)]);
};

/** RFC 6962's MerkleTreeLeaf. */
export const leafOf = (entry: LogEntry): Buffer => Buffer.concat([Buffer.from([0, 0]), timestamped(entry)]);

/** An entry of a data tile of static-ct-api. */
export const tileEntryOf = (entry: LogEntry): Buffer =>
  Buffer.concat([timestamped(entry), ...(entry.isPrecertificate ? [vector(entry.certificate, 3)] : []), vector(Buffer.alloc(64, 9), 2)]);
