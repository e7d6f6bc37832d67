/**
 * From a sum of log-odds to a probability that holds: points of a line that never falls, read in between.
 * Written into the policy, so that anybody can see what a sum means.
 *
 * @example [[-4.6, 0.02], [0, 0.4], [2.2, 0.97]]
 */
export type Calibration = readonly (readonly [logOdds: number, probability: number])[];

export const calibrated = (logOdds: number, points: Calibration): number => {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return 1 / (1 + Math.exp(-logOdds));
  if (logOdds <= first[0]) return first[1];
  if (logOdds >= last[0]) return last[1];
  const at = points.findIndex(([from]) => from > logOdds);
  const [[x0, y0], [x1, y1]] = [points[at - 1] ?? first, points[at] ?? last];
  return y0 + (y1 - y0) * (logOdds - x0) / (x1 - x0);
};

const edges = [-6, -4.7, -4.4, -3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.2, 3.5, 5, 7, 10] as const;
/** Pages that each interval is thought to have seen already, so that an empty one says what the sum itself says. */
const thought = 4;

/** Shares of malicious by interval of the sum, pooled until they never fall (pool adjacent violators). Sums must be of rows that were not learnt from. */
export const fitCalibration = (rows: readonly { readonly logOdds: number; readonly malicious: boolean }[]): Calibration => {
  const cells = edges.slice(0, -1).map((from, index) => {
    const to = edges[index + 1] ?? Number.POSITIVE_INFINITY;
    const inside = rows.filter(({ logOdds }) => (index === 0 || logOdds >= from) && (index === edges.length - 2 || logOdds < to));
    const middle = inside.length === 0 ? (from + to) / 2 : inside.reduce((sum, { logOdds }) => sum + Math.min(edges.at(-1) ?? 10, Math.max(edges[0], logOdds)), 0) / inside.length;
    return { x: middle, weight: inside.length + thought, sum: inside.filter(({ malicious }) => malicious).length + thought / (1 + Math.exp(-middle)), xs: [middle] };
  });
  const pooled: { weight: number; sum: number; xs: number[] }[] = [];
  for (const { weight, sum, xs } of cells) {
    pooled.push({ weight, sum, xs: [...xs] });
    for (let before = pooled.at(-2), here = pooled.at(-1); before !== undefined && here !== undefined && before.sum / before.weight > here.sum / here.weight; before = pooled.at(-2), here = pooled.at(-1)) {
      pooled.splice(-2, 2, { weight: before.weight + here.weight, sum: before.sum + here.sum, xs: [...before.xs, ...here.xs] });
    }
  }
  return pooled.flatMap(({ weight, sum, xs }) => [...new Set([xs[0] ?? 0, xs.at(-1) ?? 0])].map((x) => [Math.round(x * 100) / 100, Math.min(0.9995, Math.round(sum / weight * 1e4) / 1e4)] as const));
};
