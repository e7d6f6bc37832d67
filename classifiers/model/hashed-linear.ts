/**
 * Logistic regression over hashed tokens (n-grams, words), trained with AdaGrad. A row is a run of bucket
 * numbers in one long array:
 *
 *     tokens  [ 17, 902, 33 | 8, 17 | ... ]
 *     starts  [ 0,            3,      5, ... ]
 *
 * A row's tokens share its mass (each counts 1 / sqrt(tokens)), so that a long URL is not louder than a short one.
 */
export interface TokenRows {
  readonly tokens: Uint32Array;
  readonly starts: Uint32Array;
}

export interface LinearWeights {
  readonly weights: Float32Array;
  readonly bias: number;
}

export interface LinearTraining {
  readonly rows: TokenRows;
  /** 1 malicious, 0 benign, a row each. */
  readonly labels: Uint8Array;
  readonly rowWeights: Float32Array;
  /** Rows to learn from, in the order of learning. */
  readonly order: Uint32Array;
  readonly buckets: number;
  readonly epochs: number;
  readonly rate: number;
  readonly l2: number;
  /** Buckets that may speak; the others stay at zero. */
  readonly allowed: Uint8Array | null;
}

export const trainLinear = ({ rows: { tokens, starts }, labels, rowWeights, order, buckets, epochs, rate, l2, allowed }: LinearTraining): LinearWeights => {
  const weights = new Float32Array(buckets);
  const squares = new Float32Array(buckets).fill(1e-3);
  let bias = 0;
  let biasSquares = 1e-3;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const row of order) {
      const from = starts[row]!;
      const to = starts[row + 1]!;
      const share = to > from ? 1 / Math.sqrt(to - from) : 0;
      let sum = 0;
      for (let at = from; at < to; at += 1) sum += weights[tokens[at]!]!;
      const error = (1 / (1 + Math.exp(-(bias + sum * share))) - labels[row]!) * rowWeights[row]!;
      biasSquares += error * error;
      bias -= (rate * error) / Math.sqrt(biasSquares);
      const slope = error * share;
      for (let at = from; at < to; at += 1) {
        const token = tokens[at]!;
        if (allowed !== null && allowed[token] === 0) continue;
        const whole = slope + l2 * weights[token]!;
        squares[token] = squares[token]! + whole * whole;
        weights[token] = weights[token]! - (rate * whole) / Math.sqrt(squares[token]);
      }
    }
  }
  return { weights, bias };
};

/** Log-odds of one row. */
export const linearScore = ({ weights, bias }: LinearWeights, { tokens, starts }: TokenRows, row: number): number => {
  const from = starts[row]!;
  const to = starts[row + 1]!;
  if (to === from) return bias;
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += weights[tokens[at]!]!;
  return bias + sum / Math.sqrt(to - from);
};

/** Buckets that at least `least` sources touch (of the rows of `order`): what one list alone says is its style. */
export const supported = ({ tokens, starts }: TokenRows, sources: Uint8Array, order: Uint32Array, buckets: number, least: number): Uint8Array => {
  const seen = new Uint32Array(buckets);
  for (const row of order) {
    const bit = 1 << (sources[row]! & 31);
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1) seen[tokens[at]!] = seen[tokens[at]!]! | bit;
  }
  const allowed = new Uint8Array(buckets);
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    let bits = seen[bucket]!;
    let count = 0;
    while (bits !== 0) { bits &= bits - 1; count += 1; }
    allowed[bucket] = count >= least ? 1 : 0;
  }
  return allowed;
};
