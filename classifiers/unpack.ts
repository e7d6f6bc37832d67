/**
 * What a script hides in its literals, unpacked without running it: base64, %-escapes, \x and \u escapes,
 * lists of character codes; twice, because one is often inside another. For looking at, never for running.
 */
export const unpack = (script: string): string => {
  const text = script.slice(0, maxScriptChars);
  const first = literalsOf(text);
  return `${first}\n${literalsOf(first)}`.slice(0, maxUnpackedChars);
};

const maxScriptChars = 262_144;
const maxUnpackedChars = 131_072;
const maxLiterals = 200;

const literalsOf = (text: string): string => {
  const pieces: string[] = [];
  const take = (pattern: RegExp, read: (match: string) => string): void => {
    let seen = 0;
    for (const [match] of text.matchAll(pattern)) {
      const piece = read(match);
      if (piece !== '') pieces.push(piece);
      if (++seen === maxLiterals) return;
    }
  };
  take(/[A-Za-z0-9+/]{20,16384}={0,2}/g, fromBase64);
  take(/(?:%[0-9a-f]{2}[^%"'\s]{0,8}){6,2000}/gi, (match) => match.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
  take(/(?:\\x[0-9a-f]{2}[^\\"'\s]{0,8}){4,4000}/gi, (match) => match.replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
  take(/(?:\\u[0-9a-f]{4}[^\\"'\s]{0,8}){4,4000}/gi, (match) => match.replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
  take(/(?:\b\d{2,3}\s?,\s?){8,4000}\d{2,3}/g, (match) => printable(String.fromCharCode(...match.split(',').map(Number))));
  return pieces.join('\n');
};

const fromBase64 = (match: string): string => {
  const bytes = Buffer.from(match, 'base64');
  const text = bytes.toString('latin1');
  return printable(text) || printable(bytes.toString('utf16le'));
};

/** Mostly printable ASCII, or nothing. */
const printable = (text: string): string => {
  const sample = text.slice(0, 400);
  return sample.length >= 8 && (sample.match(/[\x20-\x7e\s]/g)?.length ?? 0) / sample.length > 0.9 ? text : '';
};
