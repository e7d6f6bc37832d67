import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { VisitEgress } from './contract.ts';
import type { Dial } from './dial.ts';
import { forward } from './forward.ts';
import type { Guard } from './guard.ts';
import { Ledger, type RefusalLog } from './ledger.ts';
import { createReach } from './reach.ts';
import { tunnel } from './tunnel.ts';
import { upgrade } from './upgrade.ts';

/** Limits of one visit's port. The visit's own deadline comes on top: closing it ends everything. */
export interface VisitLimits {
  readonly maxBytes: number;
  readonly connectTimeoutMs: number;
  readonly idleMs: number;
  readonly log: RefusalLog | null;
}

/** Chromium opens at most 32 connections to a proxy, and 255 more for WebSockets; more at once are dropped. */
const maxClientConnections = 300;

/** Opens a visit's port: an HTTP proxy on 127.0.0.1 that node's strict parser stands in front of. */
export async function openVisit(guard: Guard, dial: Dial, limits: VisitLimits): Promise<VisitEgress> {
  const ending = new AbortController();
  const sockets = new Set<Socket>();
  const end = (): void => {
    ending.abort();
    for (const socket of sockets) socket.destroy();
  };
  const ledger = new Ledger(limits.maxBytes, end, limits.log);
  const reach = createReach({ guard, dial, ledger, sockets, signal: ending.signal, timeoutMs: limits.connectTimeoutMs, idleMs: limits.idleMs });

  const server = createServer({
    insecureHTTPParser: false,
    requireHostHeader: false,
    maxHeaderSize: 65_536,
    headersTimeout: 15_000,
    connectionsCheckingInterval: 5_000,
    // Outlives a visit: node closing an idle connection that the browser is about to use would cost a retry.
    keepAliveTimeout: 300_000,
    noDelay: true,
  });
  server.maxConnections = maxClientConnections;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('clientError', (_error, socket) => {
    // Reaching for no target is how a malformed request is recorded.
    void reach(null);
    socket.destroy();
  });
  server.on('request', (incoming, outgoing) => {
    forward(incoming, outgoing, reach).catch(() => incoming.socket.destroy());
  });
  server.on('connect', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on('error', () => client.destroy());
    tunnel(incoming.url ?? '', client, head, reach).catch(() => client.destroy());
  });
  server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    upgrade(incoming, client, head, reach).catch(() => client.destroy());
  });

  await new Promise<void>((settle, fail) => {
    server.once('error', fail);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      server.off('error', fail);
      settle();
    });
  });
  const { port } = server.address() as AddressInfo; // a TCP server's address is always one

  return {
    proxyUrl: `http://127.0.0.1:${port}`,
    connections: () => ledger.records(),
    close: () => new Promise((settle) => {
      end();
      server.close(() => settle());
    }),
  };
}
