import type { Signal, Threat } from '../records/index.ts';
import type { Finding, Policy } from './contract.ts';
import { calibrated } from './model/page-calibration.ts';

export interface Score {
  /** Every finding with its weight; of a group only the heaviest has one. Heaviest first. */
  readonly signals: readonly Signal[];
  /** Calibrated probability of being malicious. */
  readonly score: number;
  /** The sum of evidence as a probability of its own, before calibration: what thresholds are set in. */
  readonly evidence: number;
  readonly hasDeed: boolean;
  /** The threat that most weight speaks for, null where none is named. */
  readonly threat: Threat | null;
  readonly brand: string | null;
}

/** Adds up what the policy gives for the findings. */
export const scoreOf = (findings: readonly Finding[], policy: Policy): Score => {
  const signals = weighed(findings, policy).sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name));
  const logOdds = signals.reduce((sum, { weight }) => sum + weight, policy.prior);
  return {
    signals,
    score: calibrated(logOdds, policy.calibration),
    evidence: 1 / (1 + Math.exp(-logOdds)),
    hasDeed: signals.some(({ name, weight }) => weight > 0 && policy.deeds.includes(name)),
    threat: heaviestThreat(signals, policy),
    brand: signals.find(({ brand, weight }) => brand !== null && weight > 0)?.brand ?? signals.find(({ brand }) => brand !== null)?.brand ?? null,
  };
};

const weighed = (findings: readonly Finding[], policy: Policy): Signal[] => {
  const weightOf = (finding: Finding): number => policy.weights[finding.name] ?? 0;
  const heaviest = new Map<number, Finding>();
  const groupOf = (finding: Finding): number => policy.groups.findIndex((group) => group.includes(finding.name));
  for (const finding of findings) {
    const group = groupOf(finding);
    const known = heaviest.get(group);
    if (known === undefined || weightOf(finding) > weightOf(known)) heaviest.set(group, finding);
  }
  return findings.map((finding) => {
    const group = groupOf(finding);
    return { ...finding, weight: group === -1 || heaviest.get(group) === finding ? weightOf(finding) : 0 };
  });
};

/** Deeds count before context: a miner on a look-alike host is a miner. */
const heaviestThreat = (signals: readonly Signal[], policy: Policy): Threat | null => {
  const sums = new Map<Threat, number>();
  for (const { threat, weight, name } of signals) {
    if (threat === null || weight <= 0) continue;
    sums.set(threat, (sums.get(threat) ?? 0) + weight * (policy.deeds.includes(name) ? 2 : 1));
  }
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
};
