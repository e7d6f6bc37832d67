import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { detectors, signalMeanings } from '../../classifiers/detectors/index.ts';
import { loadPolicy } from '../../classifiers/policy.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const file = JSON.parse(read('config/data/policy.json')) as Record<string, unknown> & { weights: Record<string, number>; deeds: string[]; groups: string[][] };
const policy = loadPolicy(file);

describe('the policy', () => {
  it('weighs every signal that a detector can give, and no other', () => {
    expect(Object.keys(policy.weights).sort()).to.deep.equal(Object.keys(signalMeanings).sort());
  });

  it('gives no weight to the state of a page', () => {
    expect(Object.entries(policy.weights).filter(([name, weight]) => name.startsWith('page-state/') && weight !== 0)).to.deep.equal([]);
  });

  it('counts no look of a URL, of a host or of a way as a deed', () => {
    expect(policy.deeds.filter((name) => /^(?:url-shape|lookalike-host|redirect|cloaking|page-state)\//.test(name))).to.deep.equal([]);
  });

  it('lets no sum of URL features alone reach malicious\' weight without a deed, and each deed has a weight above zero', () => {
    expect(policy.deeds.filter((name) => (policy.weights[name] ?? 0) <= 0)).to.deep.equal([]);
  });

  for (const [what, broken, says] of [
    ['a group with an unknown signal', { groups: [['a/b', 'c/d']] }, /a\/b has no weight/],
    ['a deed without a weight', { deeds: ['a/b'] }, /a\/b has no weight/],
    ['thresholds in the wrong order', { suspiciousAt: 0.95 }, /below maliciousAt/],
    ['a signal in two groups', { groups: [...file.groups, file.groups[0]] }, /in two groups/],
    ['a version without a date', { version: 'latest' }, /version/],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => loadPolicy({ ...file, ...broken })).to.throw(says);
    });
  }

  it('is what docs/signals.md says', () => {
    const rows = [...read('docs/signals.md').matchAll(/^\| `([a-z-]+\/[a-z-]+)` \| (.+?) \| (-?[\d.]+) \| (yes|) ?\|$/gm)].map(([, name = '', means, weight, deed]) => [name, means, Number(weight), deed === 'yes']);
    const expected = detectors.flatMap(({ name, signals }) => Object.entries(signals).map(([what, means]) => [`${name}/${what}`, means, policy.weights[`${name}/${what}`], policy.deeds.includes(`${name}/${what}`)]));
    expect(rows).to.deep.equal(expected);
  });
});
