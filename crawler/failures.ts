import type { ConnectionRecord, VisitOutcome } from '../records/index.ts';
import type { Refusal } from './egress/contract.ts';

/** Why a visit saw no page. `code` is short and stable; `message` is for people. */
export interface Failure { readonly code: string; readonly message: string }
export interface Ending { readonly outcome: VisitOutcome; readonly failure: Failure | null }

interface Row { readonly outcome: VisitOutcome; readonly code: string; readonly says: string }

/**
 * What the egress guard's refusals mean for a visit. Source: crawler/egress/contract.ts (`refusals`); the
 * record keeps every reader total, so a new refusal does not compile without a row.
 */
const byRefusal: Readonly<Record<Refusal, Row>> = {
  'name-not-found': { outcome: 'gone', code: 'dns', says: 'the name does not exist' },
  'dns-failed': { outcome: 'unreachable', code: 'dns-failed', says: 'the resolver did not answer' },
  'address-not-public': { outcome: 'refused-by-policy', code: 'address-not-public', says: 'the name leads to an address that is not public' },
  'port-refused': { outcome: 'refused-by-policy', code: 'port-refused', says: 'the port is not one of a web page' },
  'bytes-exceeded': { outcome: 'too-large', code: 'bytes-exceeded', says: "the visit's byte cap was used up" },
  'connections-exceeded': { outcome: 'too-large', code: 'connections-exceeded', says: 'the page opened more connections than a visit may' },
  'connect-refused': { outcome: 'unreachable', code: 'refused', says: 'the server refused the connection' },
  'connect-timed-out': { outcome: 'unreachable', code: 'connect-timed-out', says: 'the server did not answer the connection' },
  'connect-failed': { outcome: 'unreachable', code: 'connect-failed', says: 'the server could not be reached' },
  malformed: { outcome: 'refused-by-policy', code: 'malformed', says: 'the request was none that the egress proxy takes' },
};

/**
 * What a navigation's error means where the guard has nothing to say. Names are Chromium's
 * (net/base/net_error_list.h, Chromium 156, without "net::"); the ones in lower case are Node's and undici's
 * (nodejs.org/api/errors.html; undici docs/docs/api/Errors.md, 7.30).
 */
const byCode: Readonly<Record<string, Row>> = {
  ERR_NAME_NOT_RESOLVED: { outcome: 'gone', code: 'dns', says: 'the name does not exist' },
  ERR_CONNECTION_REFUSED: { outcome: 'unreachable', code: 'refused', says: 'the server refused the connection' },
  ERR_CONNECTION_RESET: { outcome: 'unreachable', code: 'reset', says: 'the server reset the connection' },
  ERR_CONNECTION_CLOSED: { outcome: 'unreachable', code: 'closed', says: 'the server closed the connection' },
  ERR_CONNECTION_ABORTED: { outcome: 'unreachable', code: 'closed', says: 'the connection was aborted' },
  ERR_CONNECTION_TIMED_OUT: { outcome: 'unreachable', code: 'connect-timed-out', says: 'the server did not answer the connection' },
  ERR_TIMED_OUT: { outcome: 'unreachable', code: 'no-answer', says: 'the server did not answer' },
  ERR_EMPTY_RESPONSE: { outcome: 'unreachable', code: 'empty-answer', says: 'the server closed the connection without an answer' },
  ERR_INVALID_HTTP_RESPONSE: { outcome: 'unreachable', code: 'bad-answer', says: 'the answer is not HTTP' },
  ERR_INVALID_RESPONSE: { outcome: 'unreachable', code: 'bad-answer', says: 'the answer is not HTTP' },
  ERR_RESPONSE_HEADERS_TOO_BIG: { outcome: 'unreachable', code: 'bad-answer', says: 'the headers of the answer are too large' },
  ERR_CONTENT_DECODING_FAILED: { outcome: 'unreachable', code: 'bad-answer', says: 'the body could not be decompressed' },
  ERR_CONTENT_LENGTH_MISMATCH: { outcome: 'unreachable', code: 'cut-off', says: 'the body ended early' },
  ERR_INCOMPLETE_CHUNKED_ENCODING: { outcome: 'unreachable', code: 'cut-off', says: 'the body ended early' },
  ERR_HTTP2_PROTOCOL_ERROR: { outcome: 'unreachable', code: 'bad-answer', says: 'the answer is broken HTTP/2' },
  ERR_SSL_PROTOCOL_ERROR: { outcome: 'unreachable', code: 'tls', says: 'the TLS handshake failed' },
  ERR_SSL_VERSION_OR_CIPHER_MISMATCH: { outcome: 'unreachable', code: 'tls', says: 'no TLS version or cipher in common' },
  ERR_SSL_UNRECOGNIZED_NAME_ALERT: { outcome: 'unreachable', code: 'tls', says: 'the server knows no such name' },
  ERR_BAD_SSL_CLIENT_AUTH_CERT: { outcome: 'blocked', code: 'tls-client-certificate', says: 'the server asks for a client certificate' },
  ERR_SSL_CLIENT_AUTH_CERT_NEEDED: { outcome: 'blocked', code: 'tls-client-certificate', says: 'the server asks for a client certificate' },
  ERR_TOO_MANY_REDIRECTS: { outcome: 'unreachable', code: 'too-many-redirects', says: 'the redirects go in circles' },
  ERR_TUNNEL_CONNECTION_FAILED: { outcome: 'unreachable', code: 'connect-failed', says: 'the server could not be reached' },
  ERR_PROXY_CONNECTION_FAILED: { outcome: 'crashed', code: 'egress-gone', says: 'the egress proxy did not answer' },
  ERR_UNSAFE_PORT: { outcome: 'refused-by-policy', code: 'port-refused', says: 'the port is one that browsers refuse' },
  ERR_UNSAFE_REDIRECT: { outcome: 'refused-by-policy', code: 'unsafe-redirect', says: 'a redirect to a scheme that browsers refuse' },
  ERR_UNKNOWN_URL_SCHEME: { outcome: 'visited', code: 'external-protocol', says: 'the page hands over to another program' },
  ERR_INVALID_URL: { outcome: 'refused-by-policy', code: 'invalid-url', says: 'the browser takes no such URL' },
  ERR_BLOCKED_BY_RESPONSE: { outcome: 'unreachable', code: 'bad-answer', says: 'the answer forbids itself' },
  econnreset: { outcome: 'unreachable', code: 'reset', says: 'the server reset the connection' },
  econnrefused: { outcome: 'unreachable', code: 'refused', says: 'the server refused the connection' },
  epipe: { outcome: 'unreachable', code: 'closed', says: 'the server closed the connection' },
  eproto: { outcome: 'unreachable', code: 'tls', says: 'the TLS handshake failed' },
  und_err_socket: { outcome: 'unreachable', code: 'closed', says: 'the server closed the connection' },
  und_err_headers_overflow: { outcome: 'unreachable', code: 'bad-answer', says: 'the headers of the answer are too large' },
  und_err_headers_timeout: { outcome: 'unreachable', code: 'no-answer', says: 'the server did not answer' },
  und_err_body_timeout: { outcome: 'unreachable', code: 'cut-off', says: 'the body stopped coming' },
  und_err_connect_timeout: { outcome: 'unreachable', code: 'connect-timed-out', says: 'the server did not answer the connection' },
};

