const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const jsonWebToken = /^eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*$/;
const minOpaqueLength = 16;

/** A signed token that carries its own claims. */
export const isJsonWebToken = (value: string): boolean => jsonWebToken.test(value);

/**
 * Whether a value is made by a machine to be known to one person: a UUID, a signed token, or a run of
 * 16 or more letters and digits, mixed, without a separator. Words, slugs, dates and file names are not.
 */
export const isOpaque = (value: string): boolean =>
  uuid.test(value) || isJsonWebToken(value) || value.slice(0, 1024).split(/[-_.~+=%,:!*'()]/).some(isMixedRun);

const isMixedRun = (run: string): boolean =>
  run.length >= minOpaqueLength && /[a-z]/i.test(run) && (run.match(/\d/g)?.length ?? 0) >= 2 && /^[a-z0-9]+$/i.test(run);

const minOpaqueChars = 16;
const minMixedChars = 20;
/** "20261101T000000Z" (ISO 8601, basic). */
const basicTime = /^\d{8}T\d{6}Z?$/;
/** "Show", "show", "SHOW", "2013", "part2": words and numbers, of which titles and versions are made. */
const wordLike = /^(?:[A-Z]?[a-z]*\d{0,4}|[A-Z]*\d{0,4}|\d+[a-z]{0,2})$/;

/**
 * Whether a whole value is one opaque one: a UUID, a signed token, or text of the alphabets of base64 and hex most of
 * which is in runs that are no words and no numbers. Titles, names of files and times are not.
 */
export const isOpaqueValue = (value: string): boolean => {
  const cut = value.slice(0, 1024);
  if (cut.length < minOpaqueChars || !/^[\w.~+/:-]+={0,2}$/.test(cut) || basicTime.test(cut)) return false;
  if (uuid.test(cut) || isJsonWebToken(cut)) return true;
  if (/^[a-z0-9]+$/i.test(cut)) return isRandom(cut);
  const strange = cut.split(/[^a-z0-9]+/i).filter((run) => run.length > 3 && !wordLike.test(run)).reduce((sum, run) => sum + run.length, 0);
  return cut.length >= minMixedChars && strange >= minOpaqueChars && strange * 10 >= cut.length * 6 && /[a-z]/i.test(cut) && /\d/.test(cut);
};

/** Letters and digits that are mixed throughout, not a sentence without spaces that a number stands in. */
const isRandom = (run: string): boolean => {
  const digits = run.match(/\d/g)?.length ?? 0;
  if (digits === run.length) return false;
  // Capitals stand side by side where nobody writes: "aBCdEf", not "HowToWin".
  if (digits < 2) return run.length >= minMixedChars && (run.match(/[A-Z](?=[A-Z])/g)?.length ?? 0) * 10 >= run.length && (run.match(/[a-z](?=[A-Z])/g)?.length ?? 0) * 8 >= run.length;
  if (digits * 12 >= run.length && (run.match(/\d+/g)?.length ?? 0) >= 2) return true;
  return /[a-z]/.test(run) && /[A-Z]/.test(run) && (run.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[a-z0-9])|\d(?=[a-z])/gi)?.length ?? 0) * 3 >= run.length;
};

const longestStandIn = 64;
const nilUuid = '00000000-0000-4000-8000-000000000000';

/**
 * What stands in for an opaque value: of its length and alphabet, so that a page which only looks whether there is
 * one still answers; the same for all values of one shape, so that the links of all recipients of a lure become one
 * URL, here and in every other installation. It stands for itself.
 *
 * @example standInFor('8f14e45fceea167a5a36dedd4bea2543') // c0ffee00dec0de00c0ffee00dec0de00
 */
export const standInFor = (value: string): string => {
  if (value.includes('-') && uuid.test(value)) return nilUuid;
  return filler(value).repeat(Math.ceil(longestStandIn / 9)).slice(0, Math.min(value.length, longestStandIn));
};

const filler = (value: string): string => {
  if (/^[0-9a-f]+$/.test(value)) return 'c0ffee00dec0de00';
  if (/^[0-9A-F]+$/.test(value)) return 'C0FFEE00DEC0DE00';
  if (!/[A-Z]/.test(value)) return 'redacted0';
  return /[a-z]/.test(value) ? 'Redacted0' : 'REDACTED0';
};
