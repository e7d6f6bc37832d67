import { spreadOf, type Lifetime } from '../queues/lifetime.ts';
import type { Threat } from '../records/index.ts';

/**
 * A made-up world of URLs under a virtual clock, in hours. What it draws from is stated here and is not read
 * from the plan that is measured in it: `stretch` makes every life so many times as long as the plan believes.
 */
export interface WorldOptions {
  readonly seed: number;
  readonly urls: number;
  /** URLs come at an even rate over so many hours. */
  readonly arrivalHours: number;
  readonly stretch: number;
}

/** One URL: the hours at which it turns, alternately to malicious and back. */
export interface SimulatedUrl {
  readonly bornAt: number;
  readonly threat: Threat;
  /** Sorted; before the first it is `startsMalicious`. */
  readonly turnsAt: readonly number[];
  readonly startsMalicious: boolean;
}

interface Kind { readonly threat: Threat; readonly weight: number; readonly life: Lifetime }

/** Shares are of malicious URLs that are taken in; lives: a published study of phishing sites (median 5.46 h, mean 54 h), URLhaus' average take-down (8 days), the rest estimates. */
const kinds: readonly [Kind, ...Kind[]] = [
  { threat: 'phishing', weight: 0.6, life: { share: 1, medianHours: 5.46, meanHours: 54 } },
  { threat: 'malware', weight: 0.25, life: { share: 1, medianHours: 48, meanHours: 192 } },
  { threat: 'scam', weight: 0.1, life: { share: 1, medianHours: 240, meanHours: 720 } },
  { threat: 'skimmer', weight: 0.05, life: { share: 1, medianHours: 480, meanHours: 1440 } },
];
/** Half of what is taken in is decent; one in a hundred of that turns. */
const decentShare = 0.5;
const turning: Lifetime = { share: 0.01, medianHours: 72, meanHours: 480 };
/** About one in eight of what is gone comes back, each time. */
const returning: Lifetime = { share: 0.12, medianHours: 20, meanHours: 120 };

export const makeWorld = ({ seed, urls, arrivalHours, stretch }: WorldOptions): SimulatedUrl[] => {
  const random = randomFrom(seed);
  const draw = ({ share, medianHours, meanHours }: Lifetime): number =>
    random() >= share ? Infinity : stretch * medianHours * Math.exp(spreadOf(medianHours, meanHours) * normal(random));
  return Array.from({ length: urls }, (_, index): SimulatedUrl => {
    const bornAt = (arrivalHours * index) / urls;
    const startsMalicious = random() >= decentShare;
    let pick = random();
    const kind = kinds.find(({ weight }) => (pick -= weight) < 0) ?? kinds[0]; // rounding may leave a sliver
    const turnsAt: number[] = [];
    let [at, malicious] = [bornAt, startsMalicious];
    for (let turn = 0; turn < 8; turn++) {
      at += draw(malicious ? kind.life : startsMalicious || turn > 0 ? returning : turning);
      if (at === Infinity) break;
      turnsAt.push(at);
      malicious = !malicious;
    }
    return { bornAt, threat: kind.threat, turnsAt, startsMalicious };
  });
};

/** Mulberry32. */
export const randomFrom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

/** Box and Muller. */
const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
