import { RE2JS } from 're2js';

/**
 * Regular expressions of rules: RE2 syntax in an engine that needs time linear in the text, because rules come
 * from strangers and texts from attackers. What RE2 can't say (back-references, look-around) is refused.
 */
export interface RuleRegex {
  /** Whether it is found in the text, of which no more than `maxRegexChars` is looked at: head and tail. */
  test(text: string): boolean;
  /** Every match holds at least one of these; null where nothing can be said. Without regard to case where `folded`. */
  readonly literals: readonly string[] | null;
  readonly folded: boolean;
}

/** Of a longer text a regular expression sees three quarters of this from its head, and the rest from its tail. */
export const maxRegexChars = 393_216;
const maxPatternChars = 2000;
/** Instructions of the compiled program: bounded repetitions multiply ("(a{100}){100}"). */
const maxProgram = 20_000;

/** `flags`: those of `re|i`, `re|m`, `re|s`. Throws Error with a sentence. */
export const ruleRegex = (pattern: string, flags = ''): RuleRegex => {
  if (pattern.length > maxPatternChars) throw new Error(`the regular expression is longer than ${maxPatternChars} characters`);
  const source = flags === '' ? pattern : `(?${flags})${pattern}`;
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source);
  } catch (error) {
    throw new Error(`not a regular expression in RE2 syntax: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  if (compiled.programSize() > maxProgram) throw new Error(`the regular expression is too large once its repetitions are written out (${compiled.programSize()} steps, at most ${maxProgram})`);
  const required = requiredLiterals(source);
  return { literals: required?.literals ?? null, folded: required?.folded ?? false, test: (text) => compiled.test(text.length > maxRegexChars ? `${text.slice(0, maxRegexChars * 0.75)}\n${text.slice(-maxRegexChars * 0.25)}` : text) };
};

/**
 * Texts of which each match of the pattern holds at least one, or null. Read from the pattern's outline: runs of
 * plain characters, the alternatives of a group, what may be left out. Where in doubt it says nothing.
 *
 * @example requiredLiterals('(Spox|Crax)\\/Files[0-9]+') // { literals: ['/Files'], folded: false }
 */
export const requiredLiterals = (pattern: string): { readonly literals: readonly string[]; readonly folded: boolean } | null => {
  let at = 0;
  let folded = false;
  let sure = true;

  const alternatives = (depth: number): readonly string[] | null => {
    const all: string[] = [];
    let lacking = depth > 40;
    if (lacking) sure = false;
    for (;;) {
      const best = sequence(depth);
      if (best === null) lacking = true;
      else all.push(...best);
      if (pattern[at] !== '|') break;
      at++;
    }
    return lacking || all.length > 50 ? null : all;
  };

  const sequence = (depth: number): readonly string[] | null => {
    let best: readonly string[] | null = null;
    let run = '';
    const offer = (found: readonly string[]): void => {
      if (found.length > 0 && shortest(found) > (best === null ? 0 : shortest(best))) best = found;
    };
    const endRun = (): void => {
      if (run !== '') offer([run]);
      run = '';
    };
    while (sure && at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const character = pattern[at] as string;
      let plain: string | null = null;
      let group: readonly string[] | null = null;
      if (character === '(') {
        endRun();
        at++;
        const head = /^\?(?:([a-zA-Z-]*)(:|\))|P?<\w{1,40}>)/.exec(pattern.slice(at, at + 60));
        if (pattern[at] === '?' && head === null) sure = false;
        if (head !== null) {
          at += head[0].length;
          if (head[1]?.includes('i') === true) folded = true;
          if (head[2] === ')') continue;
        }
        group = alternatives(depth + 1);
        at++;
      } else if (character === '[') {
        skipClass();
      } else if (character === '\\') {
        const next = pattern[at + 1] ?? '';
        at += 2;
        if (/[^\w\s]/.test(next)) plain = next;
        else if (/[bB]/.test(next)) continue;
        else if (!/[dDwWsSntrfv]/.test(next)) sure = false;
      } else {
        at++;
        if (character === '^' || character === '$') continue;
        if (character !== '.') plain = character;
      }
      const least = quantifier();
      if (plain !== null && least >= 1) {
        run += plain;
        if (repeated) endRun();
      } else {
        endRun();
        if (group !== null && least >= 1) offer(group);
      }
    }
    endRun();
    return best;
  };

  let repeated = false;
  /** The least number of times that the atom before is there; moves past the quantifier. */
  const quantifier = (): number => {
    const found = /^(?:[*+?]|\{(\d{1,4})(?:,\d{0,4})?\})[?+]?/.exec(pattern.slice(at, at + 14));
    repeated = found !== null;
    if (found === null) return 1;
    at += found[0].length;
    return found[1] !== undefined ? Number(found[1]) : found[0].startsWith('+') ? 1 : 0;
  };
  const skipClass = (): void => {
    at++;
    if (pattern[at] === '^') at++;
    if (pattern[at] === ']') at++;
    while (at < pattern.length && pattern[at] !== ']') {
      if (pattern.startsWith('[:', at)) at = Math.max(at, pattern.indexOf(':]', at)) + 1;
      at += pattern[at] === '\\' ? 2 : 1;
    }
    at++;
  };

  const literals = alternatives(0);
  return !sure || at < pattern.length || literals === null ? null : { literals, folded };
};

const shortest = (texts: readonly string[]): number => Math.min(...texts.map(({ length }) => length));
