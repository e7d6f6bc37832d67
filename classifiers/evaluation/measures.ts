/** Measures of scores against truth. A score is a probability, 0 to 1. */
export interface Scored { readonly score: number; readonly malicious: boolean }

export interface Share {
  readonly count: number;
  readonly of: number;
  /** count / of; 0 where there is nothing to count. */
  readonly share: number;
  /** Wilson's interval at 95 %. */
  readonly low: number;
  readonly high: number;
}

const z = 1.959964;

/** @example shareOf(0, 100) // { share: 0, low: 0, high: 0.037, ... }: none of a hundred is not "never" */
export const shareOf = (count: number, of: number): Share => {
  if (of === 0) return { count, of, share: 0, low: 0, high: 1 };
  const share = count / of;
  const centre = share + z * z / (2 * of);
  const spread = z * Math.sqrt(share * (1 - share) / of + z * z / (4 * of * of));
  const scale = 1 + z * z / of;
  return { count, of, share, low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
};

/** Recall at the lowest threshold that lets at most `rate` of the benign through; equal scores fall together. */
export const recallAt = (scored: readonly Scored[], rate: number): Share & { readonly threshold: number } => {
  const bad = scored.filter(({ malicious }) => malicious).length;
  const allowed = Math.floor(rate * (scored.length - bad) + 1e-9);
  const sorted = scored.toSorted((a, b) => b.score - a.score);
  let caught = 0;
  let wrong = 0;
  let best = { count: 0, threshold: Number.POSITIVE_INFINITY };
  for (let from = 0; from < sorted.length;) {
    const score = sorted[from]?.score ?? 0;
    let to = from;
    for (; to < sorted.length && sorted[to]?.score === score; to++) {
      if (sorted[to]?.malicious === true) caught += 1;
      else wrong += 1;
    }
    if (wrong > allowed) break;
    best = { count: caught, threshold: score };
    from = to;
  }
  return { ...shareOf(best.count, bad), threshold: best.threshold };
};

export interface Bin { readonly from: number; readonly count: number; readonly meanScore: number; readonly malicious: number }

/** Expected calibration error over ten equal bins, and the bins. */
export const calibrationOf = (scored: readonly Scored[]): { readonly error: number; readonly bins: readonly Bin[] } => {
  const sums = Array.from({ length: 10 }, () => ({ count: 0, score: 0, malicious: 0 }));
  for (const { score, malicious } of scored) {
    const bin = sums[Math.min(9, Math.floor(score * 10))];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.score += score;
    bin.malicious += malicious ? 1 : 0;
  }
  const bins = sums.map(({ count, score, malicious }, index) => ({ from: index / 10, count, meanScore: count === 0 ? 0 : score / count, malicious: count === 0 ? 0 : malicious / count }));
  const error = bins.reduce((sum, { count, meanScore, malicious }) => sum + count * Math.abs(meanScore - malicious), 0) / Math.max(1, scored.length);
  return { error, bins };
};

/** The value that `share` of the sorted values do not exceed; 0 for none. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
