import type { UrlParts } from './url-parts.ts';

/**
 * What the linear parts of the URL model read: each view turns a URL into hashed tokens. Digits all read as
 * "0", so that no number is learnt by heart.
 */
export interface TokenView {
  readonly name: string;
  /** Power of two. */
  readonly buckets: number;
  /** Writes bucket numbers into `out`, at most `maxTokens`, and answers how many. */
  readonly fill: (parts: UrlParts, out: Uint32Array) => number;
}

export const maxTokens = 1024;
const maxGramChars = 160;

const gramBuckets = 2 ** 17;
const wordBuckets = 2 ** 16;

const codes = new Uint8Array(maxGramChars + 2);

/** Text between two borders as character codes, digits as "0". */
const readCodes = (text: string): number => {
  const length = Math.min(text.length, maxGramChars);
  codes[0] = 1;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    codes[index + 1] = code >= 0x30 && code <= 0x39 ? 0x30 : code & 0xff;
  }
  codes[length + 1] = 2;
  return length + 2;
};

const mixed = (hash: number, mask: number): number => {
  let value = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) & mask;
};

/** All runs of `least` to `most` characters. */
const grams = (text: string, least: number, most: number, seed: number, mask: number, out: Uint32Array, from: number): number => {
  const length = readCodes(text);
  let count = from;
  for (let start = 0; start < length - 1; start += 1) {
    let hash = seed;
    const end = Math.min(length, start + most);
    for (let at = start; at < end; at += 1) {
      hash = Math.imul(hash, 0x01000193) ^ codes[at]!;
      if (at - start + 1 >= least && count < maxTokens) out[count++] = mixed(hash, mask);
    }
  }
  return count;
};

/** Runs of letters and of digits ("0" each way), each as a token, with the character that stands before it. */
const words = (text: string, seed: number, mask: number, out: Uint32Array, from: number): number => {
  let count = from;
  let hash = seed;
  let length = 0;
  let wasDigit = false;
  let previous = 0;
  for (let index = 0; index <= text.length && count < maxTokens; index += 1) {
    let code = index < text.length ? text.charCodeAt(index) : 0x20;
    const isDigit = code >= 0x30 && code <= 0x39;
    const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code > 0x7f;
    if (isDigit) code = 0x30;
    if (length > 0 && (!(isDigit || isLetter) || isDigit !== wasDigit)) {
      const token = Math.imul(hash, 31) + Math.min(length, 8);
      out[count++] = mixed(token, mask);
      if (previous !== 0 && count < maxTokens) out[count++] = mixed(Math.imul(previous, 0x01000193) ^ token, mask);
      previous = token;
      hash = seed;
      length = 0;
    }
    if (isDigit || isLetter) {
      if (!isDigit || length === 0) hash = Math.imul(hash, 0x01000193) ^ code;
      length += 1;
      wasDigit = isDigit;
    }
  }
  return count;
};

const whole = (text: string, seed: number, mask: number): number => {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash, 0x01000193) ^ text.charCodeAt(index);
  return mixed(hash, mask);
};

/** The last part of a path that ends like a file's name: "php" of "/a/login.php". */
export const fileEnding = ({ lowerPath, queryAt }: UrlParts): string => {
  const dot = lowerPath.lastIndexOf('.', queryAt - 1);
  return dot < 0 || queryAt - dot > 8 || lowerPath.indexOf('/', dot) >= 0 && lowerPath.indexOf('/', dot) < queryAt ? '' : lowerPath.slice(dot + 1, queryAt);
};

export const tokenViews: readonly TokenView[] = [
  {
    name: 'suffix',
    buckets: 2 ** 12,
    fill: ({ suffix, isTenant }, out) => {
      let count = 0;
      out[count++] = whole(suffix, isTenant ? 3 : 4, 2 ** 12 - 1);
      const dot = suffix.lastIndexOf('.');
      if (dot >= 0) out[count++] = whole(suffix.slice(dot + 1), 5, 2 ** 12 - 1);
      return count;
    },
  },
  {
    name: 'host-grams',
    buckets: gramBuckets,
    fill: ({ label, below }, out) => grams(below, 3, 5, 11, gramBuckets - 1, out, grams(label, 2, 5, 7, gramBuckets - 1, out, 0)),
  },
  {
    name: 'host-words',
    buckets: wordBuckets,
    fill: ({ label, below, suffix }, out) => {
      let count = words(label, 21, wordBuckets - 1, out, 0);
      count = words(below, 23, wordBuckets - 1, out, count);
      out[count++] = whole(suffix, 25, wordBuckets - 1);
      return count;
    },
  },
  {
    name: 'path-grams',
    buckets: gramBuckets,
    fill: ({ lowerPath, isBare }, out) => (isBare ? 0 : grams(lowerPath, 3, 5, 31, gramBuckets - 1, out, 0)),
  },
  {
    name: 'path-words',
    buckets: wordBuckets,
    fill: (parts, out) => {
      if (parts.isBare) return 0;
      let count = words(parts.lowerPath, 41, wordBuckets - 1, out, 0);
      count = Math.min(count, maxTokens - 2);
      out[count++] = whole(fileEnding(parts), 43, wordBuckets - 1);
      out[count++] = whole(`${parts.domain} ${parts.lowerPath.slice(1, 4)}`, 45, wordBuckets - 1);
      return count;
    },
  },
];
