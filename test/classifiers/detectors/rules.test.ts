import { expect } from 'chai';
import { rulesDetector } from '../../../classifiers/detectors/rules.ts';
import { fieldsOf } from '../../../classifiers/rules/fields.ts';
import { parseRule } from '../../../classifiers/rules/parse.ts';
import type { Rule } from '../../../classifiers/rules/rule.ts';
import { RuleSet } from '../../../classifiers/rules/rule-set.ts';
import { subjectOf } from '../../../classifiers/subject.ts';
import { brands, captureOf, scriptOf, type PageSketch } from '../capture-builder.ts';

const rule = (fields: object): Rule => {
  const parsed = parseRule('a-kit.yml', JSON.stringify({ title: 'A kit', detection: { a: { 'html|contains': 'kit-mark' }, condition: 'a' }, ...fields }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.rule;
};
const said = (page: PageSketch, ...rules: Rule[]): unknown[] =>
  rulesDetector(() => new RuleSet(rules)).detect(subjectOf(captureOf(page), brands, null)).map(({ name, threat, brand, evidence }) => [name, threat, brand, evidence.part, evidence.at]);

describe('rules in a verdict', () => {
  const page: PageSketch = { body: '<p class="kit-mark">' };

  it('are findings by level, with the rule as evidence', () => {
    expect(said(page, rule({ level: 'medium', tags: ['exfiltration'] }))).to.deep.equal([['rules/medium', 'phishing', null, 'html', 'a-kit (html)']]);
  });

  it('speak without a threat while they are on trial', () => {
    expect(said(page, rule({ level: 'critical', tags: ['kit'], state: 'shadow' }))).to.deep.equal([['rules/shadow', null, null, 'html', 'a-kit (html)']]);
  });

  it('name the brand that they say is imitated, and are silent on its own host', () => {
    const kit = rule({ tags: ['kit', 'target.marlow_bank'] });
    expect(said(page, kit)).to.deep.equal([['rules/high', 'phishing', 'Marlow Bank', 'html', 'a-kit (html)']]);
    expect(said({ ...page, url: 'https://online.marlowbank.test/' }, kit)).to.deep.equal([]);
  });
});

describe('what rules look at', () => {
  const fields = (page: PageSketch): ReturnType<typeof fieldsOf> => fieldsOf(subjectOf(captureOf(page), brands, null));

  it('has every field of the form, written as public rules expect it', () => {
    const looked = fields({
      url: 'https://shop.example.test/pay', title: 'Pay &amp; go', head: '<style>.a{color:red}</style><script src="/x.js"></script>', body: '<img src="/logo.png">', scripts: ['var a = 1;', scriptOf('b()', 'https://cdn.example.test/b.js')],
      headers: [['server', 'nginx'], ['x-powered-by', 'PHP/8'], ['set-cookie', 'kit=1; Path=/; HttpOnly']], frames: [{ url: 'https://other.test/', title: 'Inner', body: '<i>inner</i>' }],
    });
    expect(looked.title).to.deep.equal(['Pay &amp; go', 'Inner', 'Pay & go']);
    expect(looked.hostname).to.deep.equal(['shop.example.test']);
    expect(looked.dom).to.have.length(2);
    expect(looked.js).to.deep.equal(['var a = 1;', 'b()']);
    expect(looked.css).to.deep.equal(['.a{color:red}']);
    expect(looked.cookies).to.deep.equal(['kit=1']);
    expect(looked.headers).to.include.members(['Server: nginx', 'X-Powered-By: PHP/8']);
    expect(looked.requests).to.include.members(['https://shop.example.test/pay', 'https://shop.example.test/x.js', 'https://shop.example.test/logo.png']);
  });

  it('takes the server\'s HTML for the DOM where nothing was rendered', () => {
    const looked = fields({ lane: 'probe', body: '<b>x</b>' });
    expect(looked.dom).to.deep.equal([...looked.html]);
  });

  it('keeps head and tail of a text that is padded in the middle, in little time', () => {
    const padded = `<style>${'<style '.repeat(900_000)}</style>end-mark`;
    const before = process.cpuUsage();
    const looked = fields({ body: padded });
    expect(looked.html[0]).to.match(/end-mark/);
    expect(looked.css.length).to.be.lessThan(201);
    expect(process.cpuUsage(before).user / 1000).to.be.lessThan(8000);
  });
});
