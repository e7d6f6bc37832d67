import { expect } from 'chai';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { joinRules, loadRules, problemLine } from '../../../classifiers/rules/folder.ts';

describe('a folder of rules', () => {
  let folder = '';
  const put = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  const rule = (word: string): string => `title: ${word}\ndetection:\n  a:\n    html|contains: ${word}\n  condition: a\n`;
  beforeEach(() => { folder = mkdtempSync(path.join(tmpdir(), 'harrier-rules-')); });
  afterEach(() => { rmSync(folder, { recursive: true }); });

  it('is read with its sub-folders; what is wrong is named with file and line, and the rest loads', () => {
    put('b.yml', rule('bbb'));
    put('deep/a.yaml', rule('aaa'));
    put('broken.yml', 'title: x\ndetection:\n  a:\n    body: y\n  condition: a\n');
    put('notes.txt', 'no rule');
    const { rules, problems } = loadRules(folder);
    expect(rules.map(({ id }) => id)).to.deep.equal(['b', 'a']);
    expect(problems.map(problemLine)).to.have.length(1);
    expect(problems.map(problemLine)[0]).to.match(/broken\.yml:4: there is no field "body"/);
  });

  it('keeps the first of two rules with one id, and says so', () => {
    put('a/kit.yml', rule('aaa'));
    put('b/kit.yml', rule('bbb'));
    const { rules, problems } = loadRules(folder);
    expect(rules.map(({ title }) => title)).to.deep.equal(['aaa']);
    expect(problems[0]?.message).to.match(/the id "kit" is that of .*a\/kit\.yml/);
  });

  it('takes states from states.yml, for one rule and for all others', () => {
    put('kit.yml', rule('aaa'));
    put('other.yml', rule('bbb'));
    put('states.yml', '"*": shadow\nkit: off\ngone: on\n');
    const { rules, notes } = loadRules(folder);
    expect(rules.map(({ id, state }) => [id, state])).to.deep.equal([['kit', 'off'], ['other', 'shadow']]);
    expect(notes.map(({ message }) => message)).to.deep.equal(['there is no rule "gone"']);
  });

  it('says that a states.yml is none, and loads the rules', () => {
    put('kit.yml', rule('aaa'));
    put('states.yml', 'kit: maybe\n');
    const { rules, problems } = loadRules(folder);
    expect(rules).to.have.length(1);
    expect(problems[0]?.message).to.match(/is not a list of "rule-id: on\|shadow\|off"/);
  });

  it('is joined to those that ship without taking the place of one', () => {
    put('kit.yml', rule('aaa'));
    const own = loadRules(folder);
    const joined = joinRules({ rules: own.rules, problems: [], notes: [] }, own);
    expect(joined.rules).to.have.length(1);
    expect(joined.problems[0]?.message).to.match(/a rule that ships with Harrier/);
  });
});
