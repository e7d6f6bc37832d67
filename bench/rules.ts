import { parseRule } from '../classifiers/rules/parse.ts';
import { ruleFields, type FieldTexts, type Rule } from '../classifiers/rules/rule.ts';
import { RuleSet } from '../classifiers/rules/rule-set.ts';
import { fitsSlowly } from '../test/classifiers/rules/slow-match.ts';

/**
 * 5,000 rules over a page, by the literal index and by one rule after another, interleaved, medians of CPU time.
 * The rules are made: shapes of public kit indicators (one to five literals of 10 to 120 characters, some
 * conditions with "or" and "not", one in fifty a regular expression). The page is made too: 150 KB of markup,
 * served and rendered, and 600 KB of scripts, with pieces of rules in it that nearly fit. Aim: under 20 ms.
 */
const ruleCount = 5000;
const rounds = 9;

let seed = 20_261_125;
const random = (below: number): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
const words = ['form', 'action', 'login', 'password', 'div', 'class', 'next', 'style', 'script', 'verify', 'account', 'secure', 'submit', 'img', 'logo', 'href', 'input', 'name', 'value', 'token', 'function', 'return', 'window', 'document', 'var', 'null', 'index', 'php'];
const hex = (chars: number): string => Array.from({ length: chars }, () => '0123456789abcdef'[random(16)]).join('');
const markup = (): string => `<${pick(words)} ${pick(words)}="${pick(words)}_${hex(6)}" ${pick(words)}="${pick(words)}/${pick(words)}.${pick(words)}">${pick(words)} ${pick(words)}`;
const code = (): string => `${pick(words)} ${hex(5)}=${pick(words)}.${pick(words)}("${hex(8)}");`;

const ruleAt = (index: number): Rule => {
  const field = pick(['html', 'html', 'html', 'dom', 'js', 'requests']);
  const literal = (): string => (field === 'js' ? code() : field === 'requests' ? `/${hex(8)}/${pick(words)}.js` : markup());
  const detection = index % 50 === 0
    ? { a: { [`${field}|re`]: `${pick(words)}_${hex(4)}[a-z0-9]{2,8}="` }, condition: 'a' }
    : { a: { [`${field}|contains|all`]: Array.from({ length: 1 + random(4) }, literal) }, b: { [`${field}|contains`]: Array.from({ length: 1 + random(3) }, literal) }, c: { hostname: `${hex(6)}.test` }, condition: pick(['a', 'a and b', 'a or b', 'a and not c', '(a or b) and not c']) };
  const parsed = parseRule(`rule-${index}.yml`, JSON.stringify({ title: `rule ${index}`, detection }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.rule;
};

const grown = (chars: number, line: () => string): string => {
  const lines: string[] = [];
  for (let length = 0; length < chars; length += lines.at(-1)?.length ?? 1) lines.push(line());
  return lines.join('\n');
};

const rules = Array.from({ length: ruleCount }, (_, index) => ruleAt(index));
const pieces = rules.flatMap(({ searches }) => [...searches.values()].flat(2)).flatMap(({ values }) => values);
const nearly = (): string => { const piece = pick(pieces); return piece.slice(0, Math.floor(piece.length * 0.8)); };
const html = grown(150_000, () => (random(5) === 0 ? nearly() : markup()));
const whole = rules.slice(0, 40).flatMap(({ searches }) => searches.get('a')?.[0]?.[0]?.values ?? []).join('\n');
const page: FieldTexts = {
  ...Object.fromEntries(ruleFields.map((field) => [field, []])) as unknown as FieldTexts,
  title: ['Sign in'], hostname: ['www.example.test'], html: [`${html}\n${whole}`], dom: [html],
  js: Array.from({ length: 12 }, () => grown(50_000, () => (random(10) === 0 ? nearly() : code()))),
  requests: Array.from({ length: 60 }, () => `https://www.example.test/${hex(8)}/${pick(words)}.js`),
};

const cpuMs = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;

let set: RuleSet | null = null;
const compileMs = cpuMs(() => { set = new RuleSet(rules); });
const compiled = set as unknown as RuleSet; // made on the line before
const indexed: number[] = [];
const oneByOne: number[] = [];
let found: readonly string[] = [];
let foundSlowly: readonly string[] = [];
for (let round = 0; round < rounds; round++) {
  indexed.push(cpuMs(() => { found = compiled.match(page).map(({ rule }) => rule.id); }));
  if (round < 3) oneByOne.push(cpuMs(() => { foundSlowly = rules.filter((rule) => fitsSlowly(rule, page)).map(({ id }) => id); }));
}
if (found.join() !== foundSlowly.join()) throw new Error(`the two disagree: ${found.length} and ${foundSlowly.length}`);
const chars = Object.values(page).flat().reduce((sum, text) => sum + text.length, 0);
console.log(`${ruleCount} rules over ${Math.round(chars / 1000)} KB of page, ${found.length} fit, ${compiled.unguarded.length} without a literal; compiled once in ${compileMs.toFixed(0)} ms`);
console.log(`literal index      ${median(indexed).toFixed(1)} ms CPU a page (median of ${rounds}; ${Math.min(...indexed).toFixed(1)} to ${Math.max(...indexed).toFixed(1)})`);
console.log(`one after another  ${median(oneByOne).toFixed(1)} ms CPU a page (median of ${oneByOne.length})`);
console.log(`ratio              ${(median(oneByOne) / median(indexed)).toFixed(0)} times`);
