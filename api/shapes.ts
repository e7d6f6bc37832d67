import { z } from 'zod';
import { listedFactsSchema, verdictKinds, verdictSchema, type Verdict } from '../records/index.ts';
import type { CaptureKey } from '../evidence/contract.ts';
import type { UrlKey } from '../url/types.ts';
import { errorBodySchema } from './errors.ts';

/** Shapes that more than one route takes or gives. */

/** Both keys are branded where they are made; one from a path only looks like one, and finds nothing where it is none. */
export const urlKeyParams = z.object({ key: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'must be 22 characters of base64url').transform((text) => text as UrlKey) });
export const captureKeyParams = z.object({ key: z.string().regex(/^[0-9a-z]{1,12}-[A-Za-z0-9_-]{22}$/, 'must be a time and 22 characters of base64url').transform((text) => text as CaptureKey) });

/** For `schema.response`: every route can refuse. */
export const refusals = { '4xx': errorBodySchema, '5xx': errorBodySchema };

export const verdictSummarySchema = verdictSchema.pick({ urlKey: true, url: true, verdict: true, why: true, threat: true, brand: true, score: true, lane: true, captureKey: true, atMs: true });
export type VerdictSummary = z.infer<typeof verdictSummarySchema>;

export const summaryOf = ({ urlKey, url, verdict, why, threat, brand, score, lane, captureKey, atMs }: Verdict): VerdictSummary =>
  ({ urlKey, url, verdict, why, threat, brand, score, lane, captureKey, atMs });

/** reputation/replica/contract.ts Rating. */
export const ratingSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('tested'), score: z.number().describe('0 to 100: how probably it is malicious.'), verdict: z.enum(verdictKinds), day: z.string() }),
  z.object({ state: z.literal('untested'), score: z.null() }),
]).describe('What a visit made of exactly this URL. "untested" says nothing of it.');

/** records/listing.ts LookupAnswer. */
export const lookupAnswerSchema = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('listed'), listing: listedFactsSchema, cacheSecs: z.number() }),
  z.object({ answer: z.literal('not-listed'), cacheSecs: z.number() }),
  z.object({ answer: z.literal('stale'), listing: listedFactsSchema.nullable(), cacheSecs: z.number() }),
  z.object({ answer: z.literal('unavailable'), reason: z.string() }),
]);

