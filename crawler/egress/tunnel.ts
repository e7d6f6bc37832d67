import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Reach } from './reach.ts';
import { targetOfAuthority } from './target.ts';

/**
 * CONNECT: https, wss, and what Chromium sends for ws. Bytes pass untouched once the guard has agreed.
 *
 * A refusal is an empty 502. Chromium never shows the answer to a CONNECT (it reports ERR_TUNNEL_CONNECTION_FAILED),
 * and unlike a dropped connection it is final: a dropped one is tried again, and the proxy itself put on a bad list.
 */
export async function tunnel(authority: string, client: Duplex, head: Buffer, reach: Reach): Promise<void> {
  const reached = await reach(targetOfAuthority(authority));
  if (reached === null) {
    client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    return;
  }
  client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  if (head.length > 0) reached.socket.write(head);
  join(client, reached.socket, reached.meter.count);
}

/** Passes bytes both ways until both sides are done; each side's half-close reaches the other. */
export function join(client: Duplex, target: Socket, countUp: () => void): void {
  client.on('data', countUp);
  client.pipe(target);
  target.pipe(client);
  client.on('error', () => target.destroy());
  target.on('error', () => client.destroy());
  // What was already handed over is still delivered before the other side closes.
  client.on('close', () => target.destroySoon());
  target.on('close', () => {
    client.end();
    client.resume();
  });
}
