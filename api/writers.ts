import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { ApiError } from './errors.ts';

/**
 * Who may write (submit, recrawl). Reading is open to whoever reaches the port.
 *
 * - With keys: who sends one of them as a bearer token, from wherever.
 * - Without keys: clients on this machine alone. That is, the connection comes from a loopback address, no
 *   proxy says that it speaks for somebody else, the Host header names this machine (a foreign name that
 *   was rebound to 127.0.0.1 doesn't), and the page that sent it, if one did, is this server's own.
 *
 * Returns a check that throws ApiError.
 */
export const writerCheck = (keys: readonly string[]): ((request: FastifyRequest) => void) => {
  const digests = keys.map(digest);
  return (request) => {
    if (digests.length > 0) {
      const given = digest(bearerOf(request.headers.authorization));
      // Every key is compared, so that time tells nothing about which one came close.
      if (digests.filter((known) => timingSafeEqual(known, given)).length === 0) throw new ApiError('key-required');
      return;
    }
    const { forwarded, 'x-forwarded-for': forwardedFor, host, origin } = request.headers;
    if (!isLoopback(request.socket.remoteAddress ?? '') || forwarded !== undefined || forwardedFor !== undefined) throw new ApiError('not-this-machine');
    if (!namesThisMachine(host ?? '')) throw new ApiError('cross-site');
    if (origin !== undefined && origin !== `http://${host}`) throw new ApiError('cross-site');
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
