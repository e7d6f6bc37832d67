import { readFileSync } from 'node:fs';

/** A table of fixtures/vectors, by its name. */
export const vectors = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vectors/${name}.json`, import.meta.url), 'utf8')) as T;

export interface SafeBrowsingUrls {
  readonly published: readonly (readonly [string | { readonly hex: string }, string])[];
  readonly clients: readonly (readonly [string, string])[];
  readonly invalid: readonly string[];
  readonly ipv4: readonly (readonly [string, string])[];
  readonly expressions: readonly (readonly [string, readonly string[]])[];
  readonly hashes: readonly (readonly [string, string])[];
}

export interface WhatwgUrls {
  readonly visits: readonly (readonly [string, string])[];
  readonly refused: readonly string[];
}

/** Hostile text that is slow where anything is not linear; each just fits into a URL. */
export const slowTexts: readonly string[] = [
  `http://a.example/${'%25'.repeat(2700)}`,
  `http://a.example/%${'25'.repeat(4000)}41`,
  `http://a.example/a${' '.repeat(8000)}b`,
  `\x01http://a.example/a${' '.repeat(8000)}b`,
  `http://a.example/${'a/../'.repeat(1600)}`,
  `http://a.example/${'/'.repeat(8000)}`,
  `http://a.example/${'%2e%2e%2f'.repeat(900)}`,
  `http://${'a.'.repeat(4000)}example/`,
  `http://${'.'.repeat(8000)}a/`,
  `http://${'1'.repeat(8000)}/`,
  `http://${'ü'.repeat(2000)}.example/`,
  `http://${'@'.repeat(8000)}a.example/`,
  `http://[${':'.repeat(8000)}]/`,
  `${'a'.repeat(8000)}:`,
  `http://a.example/?${'a=b&'.repeat(2000)}`,
];
