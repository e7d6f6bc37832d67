import type { CanonicalUrl } from './types.ts';

/**
 * Text that a WHATWG parse and Safe Browsing's rules both leave as it is, so that neither need be asked: a
 * lower-case scheme and name, no port, no user info, no escape, no empty or dotted step in the path, and
 * otherwise only characters that no rule touches. Most URLs of a feed are such; all others take the long way.
 */
const plainText = /^https?:\/\/(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62}\/(?![/.])(?:[\w~!$&()*+,;=:@-][\w~!$&()*+,;=:@.-]*(?:\/(?![/.])|(?=\?|$)))*(?:\?[\w~!$&()*+,;=:@./-]+)?$/;

/** The text, which is its canonical form and its visit form, null where they have to be worked out. */
export const plainUrl = (text: string): CanonicalUrl | null =>
  (plainText.test(text) && !text.includes('xn--') && text.indexOf('/', 8) - 8 < 250 ? text as CanonicalUrl /* what the rule above says */ : null);
