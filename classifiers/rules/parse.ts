import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Scalar, type YAMLMap } from 'yaml';
import { threatSchema } from '../../records/index.ts';
import { ConditionError, conditionOf } from './condition.ts';
import { ruleRegex } from './regex.ts';
import { ruleFields, ruleLevels, ruleStates, threatOfTags, type Condition, type FieldTest, type Matcher, type Rule, type RuleField, type RuleProblem, type RuleState, type Search } from './rule.ts';

/** `notes`: what was passed over in a rule that loads. */
export type ParsedRule = { readonly ok: true; readonly rule: Rule; readonly notes: readonly RuleProblem[] } | { readonly ok: false; readonly problems: readonly RuleProblem[] };

const maxFileChars = 262_144;
const maxSearches = 200;
const maxValues = 2000;
const maxValueChars = 16_384;
const maxNodes = 20_000;
const maxNesting = 500;

/** Reads a rule out of its file's text. Never throws: what is wrong comes back with its line, all of it. */
export const parseRule = (file: string, text: string): ParsedRule => {
  const problems: RuleProblem[] = [];
  const notes: RuleProblem[] = [];
  const fail = (line: number | null, message: string): void => { problems.push({ file, line, message }); };
  if (text.length > maxFileChars) return { ok: false, problems: [{ file, line: null, message: `the file is larger than ${maxFileChars} characters` }] };
  if (nesting(text) > maxNesting) return { ok: false, problems: [{ file, line: null, message: `brackets are nested deeper than ${maxNesting}` }] };
  const lines = new LineCounter();
  // Tabs between words of plain text, and keys that stand twice in a map, are let pass by the readers that public rules were written for.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, strict: false, prettyErrors: false });
  const lineOf = (node: unknown): number | null => {
    const start = (node as { range?: readonly number[] } | null)?.range?.[0];
    return start === undefined ? null : lines.linePos(start).line;
  };
  for (const error of document.errors) fail(lines.linePos(error.pos[0]).line, `not YAML: ${error.message}`);
  if (problems.length > 0) return { ok: false, problems };
  const reader = new Reader(document, lineOf, fail);
  const root = reader.resolve(document.contents);
  if (!isMap(root)) return { ok: false, problems: [{ file, line: 1, message: 'a rule is a map with "title" and "detection"' }] };

  const title = reader.textAt(root, 'title') ?? '';
  if (title.trim() === '') fail(lineOf(root), '"title" is missing');
  const tags = reader.textsAt(root, 'tags');
  const written = reader.textAt(root, 'level')?.toLowerCase() ?? null;
  const level = ruleLevels.find((one) => one === written) ?? null;
  // Public rules have levels of their own making; such a rule still loads.
  if (written !== null && level === null) notes.push({ file, line: lineOf(reader.valueAt(root, 'level')), message: `"level" is "${written.slice(0, 40)}", not one of ${ruleLevels.join(', ')}; it is taken as if it had none` });
  const state = reader.oneOf<RuleState>(root, 'state', ruleStates);
  const threat = reader.oneOf(root, 'threat', threatSchema.options);
  const status = reader.textAt(root, 'status');
  const detection = reader.resolve(reader.valueAt(root, 'detection'));
  const searches = new Map<string, Search>();
  let condition: Condition | null = null;
  if (!isMap(detection)) {
    fail(lineOf(reader.keyAt(root, 'detection') ?? root), '"detection" is missing, or no map of searches and a condition');
  } else {
    for (const { key, value } of detection.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (name === 'condition' || name === 'timeframe') continue;
      // One that is wrong has its name still: a condition that uses it has no fault of its own.
      searches.set(name, reader.search(name, value, lineOf(key)) ?? []);
      if (searches.size > maxSearches) return { ok: false, problems: [{ file, line: lineOf(key), message: `more than ${maxSearches} searches` }] };
    }
    condition = conditionAt(reader, detection, [...searches.keys()], lineOf, fail);
  }
  if (problems.length > 0 || condition === null) return { ok: false, problems };
  return {
    ok: true,
    notes,
    rule: {
      id: reader.textAt(root, 'id') ?? baseName(file), file, title: title.trim(), description: (reader.textAt(root, 'description') ?? '').trim(),
      level: level ?? (tags.some((tag) => /^(?:kit|malware)\b/.test(tag)) ? 'high' : 'low'),
      state: state ?? (status === 'deprecated' || status === 'unsupported' ? 'off' : 'on'),
      threat: threat ?? threatOfTags(tags),
      tags, references: reader.textsAt(root, 'references'), captures: reader.textsAt(root, 'captures'),
      targets: tags.flatMap((tag) => /^target\.(.{1,80})/.exec(tag)?.[1]?.replaceAll('_', ' ').toLowerCase() ?? []),
      searches, condition,
    },
  };
};

