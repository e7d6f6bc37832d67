import type { WebSocket } from 'playwright';
import type { SocketRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { CappedList, caps, cutText } from '../caps.ts';
import type { Collector, Scene } from './contract.ts';

type Growing = { -readonly [K in keyof SocketRecord]: SocketRecord[K] };

/** Whom the page talks to over WebSockets, and what was said first in each direction. */
export const sockets = ({ page, atMs }: Scene): Collector<'sockets'> => {
  const seen = new CappedList<Growing>(caps.sockets);
  return {
    parts: ['sockets'],
    claimMs: 0,
    attach: () => {
      page.on('websocket', (socket: WebSocket) => {
        if (seen.items.length >= seen.max) { seen.dropped++; return; }
        const row: Growing = { url: cutText(socket.url(), caps.url), openedBy: cutText(page.url(), caps.url), atMs: atMs(), framesSent: 0, framesReceived: 0, bytesSent: 0, bytesReceived: 0, sent: [], received: [], failure: null };
        seen.push(row);
        socket.on('framesent', ({ payload }) => {
          row.framesSent++;
          row.bytesSent += payload.length;
          if (row.sent.length < caps.socketFrames) row.sent.push(printed(payload));
        });
        socket.on('framereceived', ({ payload }) => {
          row.framesReceived++;
          row.bytesReceived += payload.length;
          if (row.received.length < caps.socketFrames) row.received.push(printed(payload));
        });
        socket.on('socketerror', (why) => { row.failure = why.slice(0, 200); });
      });
    },
    finish: () => ({ sockets: collected(seen.items, seen.cut('WebSockets')) }),
  };
};

const printed = (payload: string | Buffer): string =>
  typeof payload === 'string' ? cutText(payload, caps.socketFrame) : `base64:${payload.subarray(0, Math.floor(caps.socketFrame / 2)).toString('base64')}`;
