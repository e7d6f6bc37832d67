import { validateHeaderName, validateHeaderValue } from 'node:http';

/**
 * Headers that belong to one hop: they are made anew for the next one, and never passed on. With them goes the
 * framing, so that a message with two lengths, or a length and chunks, can't be read differently behind us.
 */
const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect', 'content-length']);

/** How the body of a message ends. */
export type Framing = { readonly by: 'chunks' } | { readonly by: 'length'; readonly length: string } | { readonly by: 'none' };

/** Chunks win over a length, as RFC 9112 (6.3) and browsers have it; of several lengths the first counts. */
export function framingOf(rawHeaders: readonly string[]): Framing {
  let length: string | null = null;
  for (const [name, value] of pairs(rawHeaders)) {
    const lower = name.toLowerCase();
    if (lower === 'transfer-encoding') return { by: 'chunks' };
    if (lower === 'content-length' && /^\d{1,15}$/.test(value)) length ??= value;
  }
  return length === null ? { by: 'none' } : { by: 'length', length };
}

/** The headers that go to the other side, order and spelling kept; what no header may hold is dropped. */
export function endToEnd(rawHeaders: readonly string[], alsoDropped: ReadonlySet<string> = new Set()): string[] {
  const named = new Set<string>();
  for (const [name, value] of pairs(rawHeaders)) {
    if (name.toLowerCase() === 'connection') for (const token of value.split(',')) named.add(token.trim().toLowerCase());
  }
  const kept: string[] = [];
  for (const [name, value] of pairs(rawHeaders)) {
    const lower = name.toLowerCase();
    if (hopByHop.has(lower) || named.has(lower) || alsoDropped.has(lower) || !isValid(name, value)) continue;
    kept.push(name, value);
  }
  return kept;
}

function* pairs(rawHeaders: readonly string[]): Generator<[name: string, value: string]> {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) yield [rawHeaders[i] ?? '', rawHeaders[i + 1] ?? ''];
}

function isValid(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
