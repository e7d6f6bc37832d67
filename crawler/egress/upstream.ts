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
