import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { shippedRules } from '../../../classifiers/detectors/rules.ts';
import { fieldsOf } from '../../../classifiers/rules/fields.ts';
import { readPageFile } from '../../../classifiers/rules/page-file.ts';
import { RuleSet } from '../../../classifiers/rules/rule-set.ts';
import type { Capture } from '../../../records/index.ts';
import { subjectOf } from '../../../classifiers/subject.ts';
import { brands, captureOf } from '../capture-builder.ts';

const captures = new URL('../../../fixtures/captures/', import.meta.url).pathname;
const range = new URL('../../../fixtures/range/sites/', import.meta.url).pathname;
const { rules, problems, notes } = shippedRules();
const set = new RuleSet(rules.map((rule) => ({ ...rule, state: 'on' as const })));
const fitting = (capture: Capture): string[] => set.match(fieldsOf(subjectOf(capture, brands, null))).map(({ rule }) => rule.id);
const fileOf = (name: string): string => path.join(captures, `${name}.yml`);

describe('the rules that ship', () => {
  it('are all sound, and are at least eighty', () => {
    expect([...problems, ...notes]).to.deep.equal([]);
    expect(rules.length).to.be.at.least(80);
  });

  it('each say what they are for, whom they warn of and how sure they are', () => {
    expect(rules.filter(({ description, threat, level }) => description.length < 20 || threat === null || level === 'informational').map(({ id }) => id)).to.deep.equal([]);
  });

  it('are each guarded by a literal, so that a page without it costs nothing', () => {
    expect(set.unguarded).to.deep.equal([]);
  });

  for (const rule of rules) {
    it(`"${rule.id}" fits ${rule.captures.join(' and ') || 'no capture, though it must name one'}`, () => {
      expect(rule.captures).to.not.deep.equal([]);
      for (const name of rule.captures) expect(fitting(readPageFile(readFileSync(fileOf(name), 'utf8'))), name).to.include(rule.id);
    });
  }

  const benign = existsSync(captures) ? readdirSync(path.join(captures, 'benign')).map((file) => `benign/${file.replace(/\.yml$/, '')}`) : [];
  for (const name of benign) {
    it(`leave ${name} alone`, () => {
      expect(fitting(readPageFile(readFileSync(fileOf(name), 'utf8')))).to.deep.equal([]);
    });
  }

  it('leave every page of the range\'s decent sites alone', () => {
    const hits: string[] = [];
    let pages = 0;
    for (const site of readdirSync(range)) {
      const { truth, urls } = JSON.parse(readFileSync(path.join(range, site, 'site.json'), 'utf8')) as { truth: string; urls: [string, ...string[]] };
      if (truth !== 'benign') continue;
      const files = readdirSync(path.join(range, site), { recursive: true, encoding: 'utf8' });
      const scripts = files.filter((file) => file.endsWith('.js')).map((file) => readFileSync(path.join(range, site, file), 'utf8'));
      for (const file of files.filter((name) => /\.html?$/.test(name))) {
        pages++;
        const body = readFileSync(path.join(range, site, file), 'utf8');
        hits.push(...fitting(captureOf({ url: urls[0], body, scripts: [...scripts, ...[...body.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code = '']) => code)] })).map((id) => `${site}/${file}: ${id}`));
      }
    }
    expect(pages).to.be.at.least(20);
    expect(hits).to.deep.equal([]);
  });
});

describe('a capture in a file', () => {
  it('says what is wrong with it', () => {
    expect(() => readPageFile('url: nonsense\nhtml: x')).to.throw(/does not parse/);
    expect(() => readPageFile('html: x')).to.throw(/url/);
    expect(() => readPageFile('url: https://a.test/\nhtml: x\nbody: y')).to.throw(/body/);
  });
});
