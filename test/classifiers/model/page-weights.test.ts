import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { calibrated, fitCalibration } from '../../../classifiers/model/page-calibration.ts';
import { measureWays } from '../../../classifiers/model/page-measures.ts';
import type { PageRow } from '../../../classifiers/model/page-rows.ts';
import { isAddressOnly, sumOf, trainWeights } from '../../../classifiers/model/page-weights.ts';
import { loadPolicy } from '../../../classifiers/policy.ts';

const policy = loadPolicy(JSON.parse(readFileSync(new URL('../../../config/data/policy.json', import.meta.url), 'utf8')));
const centre = policy.weights;
const rowsOf = (count: number, malicious: boolean, source: string, signals: readonly string[]): PageRow[] =>
  Array.from({ length: count }, (_, at) => ({ url: `http://${source}.test/${at}`, malicious, category: malicious ? 'phishing' : 'news', source, signals }));

describe('learning the weights of signals', () => {
  const rows = [
    ...rowsOf(60, true, 'kit-a', ['brand-impersonation/login', 'credential-form/alone', 'url-shape/risky-suffix']),
    ...rowsOf(60, true, 'kit-b', ['brand-impersonation/login', 'url-shape/risky-suffix']),
    ...rowsOf(300, false, 'news', []),
    ...rowsOf(40, false, 'shops', ['skimmer/fields-sent-elsewhere']),
  ];
  const learnt = trainWeights({ policy, centre, rows });

  it('lowers what benign pages raise, and leaves alone what nothing raised', () => {
    expect(learnt['skimmer/fields-sent-elsewhere']).to.be.below(centre['skimmer/fields-sent-elsewhere'] ?? 0);
    expect(learnt['wallet-drainer/drainer-kit']).to.equal(centre['wallet-drainer/drainer-kit']);
  });

  it('never turns evidence of theft into evidence for a page, nor the other way', () => {
    const upsideDown = trainWeights({ policy, centre, rows: [...rowsOf(400, false, 'odd', ['brand-impersonation/login']), ...rowsOf(200, true, 'odder', ['brand-impersonation/own-host'])] });
    for (const [name, weight] of Object.entries(upsideDown)) expect(weight * (centre[name] ?? 0), name).to.be.at.least(0);
    expect(upsideDown['brand-impersonation/login']).to.be.at.least(1);
  });

  it('learns nothing of addresses: a labelled lab draws them by lot', () => {
    for (const name of Object.keys(centre).filter(isAddressOnly)) expect(learnt[name], name).to.equal(centre[name]);
    expect(Object.keys(centre).filter(isAddressOnly).length).to.be.greaterThan(20);
  });

  it('gives the same weights for the same pages', () => {
    expect(trainWeights({ policy, centre, rows })).to.deep.equal(learnt);
  });

  it('adds up as the policy does: the heaviest of a group alone', () => {
    const [group = []] = policy.groups;
    const heaviest = Math.max(...group.map((name) => centre[name] ?? 0));
    expect(sumOf({ url: '', malicious: true, category: '', source: '', signals: group }, centre, policy).logOdds).to.be.closeTo(policy.prior + heaviest, 1e-9);
  });

  it('measures every way on sources that it has not learnt from', () => {
    const measures = measureWays(rows, policy, centre);
    expect(measures.ways.map(({ way }) => way)).to.deep.equal(['given weights', 'linear weights of evidence', 'boosted trees']);
    for (const { recallAtZero } of measures.ways) expect(recallAtZero).to.include({ count: 120, of: 120 });
    expect(measures.verdicts.falsePositives.count).to.equal(0);
  });
});

describe('calibration of a sum', () => {
  it('never falls, and says of sums that were right as often as they claimed what they claimed', () => {
    const rows = [-4.6, -2, 0, 2, 4].flatMap((logOdds) => Array.from({ length: 400 }, (_, at) => ({ logOdds, malicious: at < 400 / (1 + Math.exp(-logOdds)) })));
    const points = fitCalibration(rows);
    for (const [at, [logOdds, probability]] of points.entries()) {
      expect(logOdds).to.be.above(points[at - 1]?.[0] ?? Number.NEGATIVE_INFINITY);
      expect(probability).to.be.at.least(points[at - 1]?.[1] ?? 0);
    }
    expect(calibrated(0, points)).to.be.closeTo(0.5, 0.06);
    expect(calibrated(2, points)).to.be.closeTo(0.88, 0.06);
  });

  it('reads between its points, and holds at its ends', () => {
    const points = [[-2, 0.1], [2, 0.9]] as const;
    expect([-9, -2, 0, 2, 9].map((sum) => calibrated(sum, points))).to.deep.equal([0.1, 0.1, 0.5, 0.9, 0.9]);
    expect(calibrated(0, [])).to.equal(0.5);
  });
});