/** "net::ERR_X at https://..." -> "ERR_X"; the code of a Node or undici error in lower case; null where there is none. */
export const errorCode = (error: unknown): string | null => {
  if (!(error instanceof Error)) return null;
  const named = /net::(ERR_[A-Z0-9_]{2,60})/.exec(error.message.slice(0, 4096))?.[1];
  if (named !== undefined) return named;
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { code?: unknown }; // Node puts it there, and any type may stand in it
    if (typeof code === 'string') return code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') ? 'eproto' : code in byCode ? code : code.toLowerCase();
  }
  return null;
};

/**
 * The ending of a visit whose main document at `url` gave no answer. What the guard said about that host
 * comes first: the browser only knows that its proxy refused.
 */
export const endingOfError = (error: unknown, url: string, connections: readonly ConnectionRecord[]): Ending => {
  const refusal = refusalOf(url, connections);
  const code = errorCode(error);
  const row = (refusal === null ? undefined : byRefusal[refusal]) ?? (code === null ? undefined : byCode[code]);
  if (row !== undefined) return { outcome: row.outcome, failure: row.outcome === 'visited' ? null : { code: row.code, message: row.says } };
  return { outcome: 'unreachable', failure: { code: code ?? 'unknown', message: `the page could not be loaded (${code ?? 'no code'})` } };
};

/** The guard's last refusal for the host and port of `url`, or null where it let the connection through or saw none. */
export const refusalOf = (url: string, connections: readonly ConnectionRecord[]): Refusal | null => {
  if (!URL.canParse(url)) return null;
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  const last = connections.filter((connection) => connection.port === number && connection.host.replace(/^\[|\]$/g, '') === host).at(-1);
  return last !== undefined && last.refused !== null && last.refused in byRefusal ? (last.refused as Refusal) : null; // `in` checked
};

/** What an HTTP status alone says (RFC 9110, RFC 6585, RFC 7725); null: nothing, judge the page. */
export const endingOfStatus = (status: number): Ending | null => {
  switch (status) {
    case 401: case 403: case 407: case 429: case 451:
      return { outcome: 'blocked', failure: { code: `http-${status}`, message: `the server refused us with status ${status}` } };
    case 404: case 410:
      return { outcome: 'gone', failure: { code: `http-${status}`, message: `the server says with status ${status} that the page is gone` } };
    default:
      return status >= 500 && status <= 599 ? { outcome: 'server-error', failure: { code: `http-${status}`, message: `the server failed with status ${status}` } } : null;
  }
};
