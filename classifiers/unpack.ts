import { type Budget, decodeLiteral, fromBase64, fromPercent, unshift } from './decode-literal.ts';

/**
 * What a script hides in its literals, read without running it. Passes of small rewritings over the text, each
 * bounded, until nothing changes: escapes are undone, pieces joined, junk removed, tables looked up, calls of
 * decoders done. For looking at, never for running. A cipher of the script's own making is not broken, except a
 * shift or an XOR by one number.
 */
export interface Unpacked {
  /** What came out of literals: nothing that stands in the open. */
  readonly revealed: string;
  /** The whole script with its literals undone, `x["name"]` written as `x.name`; equal to the script where nothing was hidden. */
  readonly code: string;
  readonly tricks: ReadonlySet<Trick>;
}

export type Trick =
  /** A call such as eval, unescape or document.write is spelled in pieces, escapes or by removing junk. */
  | 'spelled-call'
  /** Text is freed of junk characters, or of a word that stands for "%". */
  | 'junk-removal'
  /** Text stands back to front. */
  | 'reversed'
  /** Each character is moved or XORed by one number. */
  | 'shifted'
  /** Dean Edwards' packer, common on decent pages too. */
  | 'packer'
  /** Names and texts are fetched from a table of escaped strings. */
  | 'string-table';

/** The hidden part alone. */
export const unpack = (script: string): string => unpacked(script).revealed;

export const unpacked = (script: string): Unpacked => {
  const text = script.slice(0, maxScriptChars);
  const known = memo.get(text);
  if (known !== undefined) return known;
  const made = work(text);
  if (memo.size >= maxKnown) memo.delete(memo.keys().next().value ?? '');
  memo.set(text, made);
  return made;
};

const maxScriptChars = 262_144;
const maxRevealedChars = 262_144;
const maxPasses = 6;
/** Literals on which every shift is tried: it is dear. */
const maxShiftedLiterals = 6;
/** Characters that all passes over one script may look at. */
const maxWorkChars = 3_000_000;

/** Several detectors ask for the scripts of the same page, one detector after another: as many as a page has (120), or none is found again. */
const maxKnown = 128;
const memo = new Map<string, Unpacked>();

const work = (text: string): Unpacked => {
  const tricks = new Set<Trick>();
  const revealed: string[] = [];
  let room = maxRevealedChars;
  const reveal = (found: string): void => {
    if (found.length < 4 || room <= 0) return;
    revealed.push(found.slice(0, room));
    room -= found.length;
  };
  let code = text;
  let worked = 0;
  for (let pass = 0; pass < maxPasses && worked < maxWorkChars; pass++) {
    worked += code.length;
    const before = code;
    for (const step of steps) code = step(code, reveal, tricks);
    if (code.length > maxScriptChars * 2) code = code.slice(0, maxScriptChars * 2);
    if (code === before) break;
  }
  const budget: Budget = { shifts: maxShiftedLiterals, minShiftedChars: code.includes('charCodeAt') ? 40 : 120 };
  // Blobs last: they are long, and what the steps have joined is among them.
  for (const literal of longLiterals(code)) reveal(decodeLiteral(literal, tricks, budget));
  for (const list of code.matchAll(/(?:\b\d{2,3}(?:\s?,\s?|\s)){12,20000}\d{2,3}/g)) reveal(unshift(String.fromCharCode(...list[0].slice(0, 60_000).split(/[\s,]+/).map(Number)), tricks, budget));
  for (const list of code.matchAll(/(?:["']?\d[\d.]{0,7}e\+?\d["']?\s?,\s?){12,20000}/g)) reveal(unshift(String.fromCharCode(...list[0].slice(0, 60_000).split(',').map((number) => Math.round(Number(number.replace(/["'\s]/g, ''))))), tricks, budget));
  // One layer more: what came out is often itself a script that hides something.
  const first = revealed.join('\n');
  if (/unescape|atob|fromCharCode|\\x[0-9a-f]{2}|%u?[0-9a-f]{2}|\.replace\(|eval/i.test(first) && worked < maxWorkChars && first.length < maxScriptChars && first !== text) {
    let inner = first;
    for (let pass = 0; pass < 3; pass++) for (const step of steps) inner = step(inner, reveal, tricks);
    if (/(?:%[0-9a-f]{2}[^%]{0,12}){8}/i.test(first)) reveal(fromPercent(first));
    if (inner !== first) reveal(inner.slice(0, maxScriptChars));
    for (const literal of longLiterals(inner)) reveal(decodeLiteral(literal, tricks, budget));
  }
  if (!tricks.has('spelled-call')) for (const name of spelled) if (hasCall(code, name) && !text.includes(name)) tricks.add('spelled-call');
  return { revealed: revealed.join('\n'), code, tricks };
};

