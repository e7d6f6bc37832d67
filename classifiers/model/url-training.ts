import { randomOf, trainTrees, treeScore, type TreeModel } from './boosted-trees.ts';
import { linearScore, supported, trainLinear, type LinearWeights } from './hashed-linear.ts';
import type { UrlArtefact, UrlTask, ViewArtefact } from './url-artefact.ts';
import { calibrate, quantileOfBenign } from './url-measures.ts';
import { featureRows } from './url-features.ts';
import type { UrlTable } from './url-table.ts';
import { tokenViews } from './url-tokens.ts';

/**
 * How the URL model is trained. Lists differ in style more than good URLs differ from bad ones, so that nothing
 * may be measured, stacked or calibrated on rows of a source that was learnt from:
 *
 * 1. Sources are dealt into folds, whole.
 * 2. For each pair of folds the token views are trained without both: so that the trees that are tested on one
 *    fold learn from scores of views that knew neither it nor the row's own source.
 * 3. For each fold trees are trained without it, one set for bare hosts and one for URLs with a path.
 *    Their scores are the out-of-source scores: measures, calibration and thresholds come from them alone.
 * 4. Views and trees of the artefact are trained on everything.
 */
export interface UrlTrainingPlan {
  readonly folds: number;
  readonly trees: number;
  readonly depth: number;
  readonly rate: number;
  readonly l2: number;
  readonly leastLeaf: number;
  readonly epochs: number;
  /** Sources that must know a token before it may speak. */
  readonly leastSources: number;
  readonly seed: number;
}

export const urlTrainingPlan: UrlTrainingPlan = { folds: 6, trees: 160, depth: 6, rate: 0.1, l2: 5, leastLeaf: 20, epochs: 2, leastSources: 3, seed: 20_261_125 };

/** `done` of `total` steps of unequal length, and what is being done. */
export type OnStep = (done: number, total: number, what: string) => void;

export interface TrainedUrls {
  readonly artefact: Omit<UrlArtefact, 'date' | 'knownSites'>;
  /** Probability of each row of the table by a model that its source was left out of. */
  readonly outOfSource: Float32Array;
  readonly foldOfSource: Uint8Array;
}

export const trainUrls = (table: UrlTable, plan: UrlTrainingPlan = urlTrainingPlan, onStep: OnStep = () => undefined): TrainedUrls => {
  const { folds, seed } = plan;
  const foldOfSource = dealSources(table, folds);
  const foldOf = (row: number): number => foldOfSource[table.sources[row]!]!;
  const weights = rowWeights(table);
  const allRows = Uint32Array.from({ length: table.count }, (_, row) => row);
  const rowsOfFold = Array.from({ length: folds }, (_, fold) => allRows.filter((row) => foldOf(row) === fold));
  const pairs = (folds * (folds + 1)) / 2;
  const total = pairs + 1 + 2 * (folds + 1);
  let done = 0;
  const step = (what: string): void => { onStep(done += 1, total, what); };

  const trainViews = (without: readonly number[]): LinearWeights[] => {
    const order = shuffled(allRows.filter((row) => !without.includes(foldOf(row))), seed);
    return tokenViews.map(({ buckets, name }, view) => {
      const rows = table.views[view]!;
      const allowed = name === 'suffix' ? null : supported(rows, table.sources, order, buckets, plan.leastSources);
      return trainLinear({ rows, labels: table.labels, rowWeights: weights, order, buckets, epochs: plan.epochs, rate: 0.1, l2: 1e-5, allowed });
    });
  };
  // stacked[f][v]: scores of view v for trees that leave out fold f; f = folds: for the trees of the artefact.
  const stacked = Array.from({ length: folds + 1 }, () => tokenViews.map(() => new Float32Array(table.count)));
  for (let one = 0; one < folds; one += 1) {
    for (let other = one; other < folds; other += 1) {
      const models = trainViews(one === other ? [one] : [one, other]);
      for (const [view, model] of models.entries()) {
        const score = (scored: number, asked: number): void => { for (const row of rowsOfFold[scored]!) stacked[asked]![view]![row] = linearScore(model, table.views[view]!, row); };
        if (one === other) { score(one, one); score(one, folds); } else { score(one, other); score(other, one); }
      }
      step('words and letters');
    }
  }
  const finalViews = trainViews([]);
  step('words and letters');

  const tasks: Partial<Record<UrlTask, UrlArtefact['tasks'][UrlTask]>> = {};
  const outOfSource = new Float32Array(table.count);
  const monotone = Int8Array.from([...featureRows.map(([, direction]) => direction), ...tokenViews.map(() => 0)]);
  for (const task of ['host', 'url'] as const) {
    const ofTask = allRows.filter((row) => (table.isBare[row] === 1) === (task === 'host'));
    const train = (without: number): TreeModel => trainTrees({
      columns: [...table.features, ...stacked[without]!], labels: table.labels, rowWeights: weights, rows: ofTask.filter((row) => foldOf(row) !== without), monotone,
      trees: plan.trees, depth: plan.depth, rate: plan.rate, l2: plan.l2, leastLeaf: plan.leastLeaf, rowShare: 0.6, columnShare: 0.5, seed,
    });
    for (let fold = 0; fold < folds; fold += 1) {
      const model = train(fold);
      const columns = [...table.features, ...stacked[fold]!];
      const values = new Float32Array(columns.length);
      for (const row of ofTask) {
        if (foldOf(row) !== fold) continue;
        for (let column = 0; column < columns.length; column += 1) values[column] = columns[column]![row]!;
        outOfSource[row] = treeScore(model, values);
      }
      step(`trees for ${task}s`);
    }
    tasks[task] = { trees: train(folds) };
    step(`trees for ${task}s`);
  }
  const readings = readScores(table, outOfSource);
  const { host, url } = tasks;
  if (host === undefined || url === undefined) throw new Error('a task was not trained');
  return { artefact: { views: finalViews.map(inBytes), tasks: { host, url }, readings }, outOfSource, foldOfSource };
};

