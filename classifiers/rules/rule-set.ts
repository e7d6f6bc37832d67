import { LiteralIndex, type IndexedLiteral } from './literal-index.ts';
import { maxRegexChars, ruleRegex, type RuleRegex } from './regex.ts';
import { ruleFields, type Condition, type FieldTest, type FieldTexts, type Rule, type RuleField, type Search } from './rule.ts';

/** A rule that fits, and the field that shows it. */
export interface RuleMatch {
  readonly rule: Rule;
  readonly field: RuleField;
}

/**
 * Many rules, compiled once. One pass of the literal index over each text says which literals are there; a rule
 * is weighed only where a literal is that it cannot do without. Few rules have none (a `not` alone, a pattern of
 * classes): those are weighed every time.
 */
export class RuleSet {
  readonly rules: readonly Rule[];
  /** Rules that no literal guards, by id. */
  readonly unguarded: readonly string[];
  readonly #compiled: readonly CompiledRule[];
  readonly #index: LiteralIndex;
  /** By field and literal, the rules that it brings up. */
  readonly #guards: ReadonlyMap<RuleField, readonly (readonly number[] | undefined)[]>;
  readonly #always: readonly number[];

  /** Rules that are off are kept in `rules` and never matched. */
  constructor(rules: readonly Rule[]) {
    this.rules = rules;
    const compiler = new Compiler();
    this.#compiled = rules.filter(({ state }) => state !== 'off').map((rule) => compiler.compile(rule));
    this.#index = new LiteralIndex(compiler.literals);
    const guards = new Map<RuleField, number[][]>();
    const always: number[] = [];
    for (const [index, { guard }] of this.#compiled.entries()) {
      if (guard === null) always.push(index);
      else for (const { field, literal } of guard) {
        const byLiteral = guards.get(field) ?? [];
        guards.set(field, byLiteral);
        (byLiteral[literal] ??= []).push(index);
      }
    }
    this.#guards = guards;
    this.#always = always;
    this.unguarded = always.map((index) => (this.#compiled[index] as CompiledRule).rule.id);
    this.#fields = ruleFields.filter((field) => compiler.fields.has(field));
  }

  /** Fields that some rule with a literal looks at: others are not passed over. */
  readonly #fields: readonly RuleField[];

  /** Every rule that fits, in the order of `rules`. */
  match(texts: FieldTexts): RuleMatch[] {
    const candidates = new Set<number>(this.#always);
    const seen = new Map<RuleField, Uint8Array>();
    for (const field of this.#fields) {
      const marks = new Uint8Array(this.#index.size);
      const held = new Uint8Array(this.#index.size);
      const guards = this.#guards.get(field) ?? [];
      for (const text of texts[field]) {
        this.#index.scan(text, marks, (literal) => {
          held[literal] = 1;
          for (const index of guards[literal] ?? []) candidates.add(index);
        });
      }
      seen.set(field, held);
    }
    const look = new Look(texts, seen);
    const found: RuleMatch[] = [];
    for (const index of [...candidates].sort((a, b) => a - b)) {
      const { rule, test } = this.#compiled[index] as CompiledRule;
      const field = test(look);
      if (field !== null) found.push({ rule, field });
    }
    return found;
  }
}

/** The field that shows it, or null where it does not hold. */
type Test = (look: Look) => RuleField | null;

interface CompiledRule {
  readonly rule: Rule;
  readonly test: Test;
  /** The rule fits only where one of these is there; null where nothing of the kind can be said. */
  readonly guard: Guard | null;
}

type Guard = readonly { readonly field: RuleField; readonly literal: number; readonly chars: number }[];

/** How often a guard is likely to let its rule through: many and short literals do more often. */
const looseness = (guard: Guard): number => guard.reduce((sum, { chars }) => sum + (chars < 6 ? 8 : chars < 12 ? 3 : 1), 0);

/** Literals shorter than this are everywhere: they guard nothing, and are looked for where a rule asks. */
const minIndexedChars = 3;
/** Regular expressions of one page together look at no more than this. */
const maxRegexCharsOfPage = 33_554_432;

/** One page under the rules: what the index saw, and what was worked out so far. */
class Look {
  readonly texts: FieldTexts;
  readonly #seen: ReadonlyMap<RuleField, Uint8Array>;
  readonly #regexes = new Map<string, boolean>();
  #room = maxRegexCharsOfPage;

  constructor(texts: FieldTexts, seen: ReadonlyMap<RuleField, Uint8Array>) {
    this.texts = texts;
    this.#seen = seen;
  }

  has(field: RuleField, literal: number): boolean {
    return this.#seen.get(field)?.[literal] === 1;
  }

  /** The same pattern in several rules is tried once. Throws where hostile rules and pages have used up the room: a verdict then says that the rules failed. */
  matches(field: RuleField, pattern: string, regex: RuleRegex): boolean {
    const key = `${field}|${pattern}`;
    const known = this.#regexes.get(key);
    if (known !== undefined) return known;
    const is = this.texts[field].some((text) => {
      this.#room -= Math.min(text.length, maxRegexChars);
      if (this.#room < 0) throw new Error('the rules\' regular expressions have looked at more text than a page may cost');
      return regex.test(text);
    });
    this.#regexes.set(key, is);
    return is;
  }
}

class Compiler {
  readonly literals: IndexedLiteral[] = [];
  readonly fields = new Set<RuleField>();
  readonly #ids = new Map<string, number>();
  readonly #regexes = new Map<string, RuleRegex>();

  compile(rule: Rule): CompiledRule {
    const searches = new Map([...rule.searches].map(([name, search]) => [name, this.#search(search)]));
    const { test, guard } = condition(rule.condition, (name) => searches.get(name) ?? { test: () => null, guard: null, dear: false });
    return { rule, test, guard };
  }

  #search(search: Search): Part {
    return anyOf(search.map((matcher) => allOf(matcher.map((test) => this.#field(test)))));
  }

  #field({ field, by, values, all }: FieldTest): Part {
    if (by === 'absent') return { guard: null, dear: false, test: ({ texts }) => (texts[field].length === 0 ? field : null) };
    const parts = values.map((value) => (by === 're' ? this.#regex(field, value) : this.#text(field, by, value)));
    return all ? allOf(parts) : anyOf(parts);
  }

  #text(field: RuleField, by: Exclude<FieldTest['by'], 're' | 'absent'>, value: string): Part {
    const fits = (text: string): boolean => (by === 'contains' ? text.includes(value) : by === 'startswith' ? text.startsWith(value) : by === 'endswith' ? text.endsWith(value) : text === value);
    if (value.length < minIndexedChars) return { guard: null, dear: false, test: ({ texts }) => (texts[field].some(fits) ? field : null) };
    const literal = this.#literal(field, value, false);
    return { guard: [{ field, literal, chars: value.length }], dear: false, test: (look) => (look.has(field, literal) && (by === 'contains' || look.texts[field].some(fits)) ? field : null) };
  }

  #regex(field: RuleField, pattern: string): Part {
    const regex = this.#regexes.get(pattern) ?? ruleRegex(pattern);
    this.#regexes.set(pattern, regex);
    const { literals, folded } = regex;
    const usable = literals !== null && literals.length > 0 && literals.every((text) => text.length >= minIndexedChars && (!folded || isAscii(text)));
    const guard = usable ? literals.map((text) => ({ field, literal: this.#literal(field, text, folded), chars: text.length })) : null;
    return { guard, dear: true, test: (look) => ((guard === null || guard.some(({ literal }) => look.has(field, literal))) && look.matches(field, pattern, regex) ? field : null) };
  }

  #literal(field: RuleField, text: string, folded: boolean): number {
    this.fields.add(field);
    const key = folded ? `i${text.toLowerCase()}` : `c${text}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.literals.push({ text: folded ? text.toLowerCase() : text, folded }) - 1;
    this.#ids.set(key, id);
    return id;
  }
}

interface Part {
  readonly test: Test;
  readonly guard: Guard | null;
  /** A regular expression has to look: asked last. */
  readonly dear: boolean;
}

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

const condition = (node: Condition, partOf: (name: string) => Part): Part => {
  switch (node.is) {
    case 'search': return partOf(node.name);
    case 'and': return allOf(node.of.map((inner) => condition(inner, partOf)));
    case 'or': return anyOf(node.of.map((inner) => condition(inner, partOf)));
    case 'not': {
      const { test, dear } = condition(node.of, partOf);
      return { guard: null, dear, test: (look) => (test(look) === null ? 'html' : null) };
    }
  }
};

const anyOf = (parts: readonly Part[]): Part => {
  if (parts.length === 1) return parts[0] as Part;
  return {
    guard: parts.every(({ guard }) => guard !== null) ? parts.flatMap(({ guard }) => guard ?? []) : null,
    dear: parts.some(({ dear }) => dear),
    test(look) {
      for (const { test } of parts) {
        const field = test(look);
        if (field !== null) return field;
      }
      return null;
    },
  };
};

/** Guarded by the part that is likely to be there least often. */
const allOf = (parts: readonly Part[]): Part => {
  if (parts.length === 1) return parts[0] as Part;
  const guards = parts.flatMap(({ guard }) => (guard === null ? [] : [guard]));
  const ordered = parts.toSorted((a, b) => Number(a.dear) - Number(b.dear));
  return {
    guard: guards.toSorted((a, b) => looseness(a) - looseness(b))[0] ?? null,
    dear: parts.some(({ dear }) => dear),
    test(look) {
      // What the index saw settles most: no part is asked before each of them is possible.
      if (!guards.every((guard) => guard.some(({ field, literal }) => look.has(field, literal)))) return null;
      let shown: RuleField | null = null;
      for (const { test } of ordered) {
        const field = test(look);
        if (field === null) return null;
        shown ??= field;
      }
      return shown;
    },
  };
};
