import { parse } from 'tldts';
import { replaceDecoded } from './decoded.ts';
import type { Replacement } from './decoded.ts';

/** What stands in for a person. */
export const placeholder = 'someone@example.com';

// Bounded on both sides of the @: at most 64 + 253 characters are tried from each start.
const emailLike = /([a-z0-9_](?:[a-z0-9._+'~-]{0,62}[a-z0-9_+-])?)@((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})/gi;

/** E-mail addresses, plain and percent-encoded to any depth, replaced by the placeholder. */
export const withoutEmails = (text: string): string =>
  /@|%(?:25)*40/i.test(text) ? replaceDecoded(text, emailLike, standIn) : text;

const standIn = ([, local = '', domain = '']: RegExpExecArray): Replacement | null => {
  const known = knownDomain(domain);
  const address = `${local}@${known ?? ''}`;
  return known === null || address.toLowerCase() === placeholder ? null : { length: address.length, text: placeholder };
};

/** The longest start of `domain` that ends in a suffix people have mail under: "a.com.html" is "a.com", "2x.png" none. */
const knownDomain = (domain: string): string | null => {
  for (let end = domain.length; end > 0; end = domain.lastIndexOf('.', end - 1)) {
    const candidate = domain.slice(0, end);
    const { isIcann, isPrivate, isSpecialUse, domain: registrable } = parse(candidate, { detectSpecialUse: true, extractHostname: false });
    if (registrable !== null && (isIcann === true || isPrivate === true || isSpecialUse === true)) return candidate;
  }
  return null;
};
