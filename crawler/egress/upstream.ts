import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Server } from 'proxy-chain';
import type { Dial } from './dial.ts';

/**
 * Connects through somebody else's proxy ("http", "https" or "socks5" URL, credentials in it): proxy-chain speaks to
 * it, on a loopback port whose password only we know. Every connection, plain http included, is a CONNECT to the
 * address that the guard checked: the other proxy resolves nothing, and must allow CONNECT to any port.
 */
export async function dialThrough(upstreamProxyUrl: string): Promise<{ readonly dial: Dial; close(): Promise<void> }> {
  const secret = randomBytes(24).toString('hex');
  const bridge = new Server({
    host: '127.0.0.1',
    port: 0,
    prepareRequestFunction: ({ password }) => ({ requestAuthentication: password !== secret, upstreamProxyUrl }),
  });
  await bridge.listen();
  const authorization = `Basic ${Buffer.from(`harrier:${secret}`).toString('base64')}`;

  const dial: Dial = (address, port, signal) => new Promise((settle, fail) => {
    const authority = `${address.includes(':') ? `[${address}]` : address}:${port}`;
    const headers = { host: authority, 'proxy-authorization': authorization };
    const connecting = request({ host: '127.0.0.1', port: bridge.port, method: 'CONNECT', path: authority, headers, agent: false, signal });
    connecting.once('error', (error) => fail(signal.aborted ? Object.assign(error, { code: 'ETIMEDOUT' }) : error));
    connecting.once('connect', (response, socket, head) => {
      if (response.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        settle(socket);
        return;
      }
      socket.destroy();
      fail(Object.assign(new Error(`the upstream proxy answered ${response.statusCode}`), { code: codeOf(response.statusCode) }));
    });
    connecting.end();
  });
  return { dial, close: () => bridge.close(true) };
}

/** proxy-chain's own statuses (its README, "Error status codes", 3.0): 594 connection refused, 595 reset or timed out. */
function codeOf(status: number | undefined): string {
  switch (status) {
    case 594: return 'ECONNREFUSED';
    case 595: return 'ETIMEDOUT';
    default: return 'EPROXY';
  }
}

/** Which proxy each visitor's connections go through: one for a profile by its name, one for all others. */
export interface Upstreams { readonly otherwise: string | null; readonly byProfile: ReadonlyMap<string, string> }

/**
 * Reads "http://proxy:3128", or a list with commas of which some are for one profile:
 * "http://a:3128,iphone-safari-from-mail=socks5://user:password@b:1080". "profile=direct" goes through none.
 * Throws UpstreamError that names the piece that is wrong.
 */
export function parseUpstreams(text: string | null): Upstreams {
  const byProfile = new Map<string, string>();
  let otherwise: string | null = null;
  for (const piece of (text ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '')) {
    const [, profile, url = ''] = /^(?:([a-z0-9-]{1,80})=)?(.*)$/.exec(piece) ?? [];
    const isDirect = profile !== undefined && url === 'direct';
    if (!isDirect && !(URL.canParse(url) && /^(?:https?|socks5):$/.test(new URL(url).protocol) && new URL(url).hostname !== '')) throw new UpstreamError(piece);
    if (profile === undefined) {
      if (otherwise !== null) throw new UpstreamError(piece);
      otherwise = url;
    } else byProfile.set(profile, url);
  }
  return { otherwise, byProfile };
}

export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  constructor(piece: string) {
    // Credentials stand in it, if any: only what is before them is shown.
    super(`"${piece.slice(0, 60).replace(/\/\/[^@]*@/, '//...@')}" is no upstream proxy. Write http://host:port or socks5://host:port, once for all, or "profile=URL" for one profile, with commas between.`);
  }
}
