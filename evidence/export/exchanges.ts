import { valueOr, type Capture } from '../../records/index.ts';

/** One request and its answer, as every export tells it. */
export interface Exchange {
  readonly url: string;
  readonly method: string;
  readonly requestHeaders: readonly (readonly [string, string])[];
  readonly postData: string | null;
  /** 0 where no answer came. */
  readonly status: number;
  readonly responseHeaders: readonly (readonly [string, string])[];
  readonly mimeType: string;
  /** Decoded; null where it was not kept. */
  readonly body: Uint8Array | null;
  readonly bodyBytes: number | null;
  readonly protocol: string;
  readonly address: string | null;
  /** Epoch milliseconds. */
  readonly startedAtMs: number;
  readonly firstByteMs: number;
  readonly doneMs: number;
  readonly failure: string | null;
}

/** Header names that a record can hold (RFC 9110, 5.1); the rest, which hostile servers send, is left out. */
const isToken = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/.test(name);
const clean = (headers: readonly (readonly [string, string])[]): [string, string][] =>
  headers.filter(([name]) => isToken(name)).map(([name, value]) => [name, value.replace(/[\0\r\n]+/g, ' ').trim()]);

/** Every HTTP exchange of the visit, in order. A probe's are its redirects and its page. */
export const exchangesOf = (capture: Capture): Exchange[] => (capture.parts.requests.state === 'collected' ? ofBrowser(capture) : ofProbe(capture));

const ofBrowser = ({ parts, startedAtMs }: Capture): Exchange[] => {
  const bodies = new Map(valueOr(parts.bodies, []).map(({ sha256, body }) => [sha256, body]));
  return valueOr(parts.requests, []).filter(({ url }) => /^https?:/.test(url)).map((row): Exchange => ({
    url: row.url, method: row.method, requestHeaders: clean(row.requestHeaders ?? []), postData: row.postData,
    status: row.status ?? 0, responseHeaders: clean(row.responseHeaders ?? []), mimeType: row.mimeType ?? '',
    body: row.bodySha256 === undefined ? null : bodies.get(row.bodySha256) ?? null, bodyBytes: row.bytes,
    protocol: row.protocol ?? 'http/1.1', address: row.address ?? null, startedAtMs: startedAtMs + row.atMs,
    firstByteMs: row.firstByteMs ?? 0, doneMs: row.doneMs ?? row.firstByteMs ?? 0, failure: row.failure,
  }));
};

const ofProbe = ({ parts, startedAtMs, finalUrl }: Capture): Exchange[] => {
  const none = { method: 'GET', requestHeaders: [], postData: null, protocol: 'http/1.1', address: null, firstByteMs: 0, doneMs: 0, failure: null } as const;
  const hops = valueOr(parts.redirects, []).filter(({ by, status }) => by === 'http' && status !== null)
    .map((hop): Exchange => ({ ...none, url: hop.from, status: hop.status ?? 0, responseHeaders: clean([['location', hop.to]]), mimeType: '', body: null, bodyBytes: 0, startedAtMs: startedAtMs + hop.atMs }));
  const response = valueOr(parts.response, null);
  if (response === null) return hops;
  const html = valueOr(parts.html, null);
  const body = html === null ? valueOr(parts.downloads, [])[0]?.body ?? null : Buffer.from(html);
  const mimeType = response.contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return [...hops, { ...none, url: finalUrl.split('#')[0] ?? finalUrl, status: response.status, responseHeaders: clean(response.headers), mimeType, body, bodyBytes: response.bodyBytes, startedAtMs }];
};

/**
 * Headers of an answer whose body lies decoded: without what described its way over the wire, and text in the
 * charset that it was decoded to.
 */
export const headersAtRest = ({ responseHeaders, body }: Exchange): [string, string][] => {
  const kept = responseHeaders.filter(([name]) => !['content-encoding', 'transfer-encoding', 'content-length', 'connection'].includes(name.toLowerCase()));
  return [...kept.map(([name, value]): [string, string] => [name, value]), ['content-length', String(body?.length ?? 0)]];
};
