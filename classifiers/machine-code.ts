/**
 * Machine code as text: %u-escaped words, or bytes as %xx or \xNN, that are no text in any language. Escaped
 * text of people is in few scripts of Unicode, or is UTF-8; code is spread over everything, controls and
 * unassigned places included.
 */
export const machineCodeIn = (code: string): string | null => {
  for (const run of runsOf(code, /(?:(?:%u|\\u)[0-9a-f]{4}(?:["'\s+]{0,12})){12,20000}/gi)) {
    const words = [...run.matchAll(/[0-9a-f]{4}/gi)].map(([word]) => Number.parseInt(word, 16));
    if (isSlide(words) || (words.length >= 16 && strange(words) / words.length > 0.06 && strange(words) >= 3)) return run.slice(0, 60);
  }
  for (const run of runsOf(code, /(?:(?:%|\\x)[0-9a-f]{2}(?:["'\s+]{0,12})){40,40000}/gi)) {
    const bytes = Uint8Array.from([...run.matchAll(/[0-9a-f]{2}/gi)].slice(0, 4000).map(([byte]) => Number.parseInt(byte, 16)));
    const odd = bytes.filter((byte) => (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 126).length;
    if ((odd / bytes.length > 0.25 && !isUtf8(bytes)) || startsAsCode(bytes)) return run.slice(0, 60);
  }
  return null;
};

const maxRuns = 40;
const runsOf = (code: string, pattern: RegExp): string[] => {
  const runs: string[] = [];
  for (const [run] of code.slice(0, 300_000).matchAll(pattern)) {
    runs.push(run);
    if (runs.length === maxRuns) break;
  }
  return runs;
};

/** Controls, surrogates alone, private use and unassigned places. */
const strange = (words: readonly number[]): number =>
  words.filter((word, index) => {
    if (word >= 0xd800 && word <= 0xdbff) return (words[index + 1] ?? 0) >> 10 !== 0x37;
    if (word >= 0xdc00 && word <= 0xdfff) return (words[index - 1] ?? 0) >> 10 !== 0x36;
    return (word < 32 && word !== 9 && word !== 10 && word !== 13) || /[\p{Co}\p{Cn}]/u.test(String.fromCharCode(word));
  }).length;

/** The same padding word again and again: 9090, 0c0c and their kind. */
const isSlide = (words: readonly number[]): boolean =>
  words.filter((word) => word === 0x9090 || word === 0x0c0c || word === 0x0d0d || word === 0x0a0a || word === 0x0505).length >= 2 && words.length >= 4;

/** Where exploits' code begins: a call to itself to learn where it stands, a jump over the decoder, a slide. */
const startsAsCode = (bytes: Uint8Array): boolean =>
  /^(?:90){4}|^eb0[0-9a-f]5[89a-f](?:eb|e8)|^(?:fc|fb)?e8[0-9a-f]{2}000000|^(?:33c9|31c9|6a..59)(?:83e9|b1)|^d9(?:74|ee)/.test(Buffer.from(bytes.slice(0, 16)).toString('hex'));

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - 3));
    return true;
  } catch {
    return false;
  }
};
