import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { endToEnd } from './framing.ts';
import type { Reach } from './reach.ts';
import { targetOfAbsoluteForm } from './target.ts';
import { join } from './tunnel.ts';

/**
 * A WebSocket opened by an Upgrade on a plain-http request. (Chromium tunnels ws:// by CONNECT; other clients do this.)
 *
 * Nothing else is upgraded: "h2c" would hide every later request from the guard. The site must agree with a 101
 * before bytes pass, for the same reason: after any other answer the browser would go on using the connection
 * for other hosts.
 */
export async function upgrade(incoming: IncomingMessage, client: Duplex, head: Buffer, reach: Reach): Promise<void> {
  client.on('error', () => client.destroy());
  const asked = targetOfAbsoluteForm(incoming.url ?? '');
  const isWebSocket = incoming.method === 'GET' && incoming.headers.upgrade?.toLowerCase() === 'websocket';
  const reached = await reach(isWebSocket ? (asked?.target ?? null) : null);
  if (reached === null || asked === null) {
    client.destroy();
    return;
  }
  const { socket, meter } = reached;
  client.once('close', () => socket.destroySoon());
  const upstream = httpRequest({
    createConnection: () => socket,
    path: asked.path,
    headers: ['Host', asked.hostHeader, 'Connection', 'Upgrade', 'Upgrade', 'websocket', ...endToEnd(incoming.rawHeaders, new Set(['host']))],
  });
  upstream.on('error', () => client.destroy());
  upstream.on('response', () => {
    socket.destroy();
    client.destroy();
  });
  upstream.on('upgrade', (response, _socket, firstBytes) => {
    if (response.statusCode !== 101 || response.headers.upgrade?.toLowerCase() !== 'websocket') {
      socket.destroy();
      client.destroy();
      return;
    }
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
    const headers = endToEnd(response.rawHeaders);
    for (let i = 0; i + 1 < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
    client.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    if (firstBytes.length > 0) client.write(firstBytes);
    if (head.length > 0) socket.write(head);
    join(client, socket, meter.count);
  });
  upstream.end();
}
