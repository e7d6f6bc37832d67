import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { nextVisit, recrawlPlanSchema, type RecrawlHistory, type VerdictFacts } from '../../queues/recrawl.ts';

const plan = recrawlPlanSchema.parse(JSON.parse(readFileSync(new URL('../../config/data/recrawl.json', import.meta.url), 'utf8')));
const nowMs = 1_800_000_000_000;
const hourMs = 3_600_000;
const fresh: RecrawlHistory = { sameBefore: 0, wasMalicious: false, sinceMs: nowMs };

/** Hours between looks that all see the same, from the first on, until there are none. */
const waitsOf = (facts: VerdictFacts, wasMalicious: boolean, priced = plan): number[] => {
  const waits: number[] = [];
  for (let [atMs, look] = [nowMs, 0]; look < 500; look++) {
    const next = nextVisit(priced, facts, { sameBefore: look, wasMalicious, sinceMs: nowMs }, atMs);
    if (next === null) return waits;
    waits.push((next.dueAtMs - atMs) / hourMs);
    atMs = next.dueAtMs;
  }
  return waits;
};
const phish: VerdictFacts = { verdict: 'malicious', why: null, threat: 'phishing' };
const benign: VerdictFacts = { verdict: 'benign', why: null, threat: null };
const undecided = (why: VerdictFacts['why']): VerdictFacts => ({ verdict: 'undecided', why, threat: null });

describe('the recrawl plan', () => {
  it('looks at a phish within hours, then ever more seldom, and longer between looks at what lives longer', () => {
    const waits = waitsOf(phish, true);
    expect(waits[0]).to.be.lessThan(5);
    expect(waits).to.deep.equal([...waits].sort((a, b) => a - b));
    expect(waitsOf({ ...phish, threat: 'skimmer' }, true)[0]).to.be.greaterThan(4 * (waits[0] ?? 0));
  });

  it('never stops looking at what is still malicious within a year', () => {
    expect(waitsOf(phish, true).reduce((sum, wait) => sum + wait, 0)).to.be.greaterThan(365 * 24);
  });

  it('confirms soon that a malicious page is gone or clean, then watches for its comeback, then stops', () => {
    for (const facts of [undecided('gone'), undecided('parked'), benign]) {
      const [confirm, ...watch] = waitsOf(facts, true);
      expect(confirm).to.equal(plan.confirmMinutes / 60);
      expect(watch.length).to.be.greaterThan(3);
      expect(watch).to.deep.equal([...watch].sort((a, b) => a - b));
    }
  });

  it('takes one clean look of what was never malicious for no news to confirm', () => {
    expect(waitsOf(benign, false)[0]).to.be.greaterThan(plan.confirmMinutes / 60);
  });

  it('looks at a decent page a few times, then stops', () => {
    expect(waitsOf(benign, false).length).to.be.within(1, 15);
  });

  it('does not come back to what policy refuses or was given up', () => {
    expect(nextVisit(plan, undecided('refused'), fresh, nowMs)).to.equal(null);
    expect(nextVisit(plan, undecided('gave-up'), { ...fresh, wasMalicious: true }, nowMs)).to.equal(null);
  });

  it('leaves what is quarantined to rest, whatever it is judged to be, and comes back with a probe', () => {
    for (const verdict of ['undecided', 'suspicious', 'malicious'] as const) {
      const next = nextVisit(plan, { verdict, why: 'quarantined', threat: null }, { ...fresh, wasMalicious: true }, nowMs);
      expect(next, verdict).to.include({ lane: 'probe', priority: 3 });
      expect((next?.dueAtMs ?? 0) - nowMs, verdict).to.be.greaterThan(4 * hourMs);
    }
  });

  it('comes sooner to what many ask for, and to all where a look is cheaper', () => {
    const wait = (facts: VerdictFacts, priced = plan): number => (nextVisit(priced, facts, fresh, nowMs)?.dueAtMs ?? Infinity) - nowMs;
    expect(wait({ ...phish, lookupsPerDay: 1000 })).to.be.lessThan(wait(phish));
    expect(wait(phish, { ...plan, hoursALookIsWorth: plan.hoursALookIsWorth / 4 })).to.be.lessThan(wait(phish));
  });

  it('keeps the shortest wait, however many ask', () => {
    expect((nextVisit(plan, { ...phish, lookupsPerDay: 1e300 }, fresh, nowMs)?.dueAtMs ?? 0) - nowMs).to.be.at.least(plan.shortestMinutes * 60_000);
  });

  it('takes a browser wherever a page may hide from a probe', () => {
    for (const facts of [phish, undecided('challenge'), { ...benign, verdict: 'suspicious' as const }]) expect(nextVisit(plan, facts, fresh, nowMs)?.lane).to.equal('render');
    expect(nextVisit(plan, benign, fresh, nowMs)?.lane).to.equal('probe');
  });
});
