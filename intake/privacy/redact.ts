import { parseUrl } from '../../url/index.ts';
import type { VisitUrl } from '../../url/index.ts';
import { replaceDecoded } from './decoded.ts';
import { withoutEmails, withoutEncodedEmails } from './emails.ts';
import { pathWithoutSecrets, withoutSecrets } from './secrets.ts';
import type { SecretKind } from './secrets.ts';

/** `cut`: what was redacted no longer fitted into a URL, so that only the origin is left. */
export type Redaction = 'email' | 'user-info' | SecretKind | 'cut';

export interface Redacted {
  readonly url: VisitUrl;
  /** What was replaced, each kind once; empty where the URL is as it was. */
  readonly redacted: readonly Redaction[];
}

/**
 * A URL without what is about one person: user info (of URLs inside of it; its own is gone already),
 * e-mail addresses (plain, percent-encoded, base64), session ids, tokens, signatures, credentials.
 * Doing it twice changes nothing more. Not found: names, numbers, addresses in hex or encrypted.
 */
export const redactUrl = (visit: VisitUrl): Redacted => {
  const pathAt = visit.indexOf('/', visit.indexOf('://') + 3);
  const found = new Set<Redaction>();
  const rest = redactRest(visit.slice(pathAt), found);
  if (found.size === 0) return { url: visit, redacted: [] };
  const parse = parseUrl(visit.slice(0, pathAt) + rest);
  if (parse.ok) return { url: parse.url.visit, redacted: [...found] };
  const origin = parseUrl(visit.slice(0, pathAt + 1));
  if (!origin.ok) throw new Error('the origin of a URL is a URL');
  return { url: origin.url.visit, redacted: [...found, 'cut'] };
};

/** Path, query and fragment. */
const redactRest = (rest: string, found: Set<Redaction>): string => {
  const fragmentAt = indexOrEnd(rest, '#');
  const queryAt = Math.min(indexOrEnd(rest, '?'), fragmentAt);
  const withoutKnown = pathWithoutSecrets(rest.slice(0, queryAt), found) + withoutSecrets(rest.slice(queryAt, fragmentAt), found) + withoutSecrets(rest.slice(fragmentAt), found);

  const withoutUserInfo = noting(withoutKnown, withoutNestedUserInfo, 'user-info', found);
  return noting(noting(withoutUserInfo, withoutEmails, 'email', found), withoutEncodedEmails, 'email', found);
};

const indexOrEnd = (text: string, mark: string): number => {
  const at = text.indexOf(mark);
  return at < 0 ? text.length : at;
};

const noting = (text: string, redact: (text: string) => string, kind: Redaction, found: Set<Redaction>): string => {
  const redacted = redact(text);
  if (redacted !== text) found.add(kind);
  return redacted;
};

const userInfoLike = /(?<=:\/\/)[^/?#&@\s]{1,256}@/g;

const withoutNestedUserInfo = (text: string): string =>
  /@|%(?:25)*40/i.test(text) ? replaceDecoded(text, userInfoLike, ([userInfo]) => ({ length: userInfo.length, text: '' })) : text;
