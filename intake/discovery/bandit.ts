/**
 * Which ways of finding more are worth their visits: a bandit over gadgets. Each visit that a gadget asked for ends with a
 * gain from 0 (nothing) to 1 (malicious, and of a campaign that was not known); the budget goes to the gadgets by Thompson
 * sampling over a Beta distribution of their gain a visit (Chapelle and Li, "An empirical evaluation of Thompson sampling",
 * NeurIPS 2011), so that what is not yet known is tried, and what was tried in vain is tried ever less.
 */
export interface GadgetRecord {
  readonly visits: number;
  /** Sum of gains. */
  readonly gain: number;
}

/** How much of a known campaign one more page of it is worth. */
export const knownCampaignGain = 0.2;

export const gainOf = (verdict: string, isNewCampaign: boolean): number => (verdict !== 'malicious' ? 0 : isNewCampaign ? 1 : knownCampaignGain);

/**
 * Picks up to `budget` finds. `random` gives numbers from 0 to 1. Within a gadget the order is kept: finds come best first.
 */
export const spend = <Find>(finds: ReadonlyMap<string, readonly Find[]>, recordOf: (gadget: string) => GadgetRecord, budget: number, random: () => number): { readonly gadget: string; readonly find: Find }[] => {
  const left = new Map([...finds].filter(([, some]) => some.length > 0).map(([gadget, some]) => [gadget, [...some].reverse()]));
  const picked: { gadget: string; find: Find }[] = [];
  while (picked.length < budget && left.size > 0) {
    let best: { readonly gadget: string; readonly worth: number } | null = null;
    for (const gadget of left.keys()) {
      const { visits, gain } = recordOf(gadget);
      const worth = beta(1 + gain, 1 + Math.max(0, visits - gain), random);
      if (best === null || worth > best.worth) best = { gadget, worth };
    }
    if (best === null) break;
    const some = left.get(best.gadget) ?? [];
    const find = some.pop();
    if (find !== undefined) picked.push({ gadget: best.gadget, find });
    if (some.length === 0) left.delete(best.gadget);
  }
  return picked;
};

const beta = (a: number, b: number, random: () => number): number => {
  const x = gamma(a, random);
  return x / (x + gamma(b, random));
};

/** Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000), for a shape of 1 and more. */
const gamma = (shape: number, random: () => number): number => {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(Math.max(random(), 1e-300)) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
};

/** Box and Muller. */
const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(Math.max(random(), 1e-300))) * Math.cos(2 * Math.PI * random());
