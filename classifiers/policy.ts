import { z } from 'zod';
import type { Policy } from './contract.ts';

/**
 * The policy: how much each signal says, dated and versioned (config/data/policy.json). Its rules:
 *
 * - Weights are log-odds and add up from the prior. Of a group only the heaviest counts, so that one fact seen
 *   by three detectors is not three facts.
 * - `malicious` needs a deed: at least one signal of `deeds`. A bad-looking URL, a chain of redirects, hidden
 *   code or a look-alike name alone are suspicious at most.
 * - Nothing that `page-state` says weighs: a state decides between benign and undecided, never towards malicious.
 */
const name = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/);
const policySchema = z.object({
  version: z.string().regex(/^\d{4}-\d\d-\d\d\.\d+$/),
  prior: z.number().min(-20).max(0),
  maliciousAt: z.number().gt(0).lt(1),
  suspiciousAt: z.number().gt(0).lt(1),
  lookAgainAt: z.number().gt(0).lt(1),
  lookAgainShare: z.number().min(0).max(1),
  weights: z.record(name, z.number().min(-10).max(10)),
  given: z.record(name, z.number().min(-10).max(10)).default({}),
  calibration: z.array(z.tuple([z.number(), z.number().min(0).max(1)])).default([]),
  groups: z.array(z.array(name).min(2)),
  deeds: z.array(name).min(1),
}).superRefine((policy, context) => {
  if (policy.suspiciousAt >= policy.maliciousAt) context.addIssue({ code: 'custom', path: ['suspiciousAt'], message: 'must be below maliciousAt' });
  for (const [path, names] of [['groups', policy.groups.flat()], ['deeds', policy.deeds]] as const) {
    for (const unknown of names.filter((one) => !(one in policy.weights))) context.addIssue({ code: 'custom', path: [path], message: `${unknown} has no weight` });
  }
  for (const [at, [logOdds, probability]] of policy.calibration.entries()) {
    const before = policy.calibration[at - 1];
    if (before !== undefined && (before[0] >= logOdds || before[1] > probability)) context.addIssue({ code: 'custom', path: ['calibration', at], message: 'must rise' });
  }
  const grouped = policy.groups.flat();
  for (const twice of grouped.filter((one, index) => grouped.indexOf(one) !== index)) context.addIssue({ code: 'custom', path: ['groups'], message: `${twice} is in two groups` });
});

/** Throws ZodError, with every mistake, where the file is no policy. */
export const loadPolicy = (file: unknown): Policy => policySchema.parse(file);
