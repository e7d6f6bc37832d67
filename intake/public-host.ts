import ipaddr from 'ipaddr.js';
import { isAddress } from '../url/index.ts';
import type { Host } from '../url/index.ts';

/**
 * Whether a host may be public as it is written: an address literal of a public range, or any name but
 * "localhost". What a name resolves to is the egress guard's to judge, at the time of the visit; this
 * only keeps from the frontier what would be refused for ever.
 */
export const mayBePublic = (host: Host): boolean => {
  if (!isAddress(host)) return host !== 'localhost' && !host.endsWith('.localhost');
  return ipaddr.process(host.replace(/^\[|\]$/g, '')).range() === 'unicast';
};
