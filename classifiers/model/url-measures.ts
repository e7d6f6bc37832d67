import { randomOf } from './boosted-trees.ts';
import type { UrlTable } from './url-table.ts';

/**
 * How good out-of-source scores are. Each benign source weighs the same in a rate of false positives, each
 * malicious source in an average: a long list is no better witness than a short one.
 */
export interface SourceRecall {
  readonly source: string;
  readonly rows: number;
  readonly at1e3: Estimate;
  readonly at1e2: Estimate;
}

/** A share, and its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface FormMeasures {
  /** `full`: URLs as their source gave them; `bare`: domains. */
  readonly form: 'full' | 'bare';
  readonly benignRows: number;
  readonly sources: readonly SourceRecall[];
  readonly average: { readonly at1e3: Estimate; readonly at1e2: Estimate };
  /** Share of each benign source above the threshold of 1e-2. */
  readonly falsePositives: readonly { readonly source: string; readonly rows: number; readonly share: number }[];
  /** Expected calibration error over ten bins, sources weighing the same, malicious and benign as many. */
  readonly calibrationError: number;
}

const leastRows = 200;
const resamples = 200;

export const measureForm = (table: UrlTable, scores: Float32Array, form: FormMeasures['form']): FormMeasures => {
  const kind = form === 'full' ? 0 : 1;
  const rows: number[] = [];
  for (let row = 0; row < table.count; row += 1) if (table.kinds[row] === kind) rows.push(row);
  const weights = sourceWeights(table, rows);
  const benign = rows.filter((row) => table.labels[row] === 0).sort((a, b) => scores[b]! - scores[a]!);
  const bySource = new Map<number, number[]>();
  for (const row of rows) {
    if (table.labels[row] === 0) continue;
    const of = bySource.get(table.sources[row]!) ?? [];
    of.push(row);
    bySource.set(table.sources[row]!, of);
  }
  const measured = [...bySource].filter(([, of]) => of.length >= leastRows).sort(([one], [other]) => one - other);
  const recallsAt = (counts: (row: number) => number): { at1e3: number[]; at1e2: number[]; thresholds: readonly [number, number] } => {
    const thresholds = [threshold(benign, scores, (row) => weights.get(row)! * counts(row), 1e-3), threshold(benign, scores, (row) => weights.get(row)! * counts(row), 1e-2)] as const;
    const share = (of: readonly number[], at: number): number => of.filter((row) => scores[row]! > at).length / of.length;
    return { at1e3: measured.map(([, of]) => share(of, thresholds[0])), at1e2: measured.map(([, of]) => share(of, thresholds[1])), thresholds };
  };
  const seen = recallsAt(() => 1);
  // Benign rows and malicious sources are drawn again, as another judge would have drawn them.
  const random = randomOf(1);
  const sorted = measured.map(([, of]) => Float32Array.from(of, (row) => scores[row]!).sort());
  const averages = { at1e3: [] as number[], at1e2: [] as number[] };
  const each = measured.map(() => ({ at1e3: [] as number[], at1e2: [] as number[] }));
  for (let again = 0; again < resamples; again += 1) {
    const counts = new Map(benign.map((row) => [row, poisson(random)]));
    const drawn = measured.map(() => Math.floor(random() * measured.length));
    for (const [name, share] of [['at1e3', 1e-3], ['at1e2', 1e-2]] as const) {
      const at = threshold(benign, scores, (row) => weights.get(row)! * counts.get(row)!, share);
      const recalls = sorted.map((of) => above(of, at) / of.length);
      averages[name].push(mean(drawn.map((source) => recalls[source]!)));
      for (const [source, recall] of recalls.entries()) each[source]![name].push(recall);
    }
  }
  const falsePositives = new Map<number, { rows: number; hits: number }>();
  for (const row of benign) {
    const of = falsePositives.get(table.sources[row]!) ?? { rows: 0, hits: 0 };
    falsePositives.set(table.sources[row]!, { rows: of.rows + 1, hits: of.hits + (scores[row]! > seen.thresholds[1] ? 1 : 0) });
  }
  return {
    form,
    benignRows: benign.length,
    sources: measured.map(([source, of], index) => ({ source: table.sourceNames[source]!, rows: of.length, at1e3: estimate(seen.at1e3[index]!, each[index]!.at1e3), at1e2: estimate(seen.at1e2[index]!, each[index]!.at1e2) })),
    average: { at1e3: estimate(mean(seen.at1e3), averages.at1e3), at1e2: estimate(mean(seen.at1e2), averages.at1e2) },
    falsePositives: [...falsePositives].map(([source, { rows: count, hits }]) => ({ source: table.sourceNames[source]!, rows: count, share: hits / count })).sort((a, b) => b.share - a.share),
    calibrationError: calibrationError(table, scores, rows, weights),
  };
};

