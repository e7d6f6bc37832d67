import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Which addresses are public: reachable by everybody, and nobody's inside.
 *
 * Ranges come from ipaddr.js (IANA's special-purpose registries); only "unicast" passes, and in IPv6 only
 * what IANA has handed out (2000::/3). A form that carries an IPv4 address is as public as what it carries.
 */

/** Public by the registries, yet answered by the cloud that a machine runs in. */
const cloudInside = new Set([
  // Azure's WireServer, the same in every region (learn.microsoft.com, "What is IP address 168.63.129.16?", 2024).
  '168.63.129.16',
]);

const globalUnicastV6 = ipaddr.parseCIDR('2000::/3');
const nat64 = ipaddr.parseCIDR('64:ff9b::/96');
const sixToFour = ipaddr.parseCIDR('2002::/16');

/**
 * The one spelling that an address is checked, compared and connected in: dotted quad for IPv4 and for
 * IPv4-mapped IPv6, else compressed lower-case IPv6. Null for what is no address in standard text form,
 * and for one with a zone (a zone names an interface of this machine).
 *
 * @example addressOf('::FFFF:8.8.8.8') // '8.8.8.8'
 */
export function addressOf(text: string): string | null {
  if (text.includes('%')) return null;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return text;
  if (isIP(text) !== 6) return null;
  // Spelt by the URL parser first: ipaddr.js reads the compatible "::8.8.8.8" as the mapped "::ffff:8.8.8.8".
  const v6 = ipaddr.IPv6.parse(new URL(`http://[${text}]`).hostname.slice(1, -1));
  return v6.isIPv4MappedAddress() ? v6.toIPv4Address().toString() : v6.toString();
}

/** Takes what `addressOf` gave. False for every other text. */
export function isPublicAddress(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return isPublicV4(ipaddr.IPv4.parse(address));
  if (addressOf(address) !== address) return false;
  const v6 = ipaddr.IPv6.parse(address);
  // What DNS64 makes of an IPv4-only name: the translator connects to the last 32 bits (RFC 6052).
  if (v6.match(nat64)) return isPublicV4(v4At(v6, 12));
  // A 6to4 relay connects to bits 16 to 47 (RFC 3056).
  if (v6.match(sixToFour)) return isPublicV4(v4At(v6, 2));
  // Teredo, the local-use NAT64 prefix and IPv4-compatible addresses are refused whatever they carry: no web
  // server is named by them, and where the IPv4 part sits in a local-use prefix is known to its network alone.
  return v6.match(globalUnicastV6) && v6.range() === 'unicast';
}

function isPublicV4(v4: ipaddr.IPv4): boolean {
  return v4.range() === 'unicast' && !cloudInside.has(v4.toString());
}

function v4At(v6: ipaddr.IPv6, firstByte: number): ipaddr.IPv4 {
  return new ipaddr.IPv4(v6.toByteArray().slice(firstByte, firstByte + 4));
}
