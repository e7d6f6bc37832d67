import type { Policy } from '../contract.ts';
import { rowWeights, type PageRow } from './page-rows.ts';

/**
 * Learns the policy's weights of evidence. The model is the policy itself: log-odds that add up from the prior, the
 * heaviest of a group alone. Logistic regression around the weights that people gave (`centre`), with a Gaussian
 * prior: a signal that few pages raised stays where it was put, one that many raised goes where they put it.
 *
 * Monotone by its bounds: what was given as evidence against a page never gets a weight below zero, what was given as
 * evidence for it none above; what weighs nothing by rule (the state of a page) stays at nothing. Deterministic.
 */
export interface WeightTraining {
  readonly policy: Policy;
  /** Weights that people gave, by signal. */
  readonly centre: Readonly<Record<string, number>>;
  readonly rows: readonly PageRow[];
}

/**
 * Signals of the address alone. A labelled lab or feed draws addresses from other lists than pages: learnt from it, they
 * would tell lists apart (measured: a "risky suffix" went from 0.5 to 5.6). They keep the weight that people gave.
 */
export const isAddressOnly = (name: string): boolean =>
  /^(?:url-shape|url-model|lookalike-host|redirect|cloaking)\//.test(name) || ['credential-form/plain-http', 'credential-form/platform-tenant', 'credential-form/ip-host', 'credential-form/downgrade'].includes(name);

/**
 * Standard deviation of the prior around a given weight, in log-odds. What is no deed stays near where it was put: on
 * pages whose deed no detector sees, whatever context they share would be blamed for it (measured: recall at no false
 * positive on left-out sources fell by a sixth).
 */
const spreadOfDeed = 1.2;
const spreadOfContext = 0.4;
const maxWeight = 9;
/** A deed is one however rare. */
const leastDeed = 1;
const steps = 240;
const rate = 0.08;

export const trainWeights = ({ policy, centre, rows }: WeightTraining): Record<string, number> => {
  const names = Object.keys(centre);
  const index = new Map(names.map((name, at) => [name, at]));
  const centres = names.map((name) => centre[name] ?? 0);
  const deeds = new Set(policy.deeds);
  const weights = [...centres];
  const spreads = names.map((name) => (deeds.has(name) ? spreadOfDeed : spreadOfContext));
  const groupOf = names.map((name) => policy.groups.findIndex((group) => group.includes(name)));
  const raised = rows.map(({ signals }) => signals.flatMap((name) => index.get(name) ?? []));
  const importance = rowWeights(rows);
  const moment = weights.map(() => 0);
  const square = weights.map(() => 0);
  for (let step = 1; step <= steps; step++) {
    const gradient = weights.map((weight, at) => (weight - (centres[at] ?? 0)) / (spreads[at] ?? spreadOfContext) ** 2);
    for (const [row, all] of raised.entries()) {
      const active = heaviest(all, weights, groupOf);
      const sum = active.reduce((total, at) => total + (weights[at] ?? 0), policy.prior);
      const error = (1 / (1 + Math.exp(-sum)) - (rows[row]?.malicious === true ? 1 : 0)) * (importance[row] ?? 1);
      for (const at of active) gradient[at] = (gradient[at] ?? 0) + error;
    }
    for (const [at, slope] of gradient.entries()) {
      const given = centres[at] ?? 0;
      if (given === 0 || isAddressOnly(names[at] ?? '')) continue;
      // Adam's step: scaled by the slope's own size, so that rare and frequent signals move alike.
      moment[at] = 0.9 * (moment[at] ?? 0) + 0.1 * slope;
      square[at] = 0.999 * (square[at] ?? 0) + 0.001 * slope * slope;
      const pace = (moment[at] ?? 0) / (1 - 0.9 ** step) / (Math.sqrt((square[at] ?? 0) / (1 - 0.999 ** step)) + 1e-8);
      weights[at] = bounded((weights[at] ?? 0) - rate * pace, given, deeds.has(names[at] ?? ''));
    }
  }
  return Object.fromEntries(names.map((name, at) => [name, Math.round((weights[at] ?? 0) * 10) / 10]));
};

const bounded = (weight: number, given: number, deed: boolean): number =>
  (given > 0 ? Math.min(maxWeight, Math.max(deed ? leastDeed : 0, weight)) : Math.max(-maxWeight, Math.min(0, weight)));

/** Of each group the heaviest, as the score takes it; what is in no group all of it. */
const heaviest = (all: readonly number[], weights: readonly number[], groupOf: readonly number[]): number[] => {
  const best = new Map<number, number>();
  const active: number[] = [];
  for (const at of all) {
    const group = groupOf[at] ?? -1;
    if (group === -1) active.push(at);
    else if (!best.has(group) || (weights[at] ?? 0) > (weights[best.get(group) ?? 0] ?? 0)) best.set(group, at);
  }
  return [...active, ...best.values()];
};

/** Log-odds of a row under weights, and whether it shows a deed. */
export const sumOf = (row: PageRow, weights: Readonly<Record<string, number>>, policy: Policy): { readonly logOdds: number; readonly hasDeed: boolean } => {
  const known = row.signals.filter((name) => name in weights);
  const values = known.map((name) => weights[name] ?? 0);
  const groups = known.map((name) => policy.groups.findIndex((group) => group.includes(name)));
  const active = heaviest(known.map((_, at) => at), values, groups);
  return {
    logOdds: active.reduce((sum, at) => sum + (values[at] ?? 0), policy.prior),
    hasDeed: active.some((at) => (values[at] ?? 0) > 0 && policy.deeds.includes(known[at] ?? '')),
  };
};
