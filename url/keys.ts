import { hash } from 'node:crypto';
import type { UrlKey, VisitUrl } from './types.ts';

/** What a URL is known by (see UrlKey). The fragment does not count: no server sees it. */
export const urlKey = (visit: VisitUrl): UrlKey => {
  const fragment = visit.indexOf('#');
  const digest = hash('sha256', fragment < 0 ? visit : visit.slice(0, fragment), 'base64url');
  // 22 characters carry 132 bits; the last four are not of the first 16 bytes. The one cast: this is where a UrlKey is made.
  return (digest.slice(0, 21) + (lastCharacter[digest.charCodeAt(21)] ?? '')) as UrlKey;
};

/** A base64url character by its code, with its low four bits cleared. */
const lastCharacter: readonly string[] = (() => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const table: string[] = [];
  for (const [value, character] of [...alphabet].entries()) table[character.charCodeAt(0)] = alphabet.charAt(value & 0b110000);
  return table;
})();

/** SHA-256 of an expression, 32 bytes: what Safe Browsing clients ask by prefix. */
export const expressionHash = (expression: string): Buffer => hash('sha256', expression, 'buffer');
