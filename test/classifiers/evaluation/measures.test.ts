import { expect } from 'chai';
import { calibrationOf, quantile, recallAt, shareOf } from '../../../classifiers/evaluation/measures.ts';

const scores = (malicious: boolean, ...values: number[]): { score: number; malicious: boolean }[] => values.map((score) => ({ score, malicious }));

describe('measures of verdicts', () => {
  it('gives a share its Wilson interval: none of a hundred is not never', () => {
    const { share, low, high } = shareOf(0, 100);
    expect([share, low]).to.deep.equal([0, 0]);
    expect(high).to.be.closeTo(0.037, 0.001);
    expect(shareOf(92, 100).low).to.be.closeTo(0.850, 0.002);
    expect(shareOf(0, 0)).to.include({ share: 0, low: 0, high: 1 });
  });

  it('takes the lowest threshold that the rate of false positives allows', () => {
    const scored = [...scores(true, 0.9, 0.8, 0.3), ...scores(false, 0.7, 0.1, 0.1, 0.1)];
    expect(recallAt(scored, 0)).to.include({ count: 2, threshold: 0.8 });
    expect(recallAt(scored, 0.25)).to.include({ count: 3, threshold: 0.3 });
  });

  it('lets equal scores fall together', () => {
    expect(recallAt([...scores(true, 0.9, 0.9), ...scores(false, 0.9, 0.1)], 0)).to.include({ count: 0 });
  });

  it('counts a score that is always right by its own word as calibrated, and one that is never as not', () => {
    expect(calibrationOf([...scores(true, 0.75, 0.75, 0.75), ...scores(false, 0.75)]).error).to.equal(0);
    expect(calibrationOf(scores(false, 0.99, 0.99)).error).to.be.closeTo(0.99, 1e-9);
    expect(calibrationOf([]).error).to.equal(0);
  });

  it('reads quantiles off the sorted values', () => {
    expect(quantile([3, 1, 2], 0.5)).to.equal(2);
    expect(quantile([3, 1, 2], 1)).to.equal(3);
    expect(quantile([], 0.5)).to.equal(0);
  });
});
