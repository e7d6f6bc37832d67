import { fromBase64, toBase64, toHex } from './bytes.ts';
import type { ClientPlatform, ListName } from './contract.ts';

/** Answers to questions by prefix, each kept for as long as the server said. */
export interface PrefixSearch {
  /** What is listed of these hashes, by its hexadecimal. Rejects where the server can't be had. */
  find(hashes: readonly Uint8Array[], signal: AbortSignal): Promise<ReadonlyMap<string, ListName>>;
}

const listOfType: Readonly<Record<string, ListName>> = { MALWARE: 'malware', SOCIAL_ENGINEERING: 'social-engineering', UNWANTED_SOFTWARE: 'unwanted-software' };
const mostKept = 50_000;
const prefixesAtOnce = 30;

interface Found {
  readonly fullHashes?: readonly { readonly fullHash: string; readonly fullHashDetails?: readonly { readonly threatType?: string }[] }[];
  readonly cacheDuration?: string;
}

export const openPrefixSearch = (server: string, headers: Readonly<Record<string, string>>, { fetch, now }: Pick<ClientPlatform, 'fetch' | 'now'>): PrefixSearch => {
  const kept = new Map<string, { readonly untilMs: number; readonly found: ReadonlyMap<string, ListName> }>();

  const ask = async (prefixes: readonly string[], signal: AbortSignal): Promise<void> => {
    const query = new URLSearchParams([['alt', 'json'], ...prefixes.map((prefix): [string, string] => ['hashPrefixes', prefix])]);
    const answer = await fetch(`${server}/v5/hashes:search?${query.toString()}`, { headers, signal });
    if (!answer.ok) throw new Error(`the server answered ${answer.status} to a question by prefix`);
    const { fullHashes = [], cacheDuration = '0s' } = await answer.json() as Found; // Its shape is Safe Browsing's.
    const untilMs = now() + Number.parseInt(cacheDuration, 10) * 1000;
    for (const prefix of prefixes) {
      const found = fullHashes.map(({ fullHash, fullHashDetails }) => ({ bytes: fromBase64(fullHash), type: fullHashDetails?.[0]?.threatType ?? '' })).filter(({ bytes }) => toBase64(bytes.subarray(0, 4)) === prefix);
      kept.delete(prefix);
      kept.set(prefix, { untilMs, found: new Map(found.map(({ bytes, type }) => [toHex(bytes), listOfType[type] ?? 'social-engineering'])) });
    }
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
  };

  return {
    find: async (hashes, signal) => {
      const byPrefix = new Map(hashes.map((hash) => [toBase64(hash.subarray(0, 4)), hash]));
      const missing = [...byPrefix.keys()].filter((prefix) => (kept.get(prefix)?.untilMs ?? 0) <= now());
      for (let at = 0; at < missing.length; at += prefixesAtOnce) await ask(missing.slice(at, at + prefixesAtOnce), signal);
      return new Map(hashes.map(toHex).flatMap((hash) => {
        for (const { found } of [...byPrefix.keys()].flatMap((prefix) => kept.get(prefix) ?? [])) {
          const list = found.get(hash);
          if (list !== undefined) return [[hash, list] as const];
        }
        return [];
      }));
    },
  };
};
