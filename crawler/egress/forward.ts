import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { endToEnd, framingOf } from './framing.ts';
import type { Reach } from './reach.ts';
import { targetOfAbsoluteForm } from './target.ts';

/**
 * A plain-http request. Each gets a connection of its own, so that the guard is asked for each, and no answer
 * can be taken for another's. Both messages are framed anew.
 *
 * Whatever fails ends in a dropped connection: an error page of ours would look like the site's.
 */
export async function forward(incoming: IncomingMessage, outgoing: ServerResponse, reach: Reach): Promise<void> {
  const drop = (): void => void incoming.socket.destroy();
  const asked = targetOfAbsoluteForm(incoming.url ?? '');
  const reached = await reach(asked?.target ?? null);
  if (reached === null || asked === null) {
    drop();
    return;
  }
  const { socket, meter } = reached;
  outgoing.once('close', () => socket.destroy());
  // The browser may have left while the connection was made.
  if (outgoing.destroyed || incoming.socket.destroyed) {
    socket.destroy();
    return;
  }

  const upstream = httpRequest({
    createConnection: () => socket,
    method: incoming.method,
    path: asked.path,
    headers: [...withHost(incoming, asked.hostHeader), ...bodyHeaders(incoming)],
    // Sites are as sloppy as browsers let them be. Leniency is safe here: the answer is framed anew, its headers
    // are checked one by one, and the connection is not used again.
    insecureHTTPParser: true,
    maxHeaderSize: maxResponseHeaderBytes,
  });
  upstream.on('error', drop);
  upstream.on('response', (response) => {
    response.on('error', drop);
    try {
      outgoing.sendDate = false;
      outgoing.writeHead(response.statusCode ?? 0, printable(response.statusMessage ?? ''), [...endToEnd(response.rawHeaders), ...lengthHeader(response)]);
    } catch {
      // A status that no parser behind us would take (below 100).
      drop();
      return;
    }
    pipeline(response, outgoing, (error) => {
      if (error) drop();
      socket.destroy();
    });
  });
  incoming.on('data', meter.count);
  incoming.pipe(upstream);
}

const maxResponseHeaderBytes = 262_144;

/** RFC 9112 (3.2.2): what the target says goes, whatever the Host header said. First, as browsers send it. */
function withHost(incoming: IncomingMessage, host: string): string[] {
  return ['Host', host, 'Connection', 'keep-alive', ...endToEnd(incoming.rawHeaders, new Set(['host']))];
}

/** Node's strict parser took the request, so its framing is unambiguous; it is written out as one header. */
function bodyHeaders(incoming: IncomingMessage): string[] {
  const framing = framingOf(incoming.rawHeaders);
  switch (framing.by) {
    case 'chunks': return ['Transfer-Encoding', 'chunked'];
    case 'length': return ['Content-Length', framing.length];
    case 'none': return incoming.method === 'GET' || incoming.method === 'HEAD' ? [] : ['Content-Length', '0'];
    default: return framing satisfies never;
  }
}

/** Chunks are node's to add; a length is the site's claim, which evidence keeps. */
function lengthHeader(response: IncomingMessage): string[] {
  const framing = framingOf(response.rawHeaders);
  return framing.by === 'length' ? ['Content-Length', framing.length] : [];
}

/** A reason phrase may hold what node refuses to write. */
function printable(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').slice(0, 200);
}
