/** What a request to the proxy asks for, in one spelling. */
export interface Target {
  /** As WHATWG URLs write it: a lower-case punycode name, a dotted quad, or IPv6 in brackets. */
  readonly host: string;
  readonly port: number;
}

/** A name has 253 characters, a bracketed IPv6 address 41, a port 5; the rest is percent-encoding. */
const maxAuthorityChars = 1024;
const maxUrlChars = 65_536;

/**
 * Reads the authority of a CONNECT ("host:port"). Null for anything else, a missing port included.
 *
 * The WHATWG parser is the one that the browser used on the page's URL: `0x7f.1`, `2130706433` and `０１７７.0.0.1`
 * are all 127.0.0.1 here, before anything is decided.
 */
export function targetOfAuthority(authority: string): Target | null {
  if (authority.length > maxAuthorityChars) return null;
  const asHttp = parse(`http://${authority}`);
  const asHttps = parse(`https://${authority}`);
  if (asHttp === null || asHttps === null || asHttp.href !== `http://${asHttp.host}/`) return null;
  // Each scheme leaves its own default port out; written ports show in at least one of the two.
  const port = asHttp.port || asHttps.port;
  return port === '' ? null : { host: asHttp.hostname, port: Number(port) };
}

/** Reads the absolute-form target of a plain request ("http://host/path"); `path` is what its server is asked for. */
export function targetOfAbsoluteForm(text: string): { readonly target: Target; readonly hostHeader: string; readonly path: string } | null {
  if (text.length > maxUrlChars) return null;
  const url = parse(text);
  if (url === null || url.protocol !== 'http:' || url.username !== '' || url.password !== '') return null;
  const port = url.port === '' ? 80 : Number(url.port);
  return { target: { host: url.hostname, port }, hostHeader: url.host, path: url.pathname + url.search };
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
