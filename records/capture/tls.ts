import { z } from 'zod';

// Certificates, and the connections that the egress guard made.

/** One certificate of a chain. */
export const certificateSchema = z.object({
  issuer: z.string(),
  subject: z.string(),
  /** Hex, as the issuer numbered it. */
  serial: z.string(),
  /** Epoch seconds. */
  validFrom: z.number(),
  validTo: z.number(),
  /** SHA-256 of the DER, hex: what certificate logs and block lists name it by. */
  sha256: z.string(),
  /** "rsa", "ec", "ed25519", ... and its size in bits, null where it has none of its own. */
  keyType: z.string(),
  keyBits: z.number().int().nullable(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo), hex: the same over renewals. */
  keySha256: z.string(),
});
export type Certificate = z.infer<typeof certificateSchema>;

export const tlsSchema = z.object({
  host: z.string(),
  protocol: z.string().nullable(),
  issuer: z.string(),
  subject: z.string(),
  /** DNS names of the certificate, empty where only Chromium's summary was to be had. */
  names: z.array(z.string()),
  /** Epoch seconds. */
  validFrom: z.number(),
  validTo: z.number(),
  /** Null when the chain verified, else the verifier's code, "unverified" where nobody checked. */
  error: z.string().nullable(),
  /** The leaf first. */
  chain: z.array(certificateSchema).optional(),
});
export type TlsRecord = z.infer<typeof tlsSchema>;

/** What the egress guard saw for this visit. */
export const connectionSchema = z.object({
  host: z.string(),
  port: z.number().int(),
  addresses: z.array(z.string()),
  /** The address that was connected to; null when refused or unreachable. */
  address: z.string().nullable(),
  /** Null when it was let through, else the guard's code. */
  refused: z.string().nullable(),
  bytesUp: z.number().int(),
  bytesDown: z.number().int(),
});
export type ConnectionRecord = z.infer<typeof connectionSchema>;
