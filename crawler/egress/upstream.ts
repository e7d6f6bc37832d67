import { anonymizeProxy, closeAnonymizedProxy } from 'proxy-chain';
import { request } from 'node:http';
import type { Dial } from './dial.ts';

/**
 * Connects through somebody else's proxy (HTTP, HTTPS or SOCKS): proxy-chain speaks to it, on a loopback port that
 * is ours alone; every connection, plain http included, is a CONNECT to the address that the guard checked.
 * The other proxy therefore resolves nothing; it must allow CONNECT to any port.
 */
export async function dialThrough(upstreamUrl: string): Promise<{ readonly dial: Dial; close(): Promise<void> }> {
  const bridgeUrl = new URL(await anonymizeProxy(upstreamUrl));
  const dial: Dial = (address, port, signal) => new Promise((settle, fail) => {
    const authority = `${address.includes(':') ? `[${address}]` : address}:${port}`;
    const connecting = request({ host: bridgeUrl.hostname, port: bridgeUrl.port, method: 'CONNECT', path: authority, headers: { host: authority }, agent: false, signal });
    connecting.once('error', (error) => fail(signal.aborted ? Object.assign(error, { code: 'ETIMEDOUT' }) : error));
    connecting.once('connect', (response, socket, head) => {
      if (response.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        settle(socket);
        return;
      }
      socket.destroy();
      // proxy-chain's 594 is a refused connection, 595 a reset or a timeout (its README, "Error status codes").
      const code = response.statusCode === 594 ? 'ECONNREFUSED' : response.statusCode === 595 ? 'ETIMEDOUT' : 'EPROXY';
      fail(Object.assign(new Error(`the upstream proxy answered ${response.statusCode}`), { code }));
    });
    connecting.end();
  });
  return {
    dial,
    async close() {
      await closeAnonymizedProxy(bridgeUrl.origin, true);
    },
  };
}