/** Each source's rows weigh one together; each label a half of all. */
const sourceWeights = ({ labels, sources }: UrlTable, rows: Iterable<number>): Map<number, number> => {
  const all = [...rows];
  const counts = new Map<number, number>();
  const keyOf = (row: number): number => 2 * sources[row]! + labels[row]!;
  for (const row of all) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  const sourcesOf = [0, 1].map((label) => [...counts.keys()].filter((key) => key % 2 === label).length);
  return new Map(all.map((row) => [row, 0.5 / sourcesOf[labels[row]!]! / counts.get(keyOf(row))!]));
};

/** Score above which `share` of the weight of these rows lies; rows come with the highest score first. */
const threshold = (sortedRows: readonly number[], scores: Float32Array, weightOf: (row: number) => number, share: number): number => {
  let all = 0;
  for (const row of sortedRows) all += weightOf(row);
  let sum = 0;
  for (const row of sortedRows) {
    sum += weightOf(row);
    if (sum > share * all) return scores[row]!;
  }
  return -Infinity;
};

/** Score that `share` of benign rows reach, sources weighing the same. */
export const quantileOfBenign = (table: UrlTable, scores: Float32Array, rows: Iterable<number>, share: number): number => {
  const benign = [...rows].filter((row) => table.labels[row] === 0 && table.kinds[row] !== 2).sort((a, b) => scores[b]! - scores[a]!);
  const weights = sourceWeights(table, benign);
  return threshold(benign, scores, (row) => weights.get(row)!, share);
};

/** Pulls the slope to 1 and the shift to 0, so that few rows, or rows that are told apart without fault, give a finite answer. */
const pull = 1e-3;
const longestStep = 1;
const leastSlope = 0.05;

/** Platt's scaling: slope and shift of log-odds, by Newton's method, of rows that are a part of a mixture: they weigh what they weigh in it. */
export const calibrate = (table: UrlTable, logOdds: Float32Array, rows: readonly number[], mixture: readonly number[]): { readonly slope: number; readonly shift: number } => {
  const weights = sourceWeights(table, mixture);
  let slope = 1;
  let shift = 0;
  for (let round = 0; round < 50; round += 1) {
    let gradientSlope = pull * (slope - 1), gradientShift = pull * shift, slopes = pull, shifts = pull, both = 0;
    for (const row of rows) {
      const x = logOdds[row]!;
      const chance = 1 / (1 + Math.exp(-(slope * x + shift)));
      const weight = weights.get(row)!;
      const error = (chance - table.labels[row]!) * weight;
      const curve = Math.max(1e-9, chance * (1 - chance)) * weight;
      gradientSlope += error * x;
      gradientShift += error;
      slopes += curve * x * x;
      shifts += curve;
      both += curve * x;
    }
    const determinant = slopes * shifts - both * both;
    slope -= Math.max(-longestStep, Math.min(longestStep, (shifts * gradientSlope - both * gradientShift) / determinant));
    shift -= Math.max(-longestStep, Math.min(longestStep, (slopes * gradientShift - both * gradientSlope) / determinant));
  }
  return { slope: Math.max(leastSlope, slope), shift };
};

const calibrationError = (table: UrlTable, scores: Float32Array, rows: readonly number[], weights: ReadonlyMap<number, number>): number => {
  const bins = Array.from({ length: 10 }, () => ({ weight: 0, said: 0, was: 0 }));
  for (const row of rows) {
    const bin = bins[Math.min(9, Math.floor(scores[row]! * 10))]!;
    const weight = weights.get(row)!;
    bin.weight += weight;
    bin.said += weight * scores[row]!;
    bin.was += weight * table.labels[row]!;
  }
  const all = bins.reduce((sum, { weight }) => sum + weight, 0);
  return bins.reduce((sum, { said, was }) => sum + Math.abs(said - was), 0) / all;
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const estimate = (value: number, drawn: readonly number[]): Estimate => {
  const sorted = [...drawn].sort((a, b) => a - b);
  return { value, low: sorted[Math.floor(sorted.length * 0.025)] ?? value, high: sorted[Math.floor(sorted.length * 0.975)] ?? value };
};
/** How many of these sorted scores lie above. */
const above = (sorted: Float32Array, at: number): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > at) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
};
/** A count of mean 1: how often a row is drawn in a resample. */
const poisson = (random: () => number): number => {
  let left = random();
  let count = 0;
  for (let chance = Math.exp(-1); left > chance && count < 8; count += 1, chance /= count) left -= chance;
  return count;
};
