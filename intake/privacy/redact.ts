import { parseUrl } from '../../url/index.ts';
import type { VisitUrl } from '../../url/index.ts';
import { replaceDecoded } from './decoded.ts';
import { servesContentById } from './content-hosts.ts';
import { withoutEmails } from './emails.ts';
import { withoutEncoded } from './encoded.ts';
import type { Noting, Redaction, RedactionLevel } from './kinds.ts';
import { withoutNumbers } from './numbers.ts';
import { withoutNestedPrivate, withoutPrivate } from './parameters.ts';
import { pathWithoutPrivate, withoutNames } from './segments.ts';

export interface Redacted {
  readonly url: VisitUrl;
  /** What was replaced, each kind once; empty where the URL is as it was. */
  readonly redacted: readonly Redaction[];
}

/**
 * A URL without what is about one person (kinds.ts), in its path, query and fragment, percent-encoded to any depth, in
 * base64, in hex and in JSON. A recipient's mail address becomes a canary, so that a lure that wants one is still shown.
 * Doing it twice changes nothing more.
 *
 * Not found: what a host's name tells (it is who is visited); a name that is in no list or in a headline; a number or a
 * name that no parameter, form or neighbour tells to be one; what is encrypted.
 */
export const redactUrl = (visit: VisitUrl, level: RedactionLevel = 'full'): Redacted => {
  const pathAt = visit.indexOf('/', visit.indexOf('://') + 3);
  const origin = visit.slice(0, pathAt);
  const found = new Set<Redaction>();
  const terms: Terms = { found, level, isContentHost: servesContentById(origin.slice(origin.indexOf('://') + 3)) };
  let rest = redactRest(visit.slice(pathAt), terms);
  if (found.size === 0) return { url: visit, redacted: [] };
  // What was put in can complete what stood beside it ("x" before a mail address in base64).
  for (let pass = 1; pass < mostPasses; pass += 1) {
    const again = redactRest(rest, terms);
    if (again === rest) break;
    rest = again;
  }
  const parse = parseUrl(origin + rest);
  if (parse.ok) return { url: parse.url.visit, redacted: [...found] };
  const alone = parseUrl(`${origin}/`);
  if (!alone.ok) throw new Error('the origin of a URL is a URL');
  return { url: alone.url.visit, redacted: [...found, 'cut'] };
};

const mostPasses = 4;

/** What may be told of a line that is no URL, or of one that is refused: the same taken out, at most 200 characters. */
export const redactText = (text: string): string => {
  const cut = text.slice(0, 2000);
  const parse = parseUrl(cut);
  if (parse.ok) return redactUrl(parse.url.visit).url.slice(0, 200);
  const terms: Terms = { found: new Set(), level: 'full', isContentHost: false };
  return inText(withoutPrivate(cut, terms.found, terms.level, false), terms).slice(0, 200);
};

interface Terms { readonly found: Noting; readonly level: RedactionLevel; readonly isContentHost: boolean }

/** Path, query and fragment. */
const redactRest = (rest: string, terms: Terms): string => {
  const { found, level, isContentHost } = terms;
  const fragmentAt = indexOrEnd(rest, '#');
  const queryAt = Math.min(indexOrEnd(rest, '?'), fragmentAt);
  const path = withoutMatters(pathWithoutPrivate(rest.slice(0, queryAt), found, level, isContentHost), 'path', terms);
  if (queryAt === rest.length) return path;
  const query = withoutPrivate(rest.slice(queryAt, fragmentAt), found, level, isContentHost) + withoutPrivate(rest.slice(fragmentAt), found, level, isContentHost);
  const matters = withoutMatters(query, 'query', terms);
  return path + (level === 'basic' ? matters : matters.split(/([?&#=/])/).map((value) => withoutNames(value, found)).join(''));
};

const indexOrEnd = (text: string, mark: string): number => {
  const at = text.indexOf(mark);
  return at < 0 ? text.length : at;
};

/** What is private wherever it stands, and inside of what is encoded. */
const withoutMatters = (text: string, where: 'path' | 'query', terms: Terms): string => {
  const plain = inText(text, terms);
  return plain.length < 8 ? plain : withoutEncoded(plain, where, (inner) => inText(withoutEncoded(inner, 'query', (deeper) => inText(deeper, terms)), terms));
};

const inText = (text: string, { found, level, isContentHost }: Terms): string => {
  const withoutUserInfo = noting(withoutNestedPrivate(text, found, level, isContentHost), withoutNestedUserInfo, 'user-info', found);
  const withoutMail = noting(withoutUserInfo, withoutEmails, 'email', found);
  return level === 'basic' ? withoutMail : withoutNumbers(withoutMail, found);
};

const noting = (text: string, redact: (text: string) => string, kind: Redaction, found: Noting): string => {
  const redacted = redact(text);
  if (redacted !== text) found.add(kind);
  return redacted;
};

const userInfoLike = /(?<=:\/\/)[^/?#&@\s]{1,256}@/g;

const withoutNestedUserInfo = (text: string): string =>
  /@|%(?:25)*40/i.test(text) ? replaceDecoded(text, userInfoLike, ([userInfo]) => ({ length: userInfo.length, text: '' })) : text;