/** The most brackets open at once, counted with those in quotes: the reader's time grows with the square of it. */
const nesting = (text: string): number => {
  let open = 0;
  let most = 0;
  for (const bracket of text.match(/[[\]{}]/g) ?? []) {
    open = Math.max(0, open + (bracket === '[' || bracket === '{' ? 1 : -1));
    most = Math.max(most, open);
  }
  return most;
};

const baseName = (file: string): string => file.slice(file.replaceAll('\\', '/').lastIndexOf('/') + 1).replace(/\.ya?ml$/i, '');

/** A list of conditions is met by any of them. */
const conditionAt = (reader: Reader, detection: YAMLMap, names: readonly string[], lineOf: (node: unknown) => number | null, fail: (line: number | null, message: string) => void): Condition | null => {
  const node = reader.resolve(reader.valueAt(detection, 'condition'));
  const texts = isSeq(node) ? node.items.map((item) => reader.resolve(item)) : node === null ? [] : [node];
  if (texts.length === 0) {
    fail(lineOf(detection), '"detection" has no "condition"');
    return null;
  }
  const parts: Condition[] = [];
  for (const text of texts) {
    try {
      if (!isScalar(text)) throw new ConditionError('a condition is a line of text');
      parts.push(conditionOf(String(text.value), names));
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      fail(lineOf(text), error.message);
    }
  }
  if (parts.length !== texts.length) return null;
  return parts.length === 1 ? parts[0] as Condition : { is: 'or', of: parts };
};

/** Walks the YAML nodes itself, so that lines stay known, keys may stand twice, and aliases cannot multiply. */
class Reader {
  readonly #document: Document;
  readonly #lineOf: (node: unknown) => number | null;
  readonly #fail: (line: number | null, message: string) => void;
  #nodes = 0;

  constructor(document: Document, lineOf: (node: unknown) => number | null, fail: (line: number | null, message: string) => void) {
    this.#document = document;
    this.#lineOf = lineOf;
    this.#fail = fail;
  }

