import { expect } from 'chai';
import fc from 'fast-check';
import { LiteralIndex } from '../../../classifiers/rules/literal-index.ts';
import { parseRule } from '../../../classifiers/rules/parse.ts';
import { ruleFields, type FieldTexts, type Rule } from '../../../classifiers/rules/rule.ts';
import { RuleSet } from '../../../classifiers/rules/rule-set.ts';
import { fitsSlowly } from './slow-match.ts';

const texts = (given: Partial<FieldTexts>): FieldTexts => ({ ...Object.fromEntries(ruleFields.map((field) => [field, []])) as unknown as FieldTexts, ...given });
const ruleOf = (detection: unknown, id = 'a-rule'): Rule => {
  const parsed = parseRule(`${id}.yml`, JSON.stringify({ title: id, detection }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.rule;
};
const fits = (detection: unknown, given: Partial<FieldTexts>): boolean => new RuleSet([ruleOf(detection)]).match(texts(given)).length === 1;

describe('the literal index', () => {
  const found = (literals: readonly { text: string; folded: boolean }[], text: string): string[] => {
    const held: string[] = [];
    new LiteralIndex(literals).scan(text, new Uint8Array(literals.length), (literal) => held.push(literals[literal]?.text ?? ''));
    return held.sort();
  };
  const cased = (...all: string[]): { text: string; folded: boolean }[] => all.map((text) => ({ text, folded: false }));

  it('finds literals inside of, over and at the end of each other', () => {
    expect(found(cased('he', 'she', 'his', 'hers'), 'ushers')).to.deep.equal(['he', 'hers', 'she']);
    expect(found(cased('abcabd', 'cab', 'b'), 'abcabcabd')).to.deep.equal(['abcabd', 'b', 'cab']);
  });

  it('minds the case where it matters, and not where it does not', () => {
    expect(found([{ text: 'eval', folded: false }, { text: 'eval(', folded: true }], 'EVAL(x)')).to.deep.equal(['eval(']);
    expect(found(cased('Eval', 'eval', 'EVAL'), 'x eval y Eval')).to.deep.equal(['Eval', 'eval']);
  });

  it('agrees with String.includes on any literals and text', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', 'é', '本', '\u212a', 'k', '<'), minLength: 1, maxLength: 6 });
    fc.assert(fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 30 }), fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', 'é', '本', '\u212a', 'k', '<'), maxLength: 200 }), (words, text) => {
      expect(found(cased(...words), text)).to.deep.equal(words.filter((one) => text.includes(one)).sort());
    }), { seed: 4, numRuns: 500 });
  });

  it('keeps literals apart where there are more characters than classes', () => {
    const all = Array.from({ length: 600 }, (_, index) => String.fromCodePoint(0x4e00 + index, 0x4e00 + index + 1));
    expect(found(cased(...all), String.fromCodePoint(0x4e00 + 500, 0x4e00 + 501))).to.deep.equal([all[500]]);
  });

  it('spends no more than a glance a character on a text made against it', () => {
    const words = Array.from({ length: 300 }, (_, index) => 'a'.repeat(3 + index)).map((text) => ({ text: `${text}B`, folded: false }));
    const before = process.cpuUsage();
    expect(found(words, 'a'.repeat(1_000_000) + 'b'.repeat(3))).to.deep.equal([]);
    expect(process.cpuUsage(before).user / 1000).to.be.lessThan(4000);
  });
});