/** Names that a script has no decent reason to spell out. */
const spelled = ['eval', 'unescape', 'fromCharCode', 'document.write', 'execScript'] as const;
const hasCall = (code: string, name: string): boolean => code.includes(`.${name}(`) || code.includes(`${name}(`);

type Step = (code: string, reveal: (found: string) => void, tricks: Set<Trick>) => string;

/** A literal in one kind of quotes, at most 64 K long, without a line end. */
const literal = '(?:"((?:[^"\\\\\\n\\r]|\\\\.){0,65000}?)"|\'((?:[^\'\\\\\\n\\r]|\\\\.){0,65000}?)\')';
const written = (text: string): string => `"${text.replace(/["\\\n\r]/g, (character) => (character === '"' ? '\'' : character === '\\' ? '\\\\' : ' '))}"`;

const steps: readonly Step[] = [
  // \x65\u0076\141 → eva
  (code, reveal) => code.replace(/(?:\\(?:x[0-9a-f]{2}|u00[0-9a-f]{2}|[0-3][0-7]{2})){1,65000}/gi, (run) => {
    const plain = run.replace(/\\(?:x([0-9a-f]{2})|u00([0-9a-f]{2})|([0-3][0-7]{2}))/gi, (_, hex?: string, unicode?: string, octal?: string) => String.fromCharCode(octal === undefined ? Number.parseInt(hex ?? unicode ?? '0', 16) : Number.parseInt(octal, 8)));
    if (!/^[\x20-\x7e\r\n\t]*$/.test(plain)) return run;
    if (plain.length >= 4) reveal(plain);
    return plain.replace(/["\\\r\n]/g, (character) => (character === '"' ? '\'' : ' '));
  }),
  // "a" + 'b' → "ab"
  (code) => (/["']\s{0,40}\+\s{0,40}["']/.test(code) ? code.replace(/"\s{0,40}\+\s{0,40}"|'\s{0,40}\+\s{0,40}'/g, '').replace(/"([^"'\\\n]{0,4000})"\s{0,40}\+\s{0,40}'([^"'\\\n]{0,4000})'/g, '"$1$2"').replace(/'([^"'\\\n]{0,4000})'\s{0,40}\+\s{0,40}"([^"'\\\n]{0,4000})"/g, '"$1$2"') : code),
  // "e#v#a#l".replace(/#/g, "") → "eval"
  (code, reveal, tricks) => (/["'](?:\.|\[["'])replace/.test(code) ? code.replace(new RegExp(`${literal}(?:\\.|\\[["'])replace(?:["']\\])?\\(\\s?/(\\[[^\\]\\n]{1,60}\\]|[\\w$%#@!&~^-]{1,60})/g\\s?,\\s?(?:"([^"\\\\]{0,4})"|'([^'\\\\]{0,4})')\\s?\\)`, 'g'), (_, a: string | undefined, b: string | undefined, what: string, c?: string, d?: string) => {
    const plain = without(a ?? b ?? '', what, c ?? d ?? '');
    tricks.add('junk-removal');
    if (spelled.some((name) => name.endsWith(plain) && plain.length > 3)) tricks.add('spelled-call');
    reveal(plain);
    return written(plain);
  }) : code),
  // name.replace(/WORD/g, "%") on something that is put together elsewhere: the word stands all over the script
  (code, reveal, tricks) => {
    const found = /\.replace\(\s?\/([\w$]{3,60})\/g\s?,\s?(?:"([^"\\]{0,4})"|'([^'\\]{0,4})')\s?\)/.exec(code);
    const word = found?.[1];
    if (word === undefined || code.split(word, 12).length < 12) return code;
    tricks.add('junk-removal');
    const plain = code.replaceAll(found?.[0] ?? '', '').replaceAll(word, found?.[2] ?? found?.[3] ?? '');
    reveal(joinedLiterals(plain));
    return plain;
  },
  // "lave".split("").reverse().join("")
  (code, reveal, tricks) => (/["']\.split\(\s?(?:""|'')\s?\)\.reverse/.test(code) ? code.replace(new RegExp(`${literal}\\.split\\(\\s?(?:""|'')\\s?\\)\\.reverse\\(\\)\\.join\\(\\s?(?:""|'')\\s?\\)`, 'g'), (_, a?: string, b?: string) => {
    const plain = [...(a ?? b ?? '')].reverse().join('');
    tricks.add('reversed');
    reveal(plain);
    return written(plain);
  }) : code),
  // var t = ["a", "b"]; t[0], t[0x1]
  (code, _, tricks) => {
    let rewritten = code;
    for (const [, name = '', items = ''] of [...code.matchAll(/(?:var|let|const|;|^)\s{0,4}([\w$]{1,40})\s?=\s?\[\s{0,4}((?:(?:"(?:[^"\\\n]|\\.){0,4000}"|'(?:[^'\\\n]|\\.){0,4000}')\s{0,4},\s{0,4}){3,3000}(?:"(?:[^"\\\n]|\\.){0,4000}"|'(?:[^'\\\n]|\\.){0,4000}')),?\s{0,4}\]/g)].slice(0, 4)) {
      const values = [...items.matchAll(/"((?:[^"\\\n]|\\.){0,4000})"|'((?:[^'\\\n]|\\.){0,4000})'/g)].map(([, a, b]) => a ?? b ?? '');
      let uses = 0;
      let grown = 0;
      rewritten = rewritten.replace(new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}\\[\\s?["']?(0x[0-9a-f]{1,4}|\\d{1,4})["']?\\s?\\]`, 'gi'), (use, index: string) => {
        const value = values[Number(index)];
        if (value === undefined || grown > 300_000) return use;
        uses++;
        grown += value.length;
        return `"${value}"`;
      });
      if (uses >= 4) tricks.add('string-table');
    }
    return rewritten;
  },
  // x["name"] → x.name
  (code) => code.replace(/(?<=[\w$)\]"'])\[\s?(?:"([A-Za-z_$][\w$]{0,60})"|'([A-Za-z_$][\w$]{0,60})')\s?\]/g, (_, a?: string, b?: string) => `.${a ?? b ?? ''}`),
  // atob("…"), unescape("…"), decodeURIComponent("…"), String.fromCharCode(…)
  (code, reveal) => (/atob|unescape|decodeURI/.test(code) ? code.replace(new RegExp(`\\b(atob|unescape|decodeURIComponent|decodeURI)\\(\\s?${literal}\\s?\\)`, 'g'), (call, by: string, a?: string, b?: string) => {
    const plain = by === 'atob' ? fromBase64((a ?? b ?? '').replace(/\s/g, '')) : fromPercent(a ?? b ?? '');
    if (plain === '') return call;
    reveal(plain);
    return /[^\x20-\x7e\s]/.test(plain) ? call : written(plain);
  }) : code),
  (code, reveal) => (code.includes('fromCharCode') ? code.replace(/String\.fromCharCode\(\s{0,4}((?:(?:0x[0-9a-f]{1,4}|\d{1,5})\s{0,4},\s{0,4}){0,20000}(?:0x[0-9a-f]{1,4}|\d{1,5}))\s{0,4}\)/gi, (call, list: string) => {
    const plain = String.fromCharCode(...list.split(',').slice(0, 20_000).map(Number));
    if (!/^[\x20-\x7e\s]*$/.test(plain)) return call;
    reveal(plain);
    return written(plain);
  }) : code),
  // a + b + c + d, each a literal's name
  (code, reveal) => {
    if (!/[\w$]\s?\+\s?[\w$]+\s?\+\s?[\w$]+\s?\+/.test(code)) return code;
    const values = new Map<string, string>();
    for (const [, name = '', a, b] of code.matchAll(/(?:var\s|let\s|const\s|;|,|^|\n)\s{0,4}([A-Za-z_$][\w$]{0,40})\s?=\s?(?:"([^"\\\n]{0,20000})"|'([^'\\\n]{0,20000})')/g)) {
      if (values.size < 3000) values.set(name, a ?? b ?? '');
    }
    if (values.size < 4) return code;
    let grown = 0;
    return code.replace(/[A-Za-z_$][\w$]{0,40}(?:\s?\+\s?[A-Za-z_$][\w$]{0,40}){3,3000}/g, (chain) => {
      const names = chain.split('+').map((name) => name.trim());
      if (names.some((name) => !values.has(name)) || grown > 300_000) return chain;
      const plain = names.map((name) => values.get(name) ?? '').join('');
      grown += plain.length;
      reveal(/%[0-9a-f]{2}/i.test(plain) ? fromPercent(plain) || plain : plain);
      return written(plain);
    });
  },
  // eval(function(p,a,c,k,e,d){…}('payload',62,210,'words'.split('|')
  (code, reveal, tricks) => {
    const found = /\}\s?\(\s?(?:"((?:[^"\\]|\\.){1,100000})"|'((?:[^'\\]|\\.){1,100000})')\s?,\s?(\d{1,2})\s?,\s?\d{1,5}\s?,\s?(?:"((?:[^"\\]|\\.){0,100000})"|'((?:[^'\\]|\\.){0,100000})')\.split\(\s?["']\|["']\s?\)/.exec(code);
    if (found === null) return code;
    tricks.add('packer');
    const [call, a, b, radix = '62', c, d] = found;
    const words = (c ?? d ?? '').split('|');
    const plain = (a ?? b ?? '').replace(/\\(["'\\])/g, '$1').replace(/\b\w{1,4}\b/g, (word) => words[numberOf(word, Number(radix))] || word);
    reveal(plain);
    return `${code.replace(call, '}(')}\n${plain}`;
  },
];

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const numberOf = (word: string, radix: number): number => {
  let value = 0;
  for (const digit of word) {
    const at = digits.indexOf(digit);
    if (at === -1 || at >= radix) return -1;
    value = value * radix + at;
  }
  return value;
};

/** `what` is a character class or a plain word; nothing else is tried. */
const without = (text: string, what: string, put: string): string => {
  if (!what.startsWith('[')) return text.replaceAll(what, put);
  try {
    return text.replace(new RegExp(what, 'g'), put);
  } catch {
    return text;
  }
};

/** All short literals in their order: pieces of one text that are joined under other names. */
const joinedLiterals = (code: string): string => {
  const joined = [...code.matchAll(/["']((?:%[0-9a-f]{2}){1,400})["']/gi)].slice(0, 2000).map(([, run = '']) => run).join('');
  return joined === '' ? '' : fromPercent(joined);
};

/** Literals of 20 to 100,000 characters, the first 300. Scanned by hand: a pattern of that length costs seconds where quotes don't pair. */
const longLiterals = function* (code: string): Generator<string> {
  let seen = 0;
  for (let at = 0; at < code.length && seen < 300; at++) {
    const quote = code[at];
    if (quote !== '"' && quote !== '\'') continue;
    const end = endOfLiteral(code, at + 1, quote);
    if (end - at <= 20) continue;
    yield code.slice(at + 1, end);
    seen++;
    at = end;
  }
};

/** Where the quote is that ends a literal; -1 where the line, or 100,000 characters, end first. */
const endOfLiteral = (code: string, from: number, quote: string): number => {
  for (let at = from; at < code.length && at - from <= 100_000; at++) {
    const character = code[at];
    if (character === quote) return at;
    if (character === '\n' || character === '\r') return -1;
    if (character === '\\') at++;
  }
  return -1;
};
