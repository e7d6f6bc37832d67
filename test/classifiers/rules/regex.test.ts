import { expect } from 'chai';
import { requiredLiterals, ruleRegex } from '../../../classifiers/rules/regex.ts';

describe('regular expressions of rules', () => {
  for (const [pattern, literals] of [
    ['(Spox|Crax)\\/Files[0-9]+', ['/Files']],
    ['class="(?:[A-Za-z0-9]{20} ?){8}', ['class="']],
    ['foo|barbaz', ['foo', 'barbaz']],
    ['(?:foo|bar)x?', ['foo', 'bar']],
    ['(?:foo|bar)?baz', ['baz']],
    ['abc?def', ['def']],
    ['ab+cd', ['ab']],
    ['^start[^]x]end$', ['start']],
    ['a.b', ['a']],
    ['[a-z]+\\d', null],
    ['(?:a|\\d)', null],
    ['\\x41bc', null],
    ['(?:x{0,3}longer)*', null],
    ['(?:key)\\s*=\\s*longest_name', ['longest_name']],
  ] as const) {
    it(`knows what each match of ${pattern} holds`, () => {
      expect(requiredLiterals(pattern)?.literals ?? null).to.deep.equal(literals);
    });
  }

  it('knows that a pattern does not mind the case', () => {
    expect(requiredLiterals('(?i)new\\s+CoinThing')).to.deep.equal({ literals: ['CoinThing'], folded: true });
  });

  it('finds a match that holds one of the literals that it named', () => {
    for (const [pattern, text] of [['(?:foo|bar)x?', 'a bar'], ['ab+cd', 'xabbbcd'], ['abc?def', 'abdef'], ['a(?P<n>bc|de)f', 'adef']] as const) {
      const { literals } = ruleRegex(pattern);
      expect(ruleRegex(pattern).test(text)).to.equal(true);
      expect(literals?.some((literal) => text.includes(literal)), pattern).to.equal(true);
    }
  });

  it('takes patterns that ruin other engines in time that grows with the text alone', () => {
    const text = `${'a'.repeat(1_000_000)}!`;
    for (const pattern of ['(a+)+$', '(a|aa)+$', '(a*)*b', '(.*a){12}b', '^(([a-z])+.)+[A-Z]([a-z])+$']) {
      const before = process.cpuUsage();
      ruleRegex(pattern).test(text);
      const { user } = process.cpuUsage(before);
      expect(user / 1000, pattern).to.be.lessThan(5000);
    }
  });

  it('refuses what the engine cannot do in that time', () => {
    expect(() => ruleRegex('(x)\\1')).to.throw(/RE2/);
    expect(() => ruleRegex('x'.repeat(3000))).to.throw(/longer than/);
    expect(() => ruleRegex('(((a{0,50}){0,50}){0,50})')).to.throw();
  });
});
