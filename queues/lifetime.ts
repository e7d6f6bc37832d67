/**
 * How long a state of a URL lasts: a share of URLs leaves it at all, after a log-normal time. Lives of
 * malicious pages are known to be of that shape (most die within hours, a few last for months), and a
 * median and a mean are what studies report of them. Times are in hours.
 */
export interface Lifetime {
  /** 0 to 1: to how many it happens at all. */
  readonly share: number;
  /** Half of those to whom it happens have it behind them by then. */
  readonly medianHours: number;
  /** Above the median. */
  readonly meanHours: number;
}

/** Chance that it has happened by `hours`. */
export const chanceBy = ({ share, medianHours, meanHours }: Lifetime, hours: number): number =>
  hours <= 0 ? 0 : share * normalBelow(Math.log(hours / medianHours) / spreadOf(medianHours, meanHours));

/** Standard deviation of the logarithm: mean = median * exp(spread^2 / 2). */
export const spreadOf = (medianHours: number, meanHours: number): number => Math.sqrt(2 * Math.log(meanHours / medianHours));

const steps = 8;

/**
 * Hours, by expectation, during which it will have happened unseen if nobody looks from `ageHours` until
 * `waitHours` later. It had not happened at `ageHours`. Simpson's rule over `steps` parts.
 */
export const unseenHours = (life: Lifetime, ageHours: number, waitHours: number): number => {
  const before = chanceBy(life, ageHours);
  const not = 1 - before;
  if (not <= 0) return 0;
  let sum = 0;
  for (let step = 0; step <= steps; step++) {
    const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
    sum += weight * (chanceBy(life, ageHours + (waitHours * step) / steps) - before);
  }
  return (sum * waitHours) / (3 * steps * not);
};

/** The wait after which `unseenHours` reaches `hours`; null where `longestHours` is not enough. */
export const waitUntilUnseen = (life: Lifetime, ageHours: number, hours: number, longestHours: number): number | null => {
  if (unseenHours(life, ageHours, longestHours) < hours) return null;
  let [short, long] = [0, longestHours];
  // To a thousandth of the wait.
  while (long - short > 0.001 * long) {
    const middle = short === 0 && long > 1 ? long / 16 : (short + long) / 2;
    if (unseenHours(life, ageHours, middle) < hours) short = middle;
    else long = middle;
  }
  return long;
};

/** Standard normal distribution; error below 7.5e-8 (Abramowitz and Stegun 26.2.17). */
const normalBelow = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail = 0.39894228040143 * Math.exp((-z * z) / 2) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
};