  resolve(node: unknown): Node | null {
    if (++this.#nodes > maxNodes) {
      if (this.#nodes === maxNodes + 1) this.#fail(null, 'the rule has too many parts (aliases inside of aliases?)');
      return null;
    }
    const found = isAlias(node) ? node.resolve(this.#document) : node;
    return found === undefined || found === null ? null : found as Node; // what is in a parsed document is a node
  }

  keyAt(map: YAMLMap, name: string): unknown {
    return map.items.find((pair) => isPair(pair) && isScalar(pair.key) && pair.key.value === name)?.key ?? null;
  }

  valueAt(map: YAMLMap, name: string): unknown {
    return map.items.find((pair) => isPair(pair) && isScalar(pair.key) && pair.key.value === name)?.value ?? null;
  }

  textAt(map: YAMLMap, name: string): string | null {
    const node = this.resolve(this.valueAt(map, name));
    return isScalar(node) && node.value !== null ? asWritten(node).slice(0, maxValueChars) : null;
  }

  textsAt(map: YAMLMap, name: string): string[] {
    const node = this.resolve(this.valueAt(map, name));
    const items = isSeq(node) ? node.items.slice(0, 200).map((item) => this.resolve(item)) : [node];
    return items.flatMap((item) => (isScalar(item) && item.value !== null ? asWritten(item) : []));
  }

  oneOf<T extends string>(map: YAMLMap, name: string, allowed: readonly T[]): T | null {
    const text = this.textAt(map, name);
    if (text === null) return null;
    const found = allowed.find((one) => one === text.toLowerCase());
    if (found === undefined) this.#fail(this.#lineOf(this.valueAt(map, name)), `"${name}" is "${text.slice(0, 40)}", not one of ${allowed.join(', ')}`);
    return found ?? null;
  }

  search(name: string, value: unknown, line: number | null): Search | null {
    const node = this.resolve(value);
    if (!/^[A-Za-z_][\w-]{0,99}$/.test(name)) {
      this.#fail(line, `"${name.slice(0, 40)}" is no name for a search: letters, digits and "_"`);
      return null;
    }
    if (isMap(node)) return [this.#matcher(node)];
    if (!isSeq(node) || node.items.length === 0) {
      this.#fail(line, `the search "${name}" is neither a map of fields nor a list of such maps`);
      return null;
    }
    const matchers: Matcher[] = [];
    for (const item of node.items) {
      const inner = this.resolve(item);
      if (isMap(inner)) matchers.push(this.#matcher(inner));
      else {
        this.#fail(this.#lineOf(item), `the search "${name}" lists words without a field; write "html|contains:" and its like before them`);
        return null;
      }
    }
    return matchers;
  }

  #matcher(map: YAMLMap): Matcher {
    if (map.items.length === 0) this.#fail(this.#lineOf(map), 'a search is empty');
    return map.items.flatMap(({ key, value }) => this.#test(isScalar(key) ? String(key.value) : '', value, this.#lineOf(key) ?? 0) ?? []);
  }

  #test(key: string, value: unknown, line: number): FieldTest | null {
    const [name, ...modifiers] = key.split('|').map((part) => part.trim());
    const field = ruleFields.find((one): one is RuleField => one === name);
    if (field === undefined) {
      this.#fail(line, `there is no field "${(name ?? '').slice(0, 40)}"; there is ${ruleFields.join(', ')}`);
      return null;
    }
    const unknown = modifiers.find((modifier) => !knownModifiers.has(modifier));
    const comparisons = modifiers.filter((modifier) => comparers.has(modifier));
    if (unknown !== undefined || comparisons.length > 1) {
      this.#fail(line, unknown !== undefined ? `there is no modifier "${unknown.slice(0, 40)}"; there is ${[...knownModifiers].join(', ')}` : `${comparisons.join(' and ')} exclude each other`);
      return null;
    }
    const by = (comparisons[0] ?? 'equals') as FieldTest['by']; // comparers holds such words only
    const all = modifiers.includes('all');
    const values = this.#values(value, line, by === 'equals');
    if (values === null) return null;
    if (values.length === 0) return { field, by: 'absent', values: [], all: false, line };
    const flags = ['i', 'm', 's'].filter((flag) => modifiers.includes(flag)).join('');
    if (flags !== '' && by !== 're') {
      this.#fail(line, `"${flags}" is a flag of "re" and has no meaning for "${by}"`);
      return null;
    }
    const encoded = modifiers.includes('base64') ? values.map((text) => Buffer.from(text).toString('base64')) : modifiers.includes('base64offset') ? values.flatMap(base64Offsets) : values;
    if (by === 're') {
      const sources = values.map((text) => (flags === '' ? text : `(?${flags})${text}`));
      for (const source of sources) {
        try {
          ruleRegex(source);
        } catch (error) {
          this.#fail(line, error instanceof Error ? error.message : String(error));
          return null;
        }
      }
      return { field, by, values: sources, all, line };
    }
    return { field, by, values: encoded, all: all && !modifiers.includes('base64offset'), line };
  }

  /** Null where they are wrong; none where the value is null. */
  #values(value: unknown, line: number, mayBeEmpty: boolean): string[] | null {
    const node = this.resolve(value);
    if (node === null || (isScalar(node) && node.value === null)) return [];
    const items = isSeq(node) ? node.items.map((item) => this.resolve(item)) : [node];
    if (isSeq(node) && items.length === 0) {
      this.#fail(line, 'a field has an empty list of values');
      return null;
    }
    if (items.length > maxValues) {
      this.#fail(line, `a field has more than ${maxValues} values`);
      return null;
    }
    const texts: string[] = [];
    for (const item of items) {
      const text = isScalar(item) && item.value !== null ? asWritten(item) : null;
      if (text === null || (text === '' && !mayBeEmpty) || text.length > maxValueChars) {
        this.#fail(this.#lineOf(item) ?? line, text === null ? 'a value is neither text nor a number' : text === '' ? 'a value is empty and would fit every page' : `a value is longer than ${maxValueChars} characters`);
        return null;
      }
      texts.push(text);
    }
    return texts;
  }
}

const comparers = new Set(['contains', 'startswith', 'endswith', 're']);
const knownModifiers = new Set([...comparers, 'all', 'cased', 'base64', 'base64offset', 'i', 'm', 's']);

/** Text as it is; numbers, dates and truth values as they stand in the file. */
const asWritten = ({ value, source }: Scalar): string => (typeof value === 'string' ? value : source ?? '');

/** The three ways in which text shows in the base64 of something longer; the characters that its neighbours change are left off. */
const base64Offsets = (text: string): string[] =>
  [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    return bytes.toString('base64').replace(/=+$/, '').slice([0, 2, 3][offset], bytes.length % 3 === 0 ? undefined : -1);
  });
