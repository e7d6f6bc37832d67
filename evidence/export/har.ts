import type { Entry, Har, Header } from 'har-format';
import { valueOr, type Capture } from '../../records/index.ts';
import { exchangesOf, type Exchange } from './exchanges.ts';

/** HTTP Archive 1.2 (W3C, Web Performance Working Group, 2012). Bodies are in it, text as text and the rest as base64. */
export const harOf = (capture: Capture, version: string): Har => ({
  log: {
    version: '1.2',
    creator: { name: 'Harrier', version },
    pages: [{ id: 'page', startedDateTime: isoOf(capture.startedAtMs), title: valueOr(capture.parts.frames, [])[0]?.title || capture.finalUrl, pageTimings: { onContentLoad: -1, onLoad: -1 } }],
    entries: exchangesOf(capture).map(entryOf),
    comment: `${capture.url} as ${capture.profile} (${capture.lane}): ${capture.outcome}`,
  },
});

const entryOf = (exchange: Exchange): Entry => {
  const wait = Math.max(0, exchange.firstByteMs);
  const receive = Math.max(0, exchange.doneMs - exchange.firstByteMs);
  const httpVersion = exchange.protocol === 'h2' ? 'HTTP/2' : exchange.protocol === 'h3' ? 'HTTP/3' : 'HTTP/1.1';
  return {
    pageref: 'page',
    startedDateTime: isoOf(exchange.startedAtMs),
    time: wait + receive,
    request: {
      method: exchange.method, url: exchange.url, httpVersion, cookies: [], headers: headersOf(exchange.requestHeaders),
      queryString: [...new URL(exchange.url).searchParams].map(([name, value]) => ({ name, value })), headersSize: -1, bodySize: exchange.postData === null ? 0 : Buffer.byteLength(exchange.postData),
      ...(exchange.postData === null ? {} : { postData: { mimeType: headerOf(exchange.requestHeaders, 'content-type') ?? 'application/octet-stream', text: exchange.postData } }),
    },
    response: {
      status: exchange.status, statusText: '', httpVersion, cookies: [], headers: headersOf(exchange.responseHeaders),
      content: { size: exchange.bodyBytes ?? 0, mimeType: exchange.mimeType, ...contentOf(exchange) },
      redirectURL: headerOf(exchange.responseHeaders, 'location') ?? '', headersSize: -1, bodySize: -1,
      ...(exchange.failure === null ? {} : { comment: exchange.failure }),
    },
    cache: {},
    timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait, receive },
    ...(exchange.address === null ? {} : { serverIPAddress: exchange.address }),
  };
};

const contentOf = ({ body, mimeType }: Exchange): { text?: string; encoding?: string } => {
  if (body === null) return {};
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return /^text\/|json|javascript|xml/.test(mimeType) ? { text: buffer.toString('utf8') } : { text: buffer.toString('base64'), encoding: 'base64' };
};

const headersOf = (headers: Exchange['requestHeaders']): Header[] => headers.map(([name, value]) => ({ name, value }));
const headerOf = (headers: Exchange['requestHeaders'], wanted: string): string | undefined => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
const isoOf = (ms: number): string => new Date(ms).toISOString();
