import type { Request, WebSocket } from 'playwright';
import type { RequestRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { CappedList, caps, cutText } from '../caps.ts';
import { addressesOf } from '../egress-address.ts';
import { sha256 } from '../hash.ts';
import type { Collector, Scene } from './contract.ts';
import type { ResponseBodies } from './response-bodies.ts';
import type { Wire } from './wire.ts';

type Growing = { -readonly [K in keyof RequestRecord]: RequestRecord[K] };

/** Every request of every frame and worker, WebSockets included, with who asked for it and what became of it. */
export const requests = ({ page, cdp, budget, egress, atMs }: Scene, wire: Wire, bodies: ResponseBodies): Collector<'requests'> => {
  const seen = new CappedList<Growing>(budget.maxRequests);
  const records = new Map<Request, Growing>();
  const record = (url: string, type: string, frameUrl: string | null): Growing => {
    const row: Growing = { url: cutText(url, caps.url), method: 'GET', type, status: null, mimeType: null, bytes: null, frameUrl, postData: null, failure: null, atMs: atMs() };
    seen.push(row);
    return row;
  };
  return {
    parts: ['requests'],
    claimMs: 3000,
    attach: async () => {
      page.on('request', (request) => {
        if (seen.items.length >= seen.max) { seen.dropped++; return; }
        const row = record(request.url(), typeOf(request), frameUrlOf(request));
        row.method = request.method();
        const sent = request.postDataBuffer()?.subarray(0, caps.postData * 4).toString('utf8') ?? null;
        row.postData = sent === null ? null : cutText(sent, caps.postData);
        row.requestHeaders = headersOf(request.headers());
        records.set(request, row);
      });
      page.on('response', (response) => {
        const row = records.get(response.request());
        if (row === undefined) return;
        row.status = response.status();
        const headers = response.headers();
        row.responseHeaders = headersOf(headers);
        row.mimeType = headers['content-type']?.split(';')[0]?.trim().toLowerCase().slice(0, 200) ?? null;
        const length = Number(headers['content-length'] ?? Number.NaN);
        if (Number.isInteger(length) && headers['content-encoding'] === undefined) row.bytes = length;
      });
      page.on('requestfinished', (request) => {
        const row = records.get(request);
        if (row === undefined) return;
        const { responseStart, responseEnd } = request.timing();
        if (responseStart >= 0) row.firstByteMs = Math.round(responseStart);
        if (responseEnd >= 0) row.doneMs = Math.round(responseEnd);
      });
      page.on('requestfailed', (request) => {
        const row = records.get(request);
        if (row !== undefined) row.failure = request.failure()?.errorText.slice(0, 200) ?? 'failed';
      });
      page.on('websocket', (socket: WebSocket) => {
        const row = record(socket.url(), 'websocket', null);
        socket.once('framesent', ({ payload }) => { row.postData = cutText(typeof payload === 'string' ? payload : payload.toString('latin1'), caps.postData); });
        socket.on('socketerror', (why) => { row.failure = why.slice(0, 200); });
      });
      await wire.watch({ cdp, budget });
    },
    finish: async () => {
      const addressOf = addressesOf(egress.connections());
      for (const [request, row] of records) {
        const facts = wire.take(request.url());
        if (facts?.initiator !== undefined) row.initiator = request.isNavigationRequest() && facts.initiator.by === 'other' ? { ...facts.initiator, by: 'visitor' } : facts.initiator;
        if (facts?.protocol !== undefined) row.protocol = facts.protocol;
        if (facts?.bytes !== undefined) row.wireBytes = facts.bytes;
        const address = row.status === null ? null : addressOf(row.url);
        if (address !== null) row.address = address;
        const body = await bodies.of(request);
        if (body === null || body === undefined) continue;
        row.bytes = body.length;
        row.bodySha256 = sha256(body);
      }
      return { requests: collected(seen.items, seen.cut('requests')) };
    },
  };
};

const headersOf = (headers: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(headers).slice(0, caps.requestHeaders).map(([name, value]) => [name.toLowerCase().slice(0, 200), cutText(value, caps.requestHeaderValue)]);

/** The record's types are Playwright's; what it does not name is "other". */
const typeOf = (request: Request): string => {
  const type = request.resourceType();
  return knownTypes.has(type) ? type : 'other';
};
const knownTypes = new Set(['document', 'script', 'stylesheet', 'image', 'font', 'xhr', 'fetch', 'websocket', 'eventsource', 'ping', 'media', 'manifest']);

const frameUrlOf = (request: Request): string | null => {
  try {
    return cutText(request.frame().url(), caps.url);
  } catch {
    return null; // a service worker's, or a navigation whose frame is not there yet
  }
};
