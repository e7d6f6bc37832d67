/** Every kind of private data that is taken out of a URL, with what it is. */
export const redactionKinds = {
  'user-info': 'user and password before a host',
  'email': 'a mail address, plain, percent-encoded, in base64 or in hex',
  'name': "a person's name",
  'phone': 'a telephone number',
  'session': 'a session id',
  'token': 'an access or invitation token',
  'signature': 'the signature of a signed URL',
  'oauth': 'the answer of a log-in service',
  'credential': 'a password or an API key',
  'search': 'words that somebody searched for',
  'number': 'a card, account or identity number',
  'detail': 'a birth date, a client address, a street',
  'opaque': 'a long value that a machine made for one person',
  'cut': 'what was redacted no longer fitted into a URL, so that only the origin is left',
} as const;
export type Redaction = keyof typeof redactionKinds;

/** Where kinds that were found are noted. */
export interface Noting { add(kind: Redaction): unknown }

/**
 * - `full`: everything above is taken out.
 * - `basic`: only what is about one person beyond doubt: user info, mail addresses, and sessions, tokens, signatures and
 *   credentials by the usual names. Search words, names, numbers and opaque values stay, and reach the page.
 */
export const redactionLevels = ['full', 'basic'] as const;
export type RedactionLevel = (typeof redactionLevels)[number];

/** What stands in for a secret. */
export const secretPlaceholder = 'redacted';
/** A number of those kept for fiction (North American numbering plan, 555 0100 to 0199). */
export const phonePlaceholder = '12025550100';
/** What stands in for a person's name. */
export const namePlaceholder = 'someone';
