import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseRule } from './parse.ts';
import { ruleStates, type Rule, type RuleProblem, type RuleState } from './rule.ts';

export interface LoadedRules {
  readonly rules: readonly Rule[];
  /** Rules that were left out, each with its place and reason. */
  readonly problems: readonly RuleProblem[];
  /** What was passed over in rules that did load. */
  readonly notes: readonly RuleProblem[];
}

const maxRules = 20_000;
const maxDepth = 8;
const statesFile = 'states.yml';

/**
 * Every rule below a folder (`*.yml`, `*.yaml`), or the one in a file. A `states.yml` in it sets states of rules
 * without touching them: `some-rule-id: off`, and `"*": shadow` for all that it does not name.
 * Throws the error of the file system where the folder itself cannot be read.
 */
export const loadRules = (folder: string): LoadedRules => {
  const rules = new Map<string, Rule>();
  const problems: RuleProblem[] = [];
  const notes: RuleProblem[] = [];
  const single = statSync(folder).isFile();
  const states = single ? new Map<string, RuleState>() : statesOf(path.join(folder, statesFile), problems);
  for (const file of single ? [folder] : ruleFiles(folder, 0)) {
    if (rules.size === maxRules) {
      problems.push({ file: folder, line: null, message: `more than ${maxRules} rules; the rest is left out` });
      break;
    }
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      problems.push({ file, line: null, message: error instanceof Error ? error.message : String(error) });
      continue;
    }
    const parsed = parseRule(file, text);
    if (!parsed.ok) {
      problems.push(...parsed.problems);
      continue;
    }
    notes.push(...parsed.notes);
    const { rule } = parsed;
    const known = rules.get(rule.id);
    if (known !== undefined) problems.push({ file, line: null, message: `the id "${rule.id}" is that of ${known.file} already` });
    else rules.set(rule.id, { ...rule, state: states.get(rule.id) ?? states.get('*') ?? rule.state });
  }
  for (const id of states.keys()) if (id !== '*' && !rules.has(id)) notes.push({ file: path.join(folder, statesFile), line: null, message: `there is no rule "${id}"` });
  return { rules: [...rules.values()], problems, notes };
};

/** Rules of one's own after those that ship; an id that both have is the shipped one's. */
export const joinRules = (shipped: LoadedRules, own: LoadedRules): LoadedRules => {
  const ids = new Map(shipped.rules.map((rule) => [rule.id, rule]));
  const added = own.rules.filter(({ id }) => !ids.has(id));
  const doubled = own.rules.filter(({ id }) => ids.has(id)).map(({ id, file }): RuleProblem => ({ file, line: null, message: `the id "${id}" is that of a rule that ships with Harrier` }));
  return { rules: [...shipped.rules, ...added], problems: [...shipped.problems, ...own.problems, ...doubled], notes: [...shipped.notes, ...own.notes] };
};

/** "file:line: message", as editors and terminals find it. */
export const problemLine = ({ file, line, message }: RuleProblem): string => `${file}${line === null ? '' : `:${line}`}: ${message}`;

const ruleFiles = (folder: string, depth: number): string[] =>
  readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return depth < maxDepth && !entry.name.startsWith('.') ? ruleFiles(full, depth + 1) : [];
    return /\.ya?ml$/i.test(entry.name) && !entry.name.startsWith('.') && entry.name !== statesFile ? [full] : [];
  });

const statesSchema = z.record(z.string(), z.union([z.enum(ruleStates), z.boolean().transform((on): RuleState => (on ? 'on' : 'off'))])); // YAML 1.1 readers make on and off booleans

const statesOf = (file: string, problems: RuleProblem[]): Map<string, RuleState> => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return new Map();
  }
  try {
    return new Map(Object.entries(statesSchema.parse(parse(text, { maxAliasCount: 0 }))));
  } catch {
    problems.push({ file, line: null, message: `is not a list of "rule-id: ${ruleStates.join('|')}"` });
    return new Map();
  }
};
