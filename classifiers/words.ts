/**
 * A pattern whose \b knows letters of every script: "\böffnen" is found after a space, "\bвставьте\b" at all.
 * JavaScript's own \b knows ASCII only. Flags are kept, `u` is added.
 *
 * @example inWords(/\bübung\b/).test('eine übung') // true, while /\bübung\b/.test('eine übung') is false
 */
export const inWords = (pattern: RegExp): RegExp => {
  const flags = pattern.flags.includes('u') ? pattern.flags : `${pattern.flags}u`;
  const made = new RegExp(pattern.source.replaceAll('\\b', border), flags);
  const quick = new RegExp(pattern.source, flags);
  // exec is what test and the string methods call. Where a text has ASCII letters only, both borders are the same, and JavaScript's own costs a tenth.
  return Object.assign(made, {
    exec: (text: string): RegExpExecArray | null => {
      if (made.lastIndex !== 0 || made.global || hasOtherLetters(text)) return RegExp.prototype.exec.call(made, text);
      return quick.exec(text);
    },
  });
};

/** The patterns of a detector go over one text, one after another. */
let last = { text: '', is: false };
const hasOtherLetters = (text: string): boolean => {
  if (text !== last.text) last = { text, is: otherLetter.test(text) };
  return last.is;
};
const otherLetter = /(?![\0-\x7f])[\p{L}\p{N}]/u;

const border = String.raw`(?:(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_])|(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_]))`;
