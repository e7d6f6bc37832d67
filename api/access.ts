import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { ApiError } from './errors.ts';
import { mayDo, type ApiKey, type KeyRing, type Permission } from './keys.ts';

/**
 * Who may do what. Reading is open to whoever reaches the port.
 *
 * - With keys, made here (api/keys.ts) or one in the settings, which is an administrator's: who sends one as a
 *   bearer token, from wherever, what its role and scopes allow.
 * - Without keys: clients on this machine alone. That is, the connection comes from a loopback address, no
 *   proxy says that it speaks for somebody else, the Host header names this machine (a foreign name that
 *   was rebound to 127.0.0.1 doesn't), and the page that sent it, if one did, is this server's own.
 */
export interface Access {
  /** Who it is: a key's id, "settings" or "this-machine". Throws ApiError where the client may not. */
  may(request: FastifyRequest, permission: Permission): string;
  /** The key that the request carries, null for none that works; for rate limits. */
  keyOf(request: FastifyRequest): string | null;
}

export const openAccess = (settingsKeys: readonly string[], ring: Pick<KeyRing, 'isEmpty' | 'find'>, now: () => number): Access => {
  const digests = settingsKeys.map(digest);
  const fromSettings = (token: string): boolean => {
    const given = digest(token);
    // Every key is compared, so that time tells nothing about which one came close.
    return digests.filter((known) => timingSafeEqual(known, given)).length > 0;
  };
  const working = (token: string): ApiKey | null => {
    const key = ring.find(token);
    return key === null || key.revokedAtMs !== null || key.expiresAtMs <= now() ? null : key;
  };
  return {
    may: (request, permission) => {
      const token = bearerOf(request.headers.authorization);
      if (fromSettings(token)) return 'settings';
      const key = working(token);
      if (key !== null) {
        if (!mayDo(key, permission)) throw new ApiError('role-required', `This key is a ${key.role}'s${key.scopes === null ? '' : `, for ${key.scopes.join(', ')} alone`}; this needs the permission "${permission}".`);
        return key.id;
      }
      if (digests.length > 0 || !ring.isEmpty) {
        const old = ring.find(token);
        throw new ApiError('key-required', old === null ? undefined : `This key ${old.revokedAtMs === null ? 'has expired' : 'was revoked'}; an administrator can make a new one.`);
      }
      const { forwarded, 'x-forwarded-for': forwardedFor, host, origin } = request.headers;
      if (!isLoopback(request.socket.remoteAddress ?? '') || forwarded !== undefined || forwardedFor !== undefined) throw new ApiError('not-this-machine');
      if (!namesThisMachine(host ?? '')) throw new ApiError('cross-site');
      if (origin !== undefined && origin !== `http://${host}`) throw new ApiError('cross-site');
      return 'this-machine';
    },
    keyOf: (request) => {
      const token = bearerOf(request.headers.authorization);
      if (token === '') return null;
      return fromSettings(token) ? 'settings' : working(token)?.id ?? null;
    },
  };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const bearerOf = (authorization: string | undefined): string => {
  const [scheme, token] = (authorization ?? '').split(' ', 2);
  return scheme?.toLowerCase() === 'bearer' ? (token ?? '') : '';
};

/** Also true for "::ffff:127.0.0.1", as a dual-stack socket writes it. */
const isLoopback = (address: string): boolean => ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';

const namesThisMachine = (host: string): boolean => {
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '') : '';
  return name === 'localhost' || isLoopback(name);
};
