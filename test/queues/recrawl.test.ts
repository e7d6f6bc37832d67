import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { nextVisit, recrawlPlanSchema, type VerdictFacts } from '../../queues/recrawl.ts';

const plan = recrawlPlanSchema.parse(JSON.parse(readFileSync(new URL('../../config/data/recrawl.json', import.meta.url), 'utf8')));
const nowMs = 1_800_000_000_000;
const minutesTo = (facts: VerdictFacts, sameBefore: number, wasMalicious = false): number | null => {
  const next = nextVisit(plan, facts, { sameBefore, wasMalicious }, nowMs);
  return next === null ? null : (next.dueAtMs - nowMs) / 60_000;
};
const phish: VerdictFacts = { verdict: 'malicious', why: null, threat: 'phishing' };
const benign: VerdictFacts = { verdict: 'benign', why: null, threat: null };
const undecided = (why: VerdictFacts['why']): VerdictFacts => ({ verdict: 'undecided', why, threat: null });

describe('the recrawl plan', () => {
  it('looks at a phish densely in its first hours, then seldom', () => {
    expect([0, 1, 2, 3].map((sameBefore) => minutesTo(phish, sameBefore, sameBefore > 0))).to.deep.equal([30, 60, 120, 240]);
    const waits = Array.from({ length: 14 }, (_, sameBefore) => minutesTo(phish, sameBefore) ?? 0);
    expect(waits).to.deep.equal([...waits].sort((a, b) => a - b));
    expect(minutesTo(phish, 14)).to.equal(null);
  });

  it('stops after a site was gone twice in a row', () => {
    expect(minutesTo(undecided('gone'), 0, true)).to.equal(60);
    expect(minutesTo(undecided('gone'), 1, true)).to.equal(null);
  });

  it('looks at what could not be judged three times, then stops', () => {
    expect([0, 1, 2, 3].map((sameBefore) => minutesTo(undecided('unreachable'), sameBefore))).to.deep.equal([60, 360, 1440, null]);
  });

  it('does not come back to what policy refuses or was given up', () => {
    expect(minutesTo(undecided('refused'), 0)).to.equal(null);
    expect(minutesTo(undecided('gave-up'), 0)).to.equal(null);
  });

  it('looks at a benign page once more after a week, sooner where it was malicious before', () => {
    expect([0, 1].map((sameBefore) => minutesTo(benign, sameBefore))).to.deep.equal([10_080, null]);
    expect(minutesTo(benign, 0, true)).to.equal(60);
  });

  it('takes a browser wherever a page may hide from a probe', () => {
    expect(nextVisit(plan, phish, { sameBefore: 0, wasMalicious: false }, nowMs)).to.deep.equal({ dueAtMs: nowMs + 1_800_000, lane: 'render', priority: 1 });
    expect(nextVisit(plan, undecided('challenge'), { sameBefore: 0, wasMalicious: false }, nowMs)?.lane).to.equal('render');
  });
});
