import ipaddr from 'ipaddr.js';
import { queueKeys } from './keys.ts';
import { Script, type RedisClient } from './script.ts';

const claimScript = new Script(new URL('./lua/claim-visit.lua', import.meta.url));
const releaseScript = new Script(new URL('./lua/release-visit.lua', import.meta.url));

/**
 * - `granted`: visit, and release when done.
 * - busy: give the lease back (costs no attempt), to come again at `busyUntilMs` or later.
 */
export type Claim = { readonly kind: 'granted' } | { readonly kind: 'busy'; readonly busyUntilMs: number };

/** Politeness towards machines: many host names on few addresses are one neighbour. */
export interface Pacing {
  /** A place for `ttlMs`; the same token again keeps its place. */
  claim(group: string, token: string, nowMs: number, ttlMs: number): Promise<Claim>;
  release(group: string, token: string): Promise<void>;
}

export const openPacing = (client: RedisClient, options: { readonly prefix: string; readonly maxVisitsPerGroup: number }): Pacing => {
  const keys = queueKeys(options.prefix);
  return {
    async claim(group, token, nowMs, ttlMs) {
      const reply = await claimScript.run(client, [keys.pacing(group)], [nowMs, token, nowMs + ttlMs, options.maxVisitsPerGroup, ttlMs]);
      return reply === 0 ? { kind: 'granted' } : { kind: 'busy', busyUntilMs: Number(reply) };
    },
    async release(group, token) {
      await releaseScript.run(client, [keys.pacing(group)], [token]);
    },
  };
};

/**
 * The group of an address: IPv4 by /24, IPv6 by /48, IPv4 inside of IPv6 as IPv4.
 * @example addressGroup('203.0.113.7') // '203.0.113.0-24'
 * Throws Error for what is no address.
 */
export const addressGroup = (address: string): string => {
  const parsed = ipaddr.process(address);
  const bits = parsed.kind() === 'ipv4' ? 24 : 48;
  const bytes = parsed.toByteArray().map((byte, at) => (8 * at < bits ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}-${bits}`;
};
