import { X509Certificate } from 'node:crypto';
import type { Certificate, TlsRecord } from '../records/index.ts';
import { sha256 } from './hash.ts';
import { Memo } from './memo.ts';

/** One more authority to trust, parsed once. Throws where the PEM is none. */
export const parseAuthority = (pem: string | null): X509Certificate | null => (pem === null ? null : new X509Certificate(pem));

/**
 * What a chain says about itself. `error` is what the verifier of the lane said (Chromium's or OpenSSL's
 * name), null where it agreed. The extra authority is checked here: where it signs the chain, an "unknown
 * authority" is none, but a wrong name or date stays wrong.
 * `chain`: DER, the leaf first.
 */
export const tlsRecordOf = (host: string, protocol: string | null, chain: readonly Uint8Array[], error: string | null, authority: X509Certificate | null, nowMs: number): TlsRecord | null => {
  const read = chain.slice(0, 10).map(readOnce).filter((certificate) => certificate !== null);
  const parsed = read.map(({ certificate }) => certificate);
  const leaf = parsed[0];
  if (leaf === undefined) return null;
  return {
    host,
    protocol,
    issuer: commonName(leaf.issuer),
    subject: commonName(leaf.subject),
    names: (leaf.subjectAltName ?? '').split(', ').filter((name) => name.startsWith('DNS:')).map((name) => name.slice(4)).slice(0, 200),
    validFrom: secondsOf(leaf.validFrom),
    validTo: secondsOf(leaf.validTo),
    error: error !== null && isUnknownAuthority(error) && authority !== null && isSignedBy(parsed, authority) ? ownError(leaf, host, nowMs) : error,
    chain: read.map(({ facts }) => facts),
  };
};

interface Read { readonly certificate: X509Certificate; readonly facts: Certificate }

/** A few authorities sign most of the web, and a host's certificate comes with each visit to it. */
const known = new Memo<Read | null>(1000);

const readOnce = (der: Uint8Array): Read | null => known.get(sha256(der), () => {
  const certificate = parse(der);
  return certificate === null ? null : { certificate, facts: factsOf(certificate) };
});

const factsOf = (certificate: X509Certificate): Certificate => {
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  return {
    issuer: commonName(certificate.issuer), subject: commonName(certificate.subject), serial: certificate.serialNumber.toLowerCase().slice(0, 100),
    validFrom: secondsOf(certificate.validFrom), validTo: secondsOf(certificate.validTo),
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    keyType: asymmetricKeyType ?? 'unknown', keyBits: asymmetricKeyDetails?.modulusLength ?? curveBits[asymmetricKeyDetails?.namedCurve ?? ''] ?? null,
    keySha256: sha256(certificate.publicKey.export({ type: 'spki', format: 'der' })),
  };
};

/** By OpenSSL's names of the curves that web certificates use (CA/Browser Forum baseline requirements, 6.1.5). */
const curveBits: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 };

const secondsOf = (date: string): number => Math.floor(Date.parse(date) / 1000);

const parse = (der: Uint8Array): X509Certificate | null => {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
};

/** "CN=a\nO=b" -> "a"; the whole on one line where there is no common name. */
const commonName = (name: string): string => {
  const lines = name.split('\n');
  return (lines.find((line) => line.startsWith('CN='))?.slice(3) ?? lines.join(', ')).slice(0, 500);
};

/** Chromium's (net/base/net_error_list.h) and OpenSSL's (X509_V_ERR_*, as Node names them) for "nobody I trust signed this". */
const unknownAuthority = new Set(['ERR_CERT_AUTHORITY_INVALID', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']);
const isUnknownAuthority = (error: string): boolean => unknownAuthority.has(error);

const isSignedBy = (chain: readonly X509Certificate[], authority: X509Certificate): boolean => {
  for (const [index, certificate] of chain.entries()) {
    if (certificate.fingerprint256 === authority.fingerprint256) return true;
    if (certificate.checkIssued(authority) && certificate.verify(authority.publicKey)) return true;
    const next = chain[index + 1];
    if (next === undefined || !certificate.checkIssued(next) || !certificate.verify(next.publicKey)) return false;
  }
  return false;
};

/** Chromium reports only the first error; behind an unknown authority these could hide. */
const ownError = (leaf: X509Certificate, host: string, nowMs: number): string | null => {
  if (Date.parse(leaf.validFrom) > nowMs || Date.parse(leaf.validTo) < nowMs) return 'ERR_CERT_DATE_INVALID';
  return leaf.checkHost(host) === undefined && leaf.checkIP(host) === undefined ? 'ERR_CERT_COMMON_NAME_INVALID' : null;
};
