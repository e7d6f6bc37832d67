import type { Policy } from '../contract.ts';
import { recallAt, shareOf, type Share } from '../evaluation/measures.ts';
import { trainTrees, treeScore } from './boosted-trees.ts';
import { fitCalibration, type Calibration } from './page-calibration.ts';
import { rowWeights, type PageRow } from './page-rows.ts';
import { isAddressOnly, sumOf, trainWeights } from './page-weights.ts';

/** What one way of weighing makes of sources that it has not learnt from. */
export interface WayMeasured {
  readonly way: 'given weights' | 'linear weights of evidence' | 'boosted trees';
  readonly recallAtZero: Share;
  readonly recallAtThousandth: Share;
  readonly bySource: readonly { readonly source: string; readonly category: string; readonly rows: number; readonly caught: Share }[];
}

export interface PageMeasures {
  readonly ways: readonly WayMeasured[];
  /** At the policy's own threshold and with its need of a deed. */
  readonly verdicts: { readonly recall: Share; readonly falsePositives: Share; readonly suspiciousBenign: Share };
  readonly calibration: Calibration;
}

/** Leaves out one source after another, learns from the rest both ways, and scores what was left out. Deterministic. */
export const measureWays = (rows: readonly PageRow[], policy: Policy, centre: Readonly<Record<string, number>>, onSource: (done: number, of: number) => void = () => undefined): PageMeasures => {
  const sources = [...new Set(rows.map(({ source }) => source))].sort();
  const linear = rows.map(() => ({ logOdds: 0, hasDeed: false }));
  const trees = rows.map(() => 0);
  for (const [done, source] of sources.entries()) {
    const rest = rows.filter((row) => row.source !== source);
    const weights = trainWeights({ policy, centre, rows: rest });
    const forest = forestOf(rest, centre);
    for (const [at, row] of rows.entries()) {
      if (row.source !== source) continue;
      linear[at] = sumOf(row, weights, policy);
      trees[at] = forest(row);
    }
    onSource(done + 1, sources.length);
  }
  const given = rows.map((row) => sumOf(row, centre, policy).logOdds);
  const logit = (share: number): number => Math.log(share / (1 - share));
  const [bar, doubt] = [logit(policy.maliciousAt), logit(policy.suspiciousAt)];
  const caught = linear.map(({ logOdds, hasDeed }) => hasDeed && logOdds >= bar);
  const bad = rows.filter(({ malicious }) => malicious).length;
  const count = (test: (row: PageRow, at: number) => boolean): number => rows.filter(test).length;
  return {
    ways: [
      measured('given weights', rows, given),
      measured('linear weights of evidence', rows, linear.map(({ logOdds }) => logOdds)),
      measured('boosted trees', rows, trees),
    ],
    verdicts: {
      recall: shareOf(count(({ malicious }, at) => malicious && caught[at] === true), bad),
      falsePositives: shareOf(count(({ malicious }, at) => !malicious && caught[at] === true), rows.length - bad),
      suspiciousBenign: shareOf(count(({ malicious }, at) => !malicious && caught[at] !== true && (linear[at]?.logOdds ?? 0) >= doubt), rows.length - bad),
    },
    calibration: fitCalibration(rows.map(({ malicious }, at) => ({ malicious, logOdds: linear[at]?.logOdds ?? 0 }))),
  };
};

const measured = (way: WayMeasured['way'], rows: readonly PageRow[], scores: readonly number[]): WayMeasured => {
  const scored = rows.map(({ malicious }, at) => ({ malicious, score: scores[at] ?? 0 }));
  const zero = recallAt(scored, 0);
  const keys = [...new Set(rows.filter(({ malicious }) => malicious).map(({ category, source }) => `${category}\t${source}`))].sort();
  return {
    way,
    recallAtZero: zero,
    recallAtThousandth: recallAt(scored, 1e-3),
    bySource: keys.map((key) => {
      const [category = '', source = ''] = key.split('\t');
      const own = scored.filter((_, at) => rows[at]?.malicious === true && rows[at]?.category === category && rows[at]?.source === source);
      return { source, category, rows: own.length, caught: shareOf(own.filter(({ score }) => score >= zero.threshold).length, own.length) };
    }),
  };
};

/** Trees over which signals were raised; a signal that speaks against a page never lowers the score, one that speaks for it never raises it. */
const forestOf = (rows: readonly PageRow[], centre: Readonly<Record<string, number>>): ((row: PageRow) => number) => {
  const names = Object.keys(centre).filter((name) => centre[name] !== 0 && !isAddressOnly(name) && rows.some(({ signals }) => signals.includes(name))).slice(0, 255);
  const columns = names.map((name) => Float32Array.from(rows, ({ signals }) => Number(signals.includes(name))));
  const model = trainTrees({
    columns, labels: Uint8Array.from(rows, ({ malicious }) => Number(malicious)), rowWeights: Float32Array.from(rowWeights(rows)), rows: Uint32Array.from(rows, (_, at) => at),
    trees: 160, depth: 4, rate: 0.15, l2: 2, leastLeaf: 0.5, rowShare: 1, columnShare: 0.6, monotone: Int8Array.from(names, (name) => Math.sign(centre[name] ?? 0)), seed: 7,
  });
  return ({ signals }) => treeScore(model, Float32Array.from(names, (name) => Number(signals.includes(name))));
};
