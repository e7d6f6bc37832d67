import { expect } from 'chai';
import { randomOf, trainTrees, treeScore, type TreeTraining } from '../../../classifiers/model/boosted-trees.ts';

const count = 4000;
const random = randomOf(9);
const columns = Array.from({ length: 3 }, () => Float32Array.from({ length: count }, () => random()));
const plan = (labelOf: (row: number) => boolean, over: Partial<TreeTraining> = {}): TreeTraining => ({
  columns, labels: Uint8Array.from({ length: count }, (_, row) => Number(labelOf(row))), rowWeights: new Float32Array(count).fill(1), rows: Uint32Array.from({ length: count }, (_, row) => row),
  trees: 30, depth: 3, rate: 0.2, l2: 1, leastLeaf: 1, rowShare: 0.8, columnShare: 1, monotone: new Int8Array(3), seed: 1, ...over,
});
const at = (...values: number[]): Float32Array => Float32Array.from(values);

describe('boosted trees', () => {
  it('learn what no sum of single features says: one of two, not both', () => {
    const model = trainTrees(plan((row) => (columns[0]![row]! > 0.5) !== (columns[1]![row]! > 0.5)));
    for (const [a, b] of [[0.1, 0.9], [0.9, 0.1]] as const) expect(treeScore(model, at(a, b, 0.5))).to.be.greaterThan(2);
    for (const [a, b] of [[0.1, 0.1], [0.9, 0.9]] as const) expect(treeScore(model, at(a, b, 0.5))).to.be.lessThan(-2);
  });

  it('never lower the score with a feature that may only raise it, though the data says so', () => {
    const noise = randomOf(3);
    const model = trainTrees(plan((row) => columns[0]![row]! > 0.3 && columns[0]![row]! < 0.6 ? noise() < 0.9 : noise() < 0.4, { monotone: Int8Array.from([1, 0, 0]) }));
    for (const other of [0.1, 0.5, 0.9]) {
      let last = -Infinity;
      for (let value = 0; value <= 1; value += 0.01) {
        const score = treeScore(model, at(value, other, other));
        expect(score).to.be.at.least(last - 1e-6);
        last = score;
      }
    }
  });

  it('are the same for the same data and seed, and others for another seed', () => {
    const labelOf = (row: number): boolean => columns[2]![row]! > 0.4;
    expect(trainTrees(plan(labelOf))).to.deep.equal(trainTrees(plan(labelOf)));
    expect(trainTrees(plan(labelOf, { seed: 2 })).thresholds).to.not.deep.equal(trainTrees(plan(labelOf)).thresholds);
  });

  it('score any number of trees alike, walked by four or alone', () => {
    const model = trainTrees(plan((row) => columns[0]![row]! > 0.5, { trees: 7 }));
    const one = (tree: number) => treeScore({ ...model, trees: 1, bias: 0, features: model.features.slice(tree * 7), thresholds: model.thresholds.slice(tree * 7), leaves: model.leaves.slice(tree * 8) }, at(0.7, 0.2, 0.1));
    expect(treeScore(model, at(0.7, 0.2, 0.1))).to.be.closeTo([0, 1, 2, 3, 4, 5, 6].map(one).reduce((sum, part) => sum + part, model.bias), 1e-5);
  });
});
