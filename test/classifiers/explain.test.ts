import { expect } from 'chai';
import type { Verdict } from '../../records/index.ts';
import { explain } from '../../classifiers/explain.ts';
import { quoted } from '../../classifiers/finding.ts';

const verdict: Verdict = {
  v: 1, urlKey: 'k', url: 'https://a.test/', finalUrl: 'https://a.test/', verdict: 'malicious', why: null, threat: 'phishing', brand: 'Marlow Bank', score: 0.993, failedDetectors: [], policy: '2026-11-23.1', compromised: false, captureKey: null, comparedWith: null, lane: 'render', profile: 'p', atMs: 0,
  signals: [
    { name: 'brand-impersonation/login', weight: 7, threat: 'phishing', says: 'The page presents itself as Marlow Bank.', evidence: { part: 'frames', at: 'title' }, brand: 'Marlow Bank' },
    { name: 'page-state/empty', weight: 0, threat: null, says: 'Not said.', evidence: { part: 'frames', at: '' }, brand: null },
  ],
};

describe('a verdict for people', () => {
  it('says what, how sure, and why', () => {
    expect(explain(verdict)).to.equal('Malicious (phishing, imitates Marlow Bank), 99 %. The page presents itself as Marlow Bank.');
  });

  it('says why it is undecided', () => {
    expect(explain({ ...verdict, verdict: 'undecided', why: 'challenge', threat: null, brand: null, signals: [] })).to.equal('Undecided: a bot check stood in the way.');
  });

  it('says which detectors failed, and that a host was broken into', () => {
    expect(explain({ ...verdict, failedDetectors: ['clickfix'], compromised: true })).to.include('broken into').and.to.include('clickfix');
  });

  it('takes control and direction characters out of what a page says, and caps it', () => {
    expect(quoted('a\u001b[31mb\u202ec\nd"e')).to.equal('"a [31mb c d\'e"');
    expect(quoted('x'.repeat(500)).length).to.be.at.most(82);
    const hostile = { ...verdict, signals: verdict.signals.map((signal) => ({ ...signal, says: `\u001b]0;x\u0007${'y'.repeat(5000)}` })) };
    // eslint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(explain(hostile)).to.not.match(/[\u0000-\u001f\u007f]/);
    expect(explain(hostile).length).to.be.at.most(1600);
  });
});
