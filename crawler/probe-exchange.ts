import type { SecureContext, TLSSocket } from 'node:tls';
import type { X509Certificate } from 'node:crypto';
import { Headers, type Dispatcher } from 'undici';
import type { Download, Hop, PageResponse, Profile, TlsRecord } from '../records/index.ts';
import { readBody } from './answer-body.ts';
import { caps, cutText } from './caps.ts';
import { tlsRecordOf } from './certificates.ts';
import { decodeHtml, parseContentType, parseDisposition } from './charset.ts';
import type { VisitBudget } from './contract.ts';
import { VisitCookies } from './cookies.ts';
import type { Deadline } from './deadline.ts';
import { downloadOf } from './download-facts.ts';
import type { VisitEgress } from './egress/contract.ts';
import { probeAgent } from './probe-connection.ts';
import { headersOf, urlFor } from './profiles.ts';
import { parseRefresh } from './refresh.ts';
import { readStaticPage, type StaticPage } from './static-page.ts';

export interface ExchangeOptions {
  readonly url: string;
  readonly profile: Profile;
  readonly budget: VisitBudget;
  readonly egress: VisitEgress;
  readonly deadline: Deadline;
  readonly secureContext: SecureContext;
  readonly authority: X509Certificate | null;
}

/** All that one HTTP visit came to. `error` is set where the last hop gave no answer; what came before is kept. */
export interface Exchange {
  readonly hops: Hop[];
  finalUrl: string;
  response: PageResponse | null;
  /** Decoded; null where the answer is no text. */
  html: string | null;
  htmlCut: string | null;
  /** What `html` shows; null where that is null. */
  page: StaticPage | null;
  download: Download | null;
  readonly tls: TlsRecord[];
  error: unknown;
}

/** A refresh that comes later than this is noted and not followed. */
const maxRefreshSecs = 10;
/** HTML beyond this is not read. */
const maxHtmlBytes = 4 * 1024 * 1024;

/** Follows redirects by status, Refresh header and meta refresh, to the page that a visitor without scripts would see. Never rejects. */
export const exchange = async (options: ExchangeOptions): Promise<Exchange> => {
  const { deadline, budget } = options;
  const result: Exchange = { hops: [], finalUrl: options.url, response: null, html: null, htmlCut: null, page: null, download: null, tls: [], error: null };
  const agent = probeAgent(options.egress.proxyUrl, options.secureContext, (host, socket) => { noteTls(result, host, socket, options); }, Math.max(1, deadline.leftMs));
  const cookies = new VisitCookies();
  try {
    for (let next: string | null = urlFor(options.profile, options.url); next !== null; ) {
      const url: URL = new URL(next);
      result.finalUrl = url.href;
      const hop: NextHop | null = await deadline.race(oneHop(url, agent, cookies, result, options));
      next = null;
      if (hop === null) break;
      result.hops.push({ from: url.href, to: cutText(hop.to, caps.url), by: hop.by, status: hop.status, atMs: deadline.elapsedMs });
      if (result.hops.length >= Math.min(budget.maxHops, caps.hops)) throw new TooManyRedirects();
      if (hop.follow && /^https?:/.test(hop.to)) next = hop.to;
    }
  } catch (error) {
    result.error = error;
  } finally {
    agent.destroy().catch(() => {}); // sockets are gone either way
  }
  return result;
};

class TooManyRedirects extends Error {
  override readonly name = 'TooManyRedirects';
  readonly code = 'ERR_TOO_MANY_REDIRECTS';
}

interface NextHop { readonly to: string; readonly by: Hop['by']; readonly status: number | null; readonly follow: boolean }

