import { expect } from 'chai';
import { z } from 'zod';
import type { VerdictLine } from '../../cli/verdict-line.ts';

/** The contract of `scan --json` and `rate --json`: these fields in this order, and no other. */
const shape = z.strictObject({
  url: z.string(),
  verdict: z.enum(['malicious', 'suspicious', 'benign', 'undecided']),
  threat: z.enum(['phishing', 'malware', 'clickfix', 'tech-support-scam', 'drive-by', 'cryptojacking', 'skimmer', 'scam', 'unwanted']).nullable(),
  score: z.number().min(0).max(1),
  brand: z.string().nullable(),
  signals: z.array(z.strictObject({ name: z.string(), weight: z.number(), says: z.string().min(1), evidence: z.strictObject({ part: z.string(), at: z.string() }) })),
  finalUrl: z.string(),
  redirects: z.array(z.string()),
  profile: z.string(),
  lane: z.enum(['url', 'probe', 'render']),
  captureKey: z.string().nullable(),
  elapsedMs: z.number().int().min(0),
  error: z.strictObject({ code: z.string().min(1), message: z.string().min(1) }).nullable(),
});

export const expectVerdictLine = (line: string): VerdictLine => {
  const record: unknown = JSON.parse(line);
  const checked = shape.safeParse(record);
  if (!checked.success) expect.fail(`${line.slice(0, 300)}\n${checked.error.message}`);
  expect(Object.keys(checked.data)).to.deep.equal(Object.keys(shape.shape));
  expect(Object.keys(record as object)).to.deep.equal(Object.keys(shape.shape));
  expect(checked.data.error === null || checked.data.verdict === 'undecided', 'an error beside a verdict').to.equal(true);
  return checked.data;
};
