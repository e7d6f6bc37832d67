import type { Request, WebSocket } from 'playwright';
import type { RequestRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { CappedList, caps, cutText } from '../caps.ts';
import type { Collector, Scene } from './contract.ts';

type Growing = { -readonly [K in keyof RequestRecord]: RequestRecord[K] };

/** Every request of every frame and worker, WebSockets included, with what became of it. */
export const requests = ({ page, budget, atMs }: Scene): Collector<'requests'> => {
  const seen = new CappedList<Growing>(budget.maxRequests);
  const records = new Map<Request, Growing>();
  const record = (url: string, type: string, frameUrl: string | null): Growing => {
    const row: Growing = { url: cutText(url, caps.url), method: 'GET', type, status: null, mimeType: null, bytes: null, frameUrl, postData: null, failure: null, atMs: atMs() };
    seen.push(row);
    return row;
  };
  return {
    parts: ['requests'],
    claimMs: 0,
    attach: () => {
      page.on('request', (request) => {
        const row = record(request.url(), typeOf(request), frameUrlOf(request));
        row.method = request.method();
        const sent = request.postDataBuffer()?.subarray(0, caps.postData * 4).toString('utf8') ?? null;
        row.postData = sent === null ? null : cutText(sent, caps.postData);
        records.set(request, row);
      });
      page.on('response', (response) => {
        const row = records.get(response.request());
        if (row === undefined) return;
        row.status = response.status();
        const headers = response.headers();
        row.mimeType = headers['content-type']?.split(';')[0]?.trim().toLowerCase().slice(0, 200) ?? null;
        const length = Number(headers['content-length'] ?? Number.NaN);
        if (Number.isInteger(length) && headers['content-encoding'] === undefined) row.bytes = length;
      });
      page.on('requestfailed', (request) => {
        const row = records.get(request);
        if (row !== undefined) row.failure = request.failure()?.errorText.slice(0, 200) ?? 'failed';
      });
      page.on('websocket', (socket: WebSocket) => {
        const row = record(socket.url(), 'websocket', null);
        socket.on('framesent', ({ payload }) => { row.postData ??= cutText(typeof payload === 'string' ? payload : payload.toString('latin1'), caps.postData); });
        socket.on('socketerror', (why) => { row.failure = why.slice(0, 200); });
      });
    },
    finish: () => ({ requests: collected(seen.items, seen.cut('requests')) }),
  };
};

/** The record's types are Playwright's; what it does not name is "other". */
const typeOf = (request: Request): string => {
  const type = request.resourceType();
  return knownTypes.has(type) ? type : 'other';
};
const knownTypes = new Set(['document', 'script', 'stylesheet', 'image', 'font', 'xhr', 'fetch', 'websocket', 'eventsource', 'ping', 'media']);

const frameUrlOf = (request: Request): string | null => {
  try {
    return cutText(request.frame().url(), caps.url);
  } catch {
    return null; // a service worker's, or a navigation whose frame is not there yet
  }
};
