import { request, type Dispatcher } from 'undici';
import { parseUrl } from '../../url/index.ts';
import { mayBePublic } from '../public-host.ts';
import type { Feed, FeedState } from './feed.ts';

/**
 * One polite request for a feed.
 * - `changed`: read `body` to its end, or destroy it.
 * - `unchanged`: the publisher says that it is what we had. Nothing to do.
 * - `failed`: try again later, not before `notBeforeMs` where the publisher said so.
 */
export type FeedAnswer =
  | { readonly answer: 'changed'; readonly body: AsyncIterable<Uint8Array>; readonly etag: string | null; readonly lastModified: string | null }
  | { readonly answer: 'unchanged' }
  | { readonly answer: 'failed'; readonly problem: string; readonly notBeforeMs: number | null };

export interface FetchOptions {
  readonly userAgent: string;
  readonly signal: AbortSignal;
  readonly nowMs: number;
}

const mostRedirects = 3;
const headersMs = 30_000;
const silenceMs = 60_000;
const longestRetryMs = 24 * 3_600_000;

export const fetchFeed = async (feed: Feed, { etag, lastModified }: Pick<FeedState, 'etag' | 'lastModified'>, options: FetchOptions): Promise<FeedAnswer> => {
  const conditions = { ...(etag === null ? {} : { 'if-none-match': etag }), ...(lastModified === null ? {} : { 'if-modified-since': lastModified }) };
  let url = feed.url;
  for (let redirects = 0; ; redirects++) {
    let response: Dispatcher.ResponseData;
    try {
      response = await request(url, {
        // A key is for the publisher alone.
        headers: { 'user-agent': options.userAgent, accept: '*/*', 'accept-encoding': 'gzip', ...conditions, ...(new URL(url).origin === new URL(feed.url).origin ? feed.headers : {}) },
        headersTimeout: headersMs, bodyTimeout: silenceMs, signal: options.signal,
      });
    } catch (error) {
      options.signal.throwIfAborted();
      return failed(`${hostOf(url)} can't be reached: ${codeOf(error)}`);
    }
    const { statusCode: status, headers, body } = response;
    if (status === 200) return { answer: 'changed', body: capped(body, feed.maxBytes), etag: one(headers['etag'], 1024), lastModified: one(headers['last-modified'], 128) };
    await body.dump({ limit: 65_536 }).catch(() => undefined); // the connection is closed instead of used again
    if (status === 304) return { answer: 'unchanged' };
    const location = one(headers['location'], 8192);
    if (status < 300 || status > 399 || location === null) return failed(`${hostOf(url)} answered ${status}${hints[status] ?? ''}`, retryAtMs(one(headers['retry-after'], 64), options.nowMs));
    if (redirects === mostRedirects) return failed(`it redirects more than ${mostRedirects} times`);
    const next = redirectTarget(location, url, feed.url);
    if (next === null) return failed(`it redirects to ${location.slice(0, 200)}, where a feed isn't followed`);
    url = next;
  }
};

const hints: Readonly<Record<number, string>> = { 401: ': it wants a key, to be given in `headers`', 403: ': it refuses us; it may want a key in `headers`', 404: ': there is no such feed any more', 429: ': it is asked too often; raise `everyMinutes`' };

/** Where a redirect may lead: never from https to http, and from a public publisher to no address that isn't public. */
const redirectTarget = (location: string, from: string, first: string): string | null => {
  const target = URL.canParse(location, from) ? new URL(location, from) : null;
  if (target === null || (target.protocol !== 'https:' && target.protocol !== new URL(from).protocol)) return null;
  if (target.host === new URL(first).host) return target.href;
  const parsed = parseUrl(target.href);
  return parsed.ok && mayBePublic(parsed.url.host) ? target.href : null;
};

async function* capped(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new FeedTooLarge(maxBytes);
    yield chunk;
  }
}

/** The rest of the feed was left unread; what came before was taken. */
export class FeedTooLarge extends Error {
  override readonly name = 'FeedTooLarge';
  constructor(maxBytes: number) {
    super(`it is larger than ${maxBytes.toLocaleString('en')} bytes; the rest was left (\`maxBytes\`)`);
  }
}

const failed = (problem: string, notBeforeMs: number | null = null): FeedAnswer => ({ answer: 'failed', problem, notBeforeMs });
const hostOf = (url: string): string => new URL(url).host;
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
const one = (value: string | string[] | undefined, longest: number): string | null => {
  const first = Array.isArray(value) ? value[0] : value;
  return first === undefined || first.length > longest ? null : first;
};

/** RFC 9110, 10.2.3; at most a day off. */
const retryAtMs = (value: string | null, nowMs: number): number | null => {
  if (value === null) return null;
  const atMs = /^\d{1,9}$/.test(value) ? nowMs + Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(atMs) || atMs <= nowMs ? null : Math.min(atMs, nowMs + longestRetryMs);
};
