import { collected } from '../../records/index.ts';
import { caps, cutText } from '../caps.ts';
import type { Collector, Scene } from './contract.ts';

/** The cookies that the visit held at its end, whoever set them. */
export const cookies = ({ page }: Scene): Collector<'cookies'> => ({
  parts: ['cookies'],
  claimMs: 2000,
  finish: async () => {
    const held = await page.context().cookies();
    return {
      cookies: collected(held.slice(0, caps.cookies).map(({ name, value, domain, path, expires, httpOnly, secure, sameSite }) => ({
        name: cutText(name, 300), value: cutText(value, caps.cookieValue), bytes: Buffer.byteLength(value), domain: domain.slice(0, 300), path: cutText(path, 1000),
        expires: expires < 0 ? null : Math.round(expires), httpOnly, secure, sameSite: sameSite ?? null,
      })), held.length > caps.cookies ? `${held.length - caps.cookies} more cookies were not kept` : null),
    };
  },
});