describe('a set of rules', () => {
  for (const [what, detection, hit, miss] of [
    ['equals', { a: { title: 'Sign in' }, condition: 'a' }, { title: ['x', 'Sign in'] }, { title: ['Sign in now'] }],
    ['contains', { a: { 'html|contains': 'x-kit' }, condition: 'a' }, { html: ['a x-kit b'] }, { html: ['a X-kit b'], dom: ['x-kit'] }],
    ['startswith', { a: { 'cookies|startswith': 'kit_' }, condition: 'a' }, { cookies: ['b=1', 'kit_id=2'] }, { cookies: ['x_kit_id=2'] }],
    ['endswith', { a: { 'requests|endswith': '/x.php' }, condition: 'a' }, { requests: ['https://a.test/x.php'] }, { requests: ['https://a.test/x.php?b'] }],
    ['re', { a: { 'js|re': 'eval\\(un[a-z]+\\(' }, condition: 'a' }, { js: ['eval(unescape('] }, { js: ['eval(un('] }],
    ['re|i', { a: { 'js|re|i': 'EVAL\\(UN[a-z]+' }, condition: 'a' }, { js: ['eval(unescape('] }, { js: ['evil'] }],
    ['all', { a: { 'html|contains|all': ['one', 'two'] }, condition: 'a' }, { html: ['two and one'] }, { html: ['one'] }],
    ['a list as "or"', { a: { 'html|contains': ['one', 'two'] }, condition: 'a' }, { html: ['two'] }, { html: ['three'] }],
    ['maps as "and"', { a: { 'html|contains': 'one', 'js|contains': 'two' }, condition: 'a' }, { html: ['one'], js: ['two'] }, { html: ['one two'] }],
    ['lists of maps as "or"', { a: [{ 'html|contains': 'one' }, { 'js|contains': 'two' }], condition: 'a' }, { js: ['two'] }, { css: ['one'] }],
    ['and, or, not with their precedence', { a: { html: 'aaa' }, b: { js: 'bbb' }, c: { css: 'ccc' }, condition: 'a or b and not c' }, { html: ['aaa'], css: ['ccc'] }, { js: ['bbb'], css: ['ccc'] }],
    ['1 of a pattern', { php1: { 'requests|endswith': '/a.php' }, php2: { 'requests|endswith': '/b.php' }, x: { html: 'xxx' }, condition: 'x and (1 of php*)' }, { html: ['xxx'], requests: ['/b.php'] }, { html: ['xxx'] }],
    ['all of them', { a: { html: 'aaa' }, b: { js: 'bbb' }, condition: 'all of them' }, { html: ['aaa'], js: ['bbb'] }, { html: ['aaa'] }],
    ['a list of conditions as "or"', { a: { html: 'aaa' }, b: { js: 'bbb' }, condition: ['a', 'b'] }, { js: ['bbb'] }, { html: ['bbb'] }],
    ['not alone', { a: { 'headers|startswith': 'Server:' }, condition: 'not a' }, { headers: ['X: y'] }, { headers: ['Server: x'] }],
    ['absence', { a: { cookies: null }, condition: 'a' }, {}, { cookies: ['a=b'] }],
    ['texts shorter than the index takes', { a: { 'html|contains': 'ab' }, condition: 'a' }, { html: ['xabx'] }, { html: ['a b'] }],
  ] as const) {
    it(`understands ${what}`, () => {
      expect(fits(detection, hit), 'must fit').to.equal(true);
      expect(fits(detection, miss), 'must not fit').to.equal(false);
    });
  }

  it('does not match rules that are off, and knows which no literal guards', () => {
    const off = { ...ruleOf({ a: { 'html|contains': 'kit' }, condition: 'a' }), state: 'off' as const };
    expect(new RuleSet([off]).match(texts({ html: ['kit'] }))).to.deep.equal([]);
    expect(new RuleSet([ruleOf({ a: { 'html|re': '[0-9]{4}' }, condition: 'a' }, 'digits'), ruleOf({ a: { html: 'aaa' }, condition: 'a' }, 'guarded')]).unguarded).to.deep.equal(['digits']);
  });

  it('agrees with reading each rule by itself, for any rules and pages', () => {
    const word = fc.constantFrom('form', 'for', 'orm', 'card', 'Card', 'x.php', 'php', 'ab', 'b', 'action="x', '日本語', 'form action');
    const field = fc.constantFrom('html', 'js', 'title', 'requests');
    const matcher = fc.tuple(field, fc.constantFrom('', '|contains', '|startswith', '|endswith', '|contains|all', '|re', '|re|i'), fc.array(word, { minLength: 1, maxLength: 3 }))
      .map(([name, modifiers, values]) => ({ [`${name}${modifiers}`]: modifiers.startsWith('|re') ? values.map((value) => value.replaceAll('.', '\\.')) : values }));
    const search = fc.oneof(matcher, fc.tuple(matcher, matcher).map(([a, b]) => ({ ...a, ...b })), fc.array(matcher, { minLength: 1, maxLength: 3 }));
    const detection = fc.record({ a: search, b: search, c: search, condition: fc.constantFrom('a', 'a and b', 'a or b', 'a and not b', 'not a', '1 of them', 'all of them', 'a and (b or c)', '(a and b) or not c') });
    const page = fc.dictionary(field, fc.array(fc.array(fc.oneof(word, fc.constant(' '), fc.constant('<p>')), { maxLength: 8 }).map((words) => words.join('')), { maxLength: 3 }));
    fc.assert(fc.property(fc.array(detection, { minLength: 1, maxLength: 8 }), page, (detections, given) => {
      const rules = detections.map((one, index) => ruleOf(one, `rule-${index}`));
      const on = texts(given);
      expect(new RuleSet(rules).match(on).map(({ rule }) => rule.id)).to.deep.equal(rules.filter((rule) => fitsSlowly(rule, on)).map(({ id }) => id));
    }), { seed: 7, numRuns: 400 });
  });
});
