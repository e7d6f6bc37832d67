import { expect } from 'chai';
import { parseRule } from '../../../classifiers/rules/parse.ts';
import type { Rule } from '../../../classifiers/rules/rule.ts';

const rule = (text: string, file = 'some-kit.yml'): Rule => {
  const parsed = parseRule(file, text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.rule;
};
const problems = (text: string): string[] => {
  const parsed = parseRule('some-kit.yml', text);
  return parsed.ok ? [] : parsed.problems.map(({ line, message }) => `${line}: ${message}`);
};
const withDetection = (detection: string): string => `title: A kit\ndetection:\n${detection.split('\n').map((line) => `  ${line}`).join('\n')}\n`;

describe('reading a rule', () => {
  it('takes the form of public indicators: metadata, maps, lists, modifiers, a condition', () => {
    const read = rule(`
title: Parcel kit 1f2e3d4c
description: |
  Asks for a card to release a parcel.
references:
  - https://scans.example/result/1
related:
  - id: other-kit
detection:
  form:
    html|contains|all:
      - 'action="next.php"'
      - name="tel"
  page:
    - title: Track
    - title|startswith: Your parcel
      requests|endswith: [/truck.gif, /van.gif]
  condition: form and 1 of pa*
tags:
  - kit
  - target.parcel_wren
`);
    expect(read).to.deep.include({ id: 'some-kit', title: 'Parcel kit 1f2e3d4c', level: 'high', state: 'on', threat: 'phishing', targets: ['parcel wren'], references: ['https://scans.example/result/1'] });
    expect(read.searches.get('form')).to.deep.equal([[{ field: 'html', by: 'contains', values: ['action="next.php"', 'name="tel"'], all: true, line: 11 }]]);
    expect(read.searches.get('page')?.map((matcher) => matcher.length)).to.deep.equal([1, 2]);
    expect(read.condition).to.deep.equal({ is: 'and', of: [{ is: 'search', name: 'form' }, { is: 'search', name: 'page' }] });
  });

  it('reads what lenient readers let pass: tabs inside of plain text, one key twice in a map', () => {
    const read = rule(withDetection('css:\n  html|contains: .a{\tcolor:red}\n  html|contains: .b{color:blue}\ncondition: css'));
    expect(read.searches.get('css')?.[0]?.map(({ values }) => values[0])).to.deep.equal(['.a{\tcolor:red}', '.b{color:blue}']);
  });

  it('takes numbers as they are written, null as an absent field, and an empty title', () => {
    const read = rule(withDetection('a:\n  html|contains: 007\nb:\n  cookies: null\nc:\n  title: ""\ncondition: all of them'));
    expect([...read.searches.values()].map((search) => search[0]?.[0])).to.deep.equal([
      { field: 'html', by: 'contains', values: ['007'], all: false, line: 4 },
      { field: 'cookies', by: 'absent', values: [], all: false, line: 6 },
      { field: 'title', by: 'equals', values: [''], all: false, line: 8 },
    ]);
  });

  it('finds text inside of base64 at each of its three offsets', () => {
    const values = rule(withDetection('a:\n  js|base64offset|contains: password\ncondition: a')).searches.get('a')?.[0]?.[0]?.values ?? [];
    for (const before of ['', 'x', 'xy']) expect(values.some((value) => Buffer.from(`${before}password and more`).toString('base64').includes(value)), before).to.equal(true);
  });

  it('turns a retired rule off, and takes a state that is set', () => {
    expect(rule(`status: deprecated\n${withDetection('a:\n  html: x\ncondition: a')}`).state).to.equal('off');
    expect(rule(`state: shadow\n${withDetection('a:\n  html: x\ncondition: a')}`).state).to.equal('shadow');
  });

  it('loads a rule with a level of its own making, and says so', () => {
    const parsed = parseRule('a.yml', `level: potentially_bad\n${withDetection('a:\n  html: x\ncondition: a')}`);
    expect(parsed.ok && parsed.rule.level).to.equal('low');
    expect(parsed.ok && parsed.notes.map(({ line }) => line)).to.deep.equal([1]);
  });

  for (const [what, text, says] of [
    ['text that is no YAML', 'title: "a\ndetection: [', /^\d+: not YAML/],
    ['a list in place of a map', '- a\n- b\n', /^1: a rule is a map/],
    ['a rule without a title', 'detection:\n  a:\n    html: x\n  condition: a\n', /^1: "title" is missing/],
    ['a rule without a detection', 'title: x\n', /"detection" is missing/],
    ['a detection without a condition', withDetection('a:\n  html: x'), /^3: "detection" has no "condition"/],
    ['an unknown field', withDetection('a:\n  body|contains: x\ncondition: a'), /^4: there is no field "body"; there is title/],
    ['an unknown modifier', withDetection('a:\n  html|includes: x\ncondition: a'), /^4: there is no modifier "includes"/],
    ['two comparisons at once', withDetection('a:\n  html|contains|endswith: x\ncondition: a'), /^4: contains and endswith exclude each other/],
    ['words without a field', withDetection('a:\n  - x\n  - y\ncondition: a'), /^4: the search "a" lists words without a field/],
    ['an empty value', withDetection('a:\n  html|contains: ""\ncondition: a'), /^4: a value is empty/],
    ['a map as a value', withDetection('a:\n  html|contains: {b: c}\ncondition: a'), /^4: a value is neither text/],
    ['a condition that names no search', withDetection('a:\n  html: x\ncondition: a and b'), /^5: there is no search "b"; there is a/],
    ['a condition that is left open', withDetection('a:\n  html: x\ncondition: (a or a'), /^5: a "\(" is not closed/],
    ['words that follow a condition', withDetection('a:\n  html: x\ncondition: a a'), /^5: "a" follows where/],
    ['an aggregation', withDetection('a:\n  html: x\ncondition: a | count() > 5'), /^5: "\|" follows where|aggregations/],
    ['a pattern that fits no search', withDetection('a:\n  html: x\ncondition: 1 of b*'), /^5: no search fits "b\*"/],
    ['a look-behind', withDetection('a:\n  html|re: "(?<=x)y"\ncondition: a'), /^4: not a regular expression in RE2/],
    ['a back-reference', withDetection('a:\n  html|re: \'(x)\\1\'\ncondition: a'), /^4: not a regular expression in RE2/],
    ['repetitions that multiply', withDetection('a:\n  html|re: "((a{0,100}){0,100}){0,100}"\ncondition: a'), /^4: /],
    ['an unknown state', `state: maybe\n${withDetection('a:\n  html: x\ncondition: a')}`, /^1: "state" is "maybe", not one of on, shadow, off/],
  ] as const) {
    it(`says where and why it refuses ${what}`, () => {
      expect(problems(text).join('\n')).to.match(says);
    });
  }

  it('says everything that is wrong with a rule, not only the first', () => {
    expect(problems(withDetection('a:\n  body: x\n  html|in: y\ncondition: a and b'))).to.have.length(3);
  });

  it('refuses aliases inside of aliases, a huge file and deep brackets in little time', () => {
    const bomb = `title: x\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n${[1, 2, 3, 4, 5, 6].map((n) => `a${n}: &a${n} [${Array(10).fill(`*a${n - 1}`).join(',')}]`).join('\n')}\ndetection:\n  a:\n    html|contains: *a6\n  condition: a\n`;
    expect(problems(bomb)).to.have.length.greaterThan(0);
    expect(problems(`title: ${'x'.repeat(300_000)}`)[0]).to.match(/larger than/);
    expect(problems(withDetection(`a:\n  html: x\ncondition: ${'('.repeat(500)}a${')'.repeat(500)}`)).join()).to.match(/nested deeper/);
  });

  it('never throws, whatever it is given', () => {
    for (const text of ['', '\u0000', '%', '!!js/function x', 'a: &a [*a]', '--- a\n--- b', '? - x\n: y', 'title: *nothing', 'detection: {condition: {}}', `${'['.repeat(5000)}`]) expect(() => parseRule('x.yml', text), JSON.stringify(text.slice(0, 20))).to.not.throw();
  });
});
