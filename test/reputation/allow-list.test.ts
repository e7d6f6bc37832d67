import { expect } from 'chai';
import { readAllowList } from '../../reputation/allow-list.ts';
import { shipped } from './opened.ts';
import { parsed } from './verdicts.ts';

const list = (match: string, ...values: string[]): unknown => ({ version: '1', groups: [{ name: 'own', match, effect: 'hold', why: 'ours', source: 'test', values }] });
const effect = (allowList: ReturnType<typeof readAllowList>, expression: string): string | null =>
  allowList.entryFor(expression, parsed(`https://${expression}`).host)?.effect ?? null;

describe('the allow list', () => {
  for (const [match, value, hit, missed] of [
    ['exact', 'a.test/x?y=1', ['a.test/x?y=1'], ['a.test/x', 'a.test/x?y=12', 'b.a.test/x?y=1']],
    ['host', 'a.test', ['a.test/', 'a.test/x'], ['www.a.test/', 'ba.test/']],
    ['domain', 'a.test', ['a.test/', 'w.w.a.test/x'], ['ba.test/', 'test/', 'a.test.evil.test/']],
    ['domain', 'inside.a.test', ['inside.a.test/', 'x.inside.a.test/'], ['a.test/', 'other.a.test/']],
    ['domain', 'github.io', ['github.io/'], ['alice.github.io/', 'x.alice.github.io/']],
    ['path', 'a.test/js/', ['a.test/js/', 'a.test/js/x.js'], ['a.test/', 'a.test/j', 'b.a.test/js/']],
  ] as const) {
    it(`matches "${value}" as ${match} and nothing else`, () => {
      const allowList = readAllowList(list(match, value));
      for (const expression of hit) expect(effect(allowList, expression), expression).to.equal('hold');
      for (const expression of missed) expect(effect(allowList, expression), expression).to.be.null;
    });
  }

  it('tells the stricter of two entries', () => {
    expect(effect(shipped.allowList, 'accounts.google.com/x')).to.equal('hold');
    expect(effect(shipped.allowList, 'mail.google.com/x')).to.equal('exact-url-only');
  });

  it('joins a list of one\'s own to the shipped one', () => {
    const joined = readAllowList({ version: 's', groups: [] }, list('domain', 'own.test'));
    expect(effect(joined, 'www.own.test/')).to.equal('hold');
    expect(joined.version).to.equal('s+1');
  });

  it('refuses what is no list', () => {
    for (const wrong of [null, {}, { version: '1', groups: [{ match: 'regex' }] }, list('domain', '')]) expect(() => readAllowList(wrong)).to.throw();
  });

  it('holds the banks and narrows the most visited domains', () => {
    expect(effect(shipped.allowList, 'www.paypal.com/')).to.equal('hold');
    expect(effect(shipped.allowList, 'www.wikipedia.org/')).to.equal('exact-url-only');
    expect(effect(shipped.allowList, 'evil.test/')).to.be.null;
  });
});
