import type { Trick } from './unpack.ts';

/** Spent over all literals of a script. */
export interface Budget {
  shifts: number;
  /** Shorter literals are not tried. */
  readonly minShiftedChars: number;
}

/** One literal, undone in the ways that scripts undo theirs; "" where nothing readable comes out. */
export const decodeLiteral = (literal: string, tricks: Set<Trick>, budget: Budget): string => {
  if (/%u[0-9a-f]{4}|%[0-9a-f]{2}/i.test(literal)) {
    const plain = fromPercent(literal);
    if (plain !== '') return plain;
  }
  const compact = literal.replace(/\s/g, '');
  if (/^(?:[0-9a-f]{2}){16,}$/i.test(compact)) {
    const plain = readable(Buffer.from(compact, 'hex').toString('latin1'));
    if (plain !== '') return plain;
  }
  if (/^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(compact)) {
    const plain = fromBase64(compact);
    if (plain !== '') return plain;
  }
  if (/^={0,2}[A-Za-z0-9+/]{20,}$/.test(compact)) {
    const plain = fromBase64([...compact].reverse().join(''));
    if (plain !== '' && codeWords.test(plain)) {
      tricks.add('reversed');
      return plain;
    }
  }
  if (literal.length >= 60 && /tpircs|emarfi|noitcnuf|tnemucod/.test(literal)) {
    tricks.add('reversed');
    return [...literal].reverse().join('');
  }
  return literal.length >= budget.minShiftedChars && !/\s\w+\s\w+\s/.test(literal.slice(0, 400)) ? unshift(literal, tricks, budget, true) : '';
};

export const fromBase64 = (text: string): string => {
  const bytes = Buffer.from(text, 'base64');
  return readable(bytes.toString('latin1')) || readable(bytes.toString('utf16le'));
};

/** %41 and %u0041, to readable text or "". */
export const fromPercent = (text: string): string =>
  readable(text.replace(/%u([0-9a-f]{4})|%([0-9a-f]{2})/gi, (_, word?: string, byte?: string) => String.fromCharCode(Number.parseInt(word ?? byte ?? '0', 16))));

/**
 * Text whose characters were all moved or XORed by one number: tried on its head, by whether words of code and
 * markup come out. As it is where it is readable already and `hidden` is not asked for.
 */
export const unshift = (text: string, tricks: Set<Trick>, budget: Budget, hidden = false): string => {
  const head = text.slice(0, 400);
  const asIs = hidden || readable(head) === '' ? '' : text;
  if (asIs !== '' && codeWords.test(head)) return asIs;
  if (!mayHoldCode(head)) return asIs;
  if (--budget.shifts < 0) return asIs;
  for (let by = 1; by < 128; by++) {
    for (const undo of [(code: number) => code + by, (code: number) => code - by, (code: number) => code ^ by]) {
      // A glance at the first characters spares nearly all of the rest.
      if (!plausible(head, undo)) continue;
      const tried = moved(head, undo);
      if (!codeWords.test(tried) || readable(tried) === '') continue;
      tricks.add('shifted');
      return moved(text.slice(0, 100_000), undo);
    }
  }
  return asIs;
};

/** A shift keeps the distances between neighbours, an XOR keeps their XOR: words of code show through either without trying numbers. */
const mayHoldCode = (head: string): boolean => {
  const distances = pairs(head, distance);
  const differences = pairs(head, difference);
  return clues.some((clue) => distances.includes(clue.distances) || differences.includes(clue.differences));
};

const distance = (a: number, b: number): number => (b - a) & 0xffff;
const difference = (a: number, b: number): number => a ^ b;

const pairs = (text: string, between: (a: number, b: number) => number): string => {
  let out = '';
  for (let at = 1; at < text.length; at++) out += String.fromCharCode(between(text.charCodeAt(at - 1), text.charCodeAt(at)));
  return out;
};

const plausible = (text: string, undo: (code: number) => number): boolean => {
  let odd = 0;
  for (let at = 0; at < text.length && at < 40; at++) {
    const code = undo(text.charCodeAt(at));
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code > 126) odd++;
  }
  return odd <= 4;
};

const moved = (text: string, undo: (code: number) => number): string => {
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) codes[at] = undo(text.charCodeAt(at));
  let out = '';
  for (let at = 0; at < codes.length; at += 8192) out += String.fromCharCode(...codes.subarray(at, at + 8192));
  return out;
};

const codeWords = /function[ (]|document\.|<iframe|<script|<object|unescape|setInterval|createElement|window\.location|ActiveXObject|var [a-z_$]/i;

/** The words of `codeWords` in the cases that code is written in. */
const clues = ['function', 'document.', '<iframe', '<script', '<object', 'unescape', 'setInterval', 'createElement', 'window.location', 'ActiveXObject', 'var ']
  .flatMap((word) => [...new Set([word, word.toLowerCase(), word.toUpperCase(), word.replace(/[a-z]/, (first) => first.toUpperCase())])])
  .map((word) => ({ distances: pairs(word, distance), differences: pairs(word, difference) }));

/** Mostly printable ASCII, or "". */
const readable = (text: string): string => {
  const sample = text.slice(0, 400);
  return sample.length >= 8 && (sample.match(/[\x20-\x7e\s]/g)?.length ?? 0) / sample.length > 0.9 ? text : '';
};