/** Turns log-odds into probabilities, each row by its reading, and answers the readings. */
const readScores = (table: UrlTable, scores: Float32Array): UrlArtefact['readings'] => {
  const rowsWhere = (holds: (row: number) => boolean): number[] => Array.from({ length: table.count }, (_, row) => row).filter(holds);
  const domains = rowsWhere((row) => table.kinds[row] === 1);
  const urls = rowsWhere((row) => table.kinds[row] === 0);
  const read = {
    domain: calibrate(table, scores, domains, domains),
    home: calibrate(table, scores, urls.filter((row) => table.isBare[row] === 1), urls),
    page: calibrate(table, scores, urls.filter((row) => table.isBare[row] === 0), urls),
  };
  for (let row = 0; row < table.count; row += 1) {
    const { slope, shift } = table.kinds[row] === 1 ? read.domain : table.isBare[row] === 1 ? read.home : read.page;
    scores[row] = 1 / (1 + Math.exp(-(slope * scores[row]! + shift)));
  }
  const ofUrls = quantileOfBenign(table, scores, urls, 0.01);
  return { domain: { ...read.domain, suspiciousAt: quantileOfBenign(table, scores, domains, 0.01) }, home: { ...read.home, suspiciousAt: ofUrls }, page: { ...read.page, suspiciousAt: ofUrls } };
};

/** Whole sources into folds of about one size, the largest first. */
export const dealSources = ({ sources, sourceNames, count }: UrlTable, folds: number): Uint8Array => {
  const sizes = sourceNames.map(() => 0);
  for (let row = 0; row < count; row += 1) sizes[sources[row]!] = sizes[sources[row]!]! + 1;
  const load = new Array<number>(folds).fill(0);
  const fold = new Uint8Array(sourceNames.length);
  for (const source of sourceNames.map((_, index) => index).sort((a, b) => sizes[b]! - sizes[a]! || a - b)) {
    const least = load.indexOf(Math.min(...load));
    fold[source] = least;
    load[least] = load[least]! + sizes[source]!;
  }
  return fold;
};

/** Malicious and benign rows of each task weigh the same in all; the mean is 1. */
const rowWeights = ({ labels, isBare, count }: UrlTable): Float32Array => {
  const sums = [0, 0, 0, 0];
  for (let row = 0; row < count; row += 1) sums[2 * isBare[row]! + labels[row]!] = sums[2 * isBare[row]! + labels[row]!]! + 1;
  return Float32Array.from({ length: count }, (_, row) => (sums[2 * isBare[row]!]! + sums[2 * isBare[row]! + 1]!) / 2 / sums[2 * isBare[row]! + labels[row]!]!);
};

export const shuffled = (rows: Uint32Array, seed: number): Uint32Array => {
  const random = randomOf(seed);
  for (let last = rows.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const row = rows[last]!;
    rows[last] = rows[other]!;
    rows[other] = row;
  }
  return rows;
};

/** Weights in 8 bits. The few beyond the 99.95th percentile are cut to it, so that the rest keep their differences. */
const inBytes = ({ weights, bias }: LinearWeights): ViewArtefact => {
  const sizes = weights.filter((weight) => weight !== 0).map(Math.abs).sort();
  const most = sizes[Math.floor(sizes.length * 0.9995)] ?? sizes.at(-1) ?? 1;
  const scale = most / 127;
  return { scale, bias, weights: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))) };
};
