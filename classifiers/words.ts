/**
 * A pattern whose \b knows letters of every script: "\böffnen" is found after a space, "\bвставьте\b" at all.
 * JavaScript's own \b knows ASCII only. Flags are kept, `u` is added.
 *
 * @example inWords(/\bübung\b/).test('eine übung') // true, while /\bübung\b/.test('eine übung') is false
 */
export const inWords = (pattern: RegExp): RegExp =>
  new RegExp(pattern.source.replaceAll('\\b', border), pattern.flags.includes('u') ? pattern.flags : `${pattern.flags}u`);

const border = String.raw`(?:(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_])|(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_]))`;
