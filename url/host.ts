import { domainToASCII } from 'node:url';
import { escapeBytes } from './unescape.ts';
import type { Host } from './types.ts';

/**
 * A host as Safe Browsing writes it, from wholly unescaped bytes (one character a byte).
 * Null where nothing of a host is left.
 */
export const cleanHost = (bytes: string): Host | null => {
  if (/[[\]]/.test(bytes)) return ipv6Host(bytes);
  const ascii = withoutSpareDots(toAscii(bytes)).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  if (ascii === '') return null;
  // The one cast for names and IPv4: this is where a Host is made.
  return (ipv4Of(ascii) ?? escapeBytes(ascii)) as Host;
};

const nonAscii = /[^\x00-\x7f]/; // eslint-disable-line no-control-regex -- the whole ASCII range is meant

/** Punycode for a name in UTF-8; bytes that are no name stay as they are, to be escaped. */
const toAscii = (bytes: string): string => {
  if (!nonAscii.test(bytes)) return bytes;
  return domainToASCII(withoutSpareDots(Buffer.from(bytes, 'latin1').toString('utf8'))) || bytes;
};

/** Leading and trailing dots off, runs of dots to one. */
const withoutSpareDots = (name: string): string =>
  name.startsWith('.') || name.endsWith('.') || name.includes('..') ? name.split('.').filter((label) => label !== '').join('.') : name;

const twoTo32 = 2 ** 32;

/**
 * The dotted quad that an old resolver makes of `text`, or null where it is a name. One to four parts,
 * each decimal, octal (leading 0) or hexadecimal (leading 0x); the last fills the bytes that are left;
 * what is too large is cut to size; text after a space is ignored.
 *
 * @example ipv4Of('0x12.0x43.0x44.0x01') // '18.67.68.1'
 * @example ipv4Of('276.2.3')             // '20.2.0.3'
 */
export const ipv4Of = (text: string): string | null => {
  const first = text.charCodeAt(0);
  if (!(first >= 0x30 && first <= 0x39)) return null;
  const space = text.indexOf(' ');
  const parts = (space < 0 ? text : text.slice(0, space)).split('.', 5);
  if (parts.length > 4) return null;
  let address = 0;
  for (const [index, part] of parts.entries()) {
    const value = ipv4Number(part);
    if (value === null) return null;
    const isLast = index === parts.length - 1;
    const bytesLeft = 4 - index;
    address += isLast ? value % 256 ** bytesLeft : (value % 256) * 256 ** (bytesLeft - 1);
  }
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.');
};

/** One part of an IPv4 address modulo 2^32, null where it is no number. */
const ipv4Number = (part: string): number | null => {
  const hex = /^0x([0-9a-f]+)$/i.exec(part);
  const digits = hex?.[1] ?? part;
  const base = hex !== null ? 16 : part.startsWith('0') && part.length > 1 ? 8 : 10;
  let value = 0;
  for (const digit of digits) {
    const digitValue = Number.parseInt(digit, base);
    if (Number.isNaN(digitValue)) return null;
    value = (value * base + digitValue) % twoTo32;
  }
  return digits === '' ? null : value;
};

/**
 * A bracketed IPv6 address in its shortest form. An IPv4 address inside of one (::ffff:0:0/96, and
 * 64:ff9b::/96 of NAT64) is written as the IPv4 address that it reaches. Null for any other brackets.
 */
const ipv6Host = (bytes: string): Host | null => {
  const href = `http://${bytes}/`;
  if (!/^\[[0-9a-f:.]{2,45}\]$/i.test(bytes) || !URL.canParse(href)) return null;
  const host = new URL(href).hostname;
  const inner = /^\[(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host);
  const low = Number.parseInt(inner?.[2] ?? '', 16);
  const high = Number.parseInt(inner?.[1] ?? '', 16);
  if (inner === null) return host as Host;
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.') as Host;
};

export { isAddress } from './address.ts';
