import { expect } from 'chai';
import { evaluate, type Judged } from '../../../classifiers/evaluation/evaluate.ts';
import { judgeCaptures } from '../../../classifiers/evaluation/judge-captures.ts';
import { readLabels } from '../../../classifiers/evaluation/labels.ts';
import { reportOf } from '../../../classifiers/evaluation/report.ts';
import { clocked } from '../../../classifiers/evaluation/timing.ts';
import type { Judge } from '../../../classifiers/contract.ts';
import type { Verdict, VerdictKind } from '../../../records/index.ts';
import { captureOf } from '../capture-builder.ts';

const verdictOf = (verdict: VerdictKind, score: number, policy = '2026-01-01.1'): Verdict => ({
  v: 1, urlKey: 'k', url: 'http://a.example/', finalUrl: 'http://a.example/', verdict, why: null, threat: null, brand: null, score,
  signals: [{ name: 'credential-form/mailto', weight: 3.5, threat: 'phishing', says: 'A form sends a password by e-mail.', evidence: { part: 'forms', at: 'form 0' }, brand: null }],
  failedDetectors: [], policy, compromised: false, captureKey: null, comparedWith: null, lane: 'render', profile: 'p', atMs: 0,
});

const judged = (rows: readonly (readonly [string, VerdictKind | null, number, VerdictKind?])[]): Judged[] =>
  rows.map(([line, kind, score, second]) => {
    const [label] = readLabels(line).labels;
    if (label === undefined) throw new Error(`no label: ${line}`);
    return { label, verdict: kind === null ? null : verdictOf(kind, score), ms: kind === null ? null : 2, second: second === undefined ? null : verdictOf(second, score, '2026-02-02.1') };
  });

describe('an evaluation', () => {
  const evaluation = evaluate(judged([
    ['http://a.example/\tmalicious\tphishing\tone', 'malicious', 0.99, 'malicious'],
    ['http://b.example/\tmalicious\tphishing\ttwo', 'benign', 0.2, 'malicious'],
    ['http://c.example/\tmalicious\tphishing\ttwo', null, 0],
    ['http://d.example/\tbenign\tlogin\tthree\tpassword', 'malicious', 0.95, 'benign'],
    ['http://e.example/\tbenign\tnews\tthree', 'benign', 0.01, 'benign'],
  ]), new Map([['credential-form', [1, 3]]]));

  it('counts a URL without a capture as missed, never as caught or left out', () => {
    expect(evaluation.recall).to.include({ count: 1, of: 3 });
    expect(evaluation.bySource.map(({ source, count, verdicts }) => [source, count, verdicts.malicious, verdicts.missing])).to.deep.equal([['one', 1, 1, 0], ['two', 2, 0, 1], ['three', 1, 1, 0], ['three', 1, 0, 0]]);
  });

  it('names every false positive with its reasons, and counts groups apart', () => {
    expect(evaluation.falsePositives.map(({ url }) => url)).to.deep.equal(['http://d.example/']);
    expect(evaluation.falsePositives[0]?.reasons[0]).to.match(/credential-form\/mailto \(3\.5\): A form sends/);
    expect(evaluation.falsePositiveRates.map(({ group, rate }) => [group, rate.count, rate.of])).to.deep.equal([['all', 1, 2], ['password', 1, 1]]);
  });

  it('says what a second policy would change', () => {
    expect(evaluation.second).to.include({ policy: '2026-02-02.1', falsePositives: 0 });
    expect(evaluation.second?.changes.map(({ url, from, to }) => [url, from, to])).to.deep.equal([['http://b.example/', 'benign', 'malicious'], ['http://d.example/', 'malicious', 'benign']]);
  });

  it('reads as a report with intervals, times and both lists of mistakes', () => {
    const report = reportOf(evaluation);
    for (const part of ['Recall 33.33 % (1 of 3', 'Recall at a false-positive rate of 0.001', 'credential-form', 'http://b.example/', 'Policy 2026-02-02.1']) expect(report).to.include(part);
  });

  it('passes no control character of a URL on to the terminal', () => {
    const [first] = judged([['http://a.example/\tmalicious\tphishing\tone', 'benign', 0.1]]);
    if (first === undefined) throw new Error('no row');
    expect(reportOf(evaluate([{ ...first, label: { ...first.label, given: 'http://a.example/\u001b[2J' } }], new Map()))).to.not.include('\u001b');
  });
});

describe('stored captures of one URL', () => {
  const judge = (looks: boolean): Judge => ({
    judge: (capture, { previous }) => verdictOf(capture.profile === 'a' ? 'suspicious' : 'benign', previous === null ? 0.6 : 0.1),
    rate: () => verdictOf('undecided', 0),
    triage: () => 'render',
    nextLook: () => (looks ? 'look-again' : 'done'),
  });
  const first = { key: '1', capture: captureOf({ profile: 'a' }) };
  const second = { key: '2', capture: captureOf({ profile: 'b' }) };

  it('are judged as a scan would: the worse of both looks stands, and a look that would not have been made does not count', () => {
    expect(judgeCaptures([first, second], judge(true))?.verdict).to.equal('suspicious');
    expect(judgeCaptures([second, first], judge(false))?.verdict).to.equal('benign');
    expect(judgeCaptures([second], judge(true))?.verdict).to.equal('benign');
    expect(judgeCaptures([], judge(true))).to.equal(null);
  });
});

describe('a clock around detectors', () => {
  it('books the time of one that throws, and lets it throw', () => {
    let nowMs = 0;
    const clock = clocked([{ name: 'broken', needs: [], signals: {}, detect: () => { nowMs += 5; throw new Error('broken'); } }], () => nowMs);
    expect(() => clock.detectors[0]?.detect(undefined as never)).to.throw('broken');
    expect(clock.times.get('broken')).to.deep.equal([5]);
  });
});