const oneHop = async (url: URL, agent: Dispatcher, cookies: VisitCookies, result: Exchange, { profile, deadline, budget }: ExchangeOptions): Promise<NextHop | null> => {
  const cookie = cookies.header(url);
  const answer = await agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: 'GET',
    headers: [...headersOf(profile, url.protocol === 'https:'), ...(cookie === null ? [] : [['cookie', cookie]])].flat(),
    signal: deadline.signal,
    responseHeaders: 'raw',
  });
  const headers = pairs(answer.headers);
  const lookup = new Headers(headers.filter(([name, value]) => isToken(name) && !/[\0\r\n]/.test(value)));
  cookies.keep(lookup, url);
  const location = lookup.get('location');
  if (answer.statusCode >= 300 && answer.statusCode < 400 && location !== null && URL.canParse(location, url.href)) {
    await answer.body.dump({ limit: 4096 }).catch(() => {}); // its body says nothing
    const to = new URL(location, url);
    if (to.hash === '') to.hash = url.hash;
    return { to: to.href, by: 'http', status: answer.statusCode, follow: true };
  }
  const contentType = lookup.get('content-type');
  const { type, charset } = parseContentType(contentType);
  const disposition = parseDisposition(lookup.get('content-disposition'));
  const isDownload = disposition.isAttachment || (type !== null && !isShown(type));
  const limit = Math.min(budget.maxBytes, isDownload ? caps.downloadBytes : maxHtmlBytes);
  const { body, isCut } = await readBody(answer.body, lookup.get('content-encoding'), limit);
  result.response = { status: answer.statusCode, headers: headers.slice(0, caps.headers).map(([name, value]) => [name, cutText(value, caps.headerValue)]), contentType, bodyBytes: body.length };
  if (isDownload) {
    result.download = await downloadOf({ url: url.href, name: disposition.name ?? decodeURIComponentOr(url.pathname.split('/').at(-1) ?? ''), claimedType: type, unprompted: true }, body);
    return null;
  }
  if (type !== null && !isText(type)) return null;
  const text = decodeHtml(body, charset);
  result.html = cutText(text, caps.html);
  result.htmlCut = isCut || text.length > caps.html ? `cut at ${Math.min(caps.html, text.length)} characters` : null;
  const header = lookup.get('refresh');
  result.page = readStaticPage(result.html, url.href);
  const refresh = header === null ? result.page.refresh : parseRefresh(header, url.href);
  if (refresh === null || refresh.url === url.href) return null;
  return { to: refresh.url, by: header === null ? 'meta' : 'refresh-header', status: null, follow: refresh.delaySecs <= maxRefreshSecs };
};

/** Types that a browser shows; all others it saves. */
const isShown = (type: string): boolean => isText(type) || /^(image|audio|video|font)\//.test(type);
const isText = (type: string): boolean => type.startsWith('text/') || type.endsWith('+xml') || type.endsWith('/xml') || type.endsWith('/json') || type.endsWith('+json') || type.endsWith('javascript');

/** Undici's raw headers (name, value, name, value, ... as buffers) as pairs; Latin-1, as HTTP has it. */
const pairs = (raw: unknown): [string, string][] => {
  const flat = Array.isArray(raw) ? raw.map((piece: unknown) => (Buffer.isBuffer(piece) ? piece.toString('latin1') : String(piece))) : [];
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), flat[index + 1] ?? ''] satisfies [string, string]] : []));
};

const isToken = (name: string): boolean => /^[!#$%&'*+.^_`|~0-9a-z-]{1,200}$/.test(name);

const noteTls = (result: Exchange, host: string, socket: TLSSocket, { authority, deadline }: ExchangeOptions): void => {
  if (result.tls.length >= caps.tlsHosts || result.tls.some((record) => record.host === host)) return;
  const chain: Uint8Array[] = [];
  const seen = new Set<string>();
  for (let at = socket.getPeerCertificate(true); at?.raw !== undefined && !seen.has(at.fingerprint256); at = at.issuerCertificate) {
    seen.add(at.fingerprint256);
    chain.push(at.raw);
  }
  // Node types authorizationError as an Error; it is the verifier's code as a string, or null.
  const error = socket.authorized ? null : String((socket.authorizationError as unknown as { code?: string })?.code ?? socket.authorizationError);
  const record = tlsRecordOf(host, socket.getProtocol(), chain, error, authority, deadline.nowMs);
  if (record !== null) result.tls.push(record);
};

const decodeURIComponentOr = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
