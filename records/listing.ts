import { z } from 'zod';
import { threatSchema } from './threat.ts';

/** How much a listing blocks. `url`: one expression with query; `path`: a path prefix; `host`; `domain`: a host and all below it. */
export const scopes = ['url', 'path', 'host', 'domain'] as const;
export type Scope = (typeof scopes)[number];

export const listingStates = ['active', 'held', 'expired', 'overturned'] as const;
export type ListingState = (typeof listingStates)[number];

export const listingSchema = z.object({
  v: z.literal(1),
  /** Safe Browsing expression ("host/path?query", "host/"), which is also its identity. */
  expression: z.string(),
  scope: z.enum(scopes),
  /** Why this scope, a sentence. */
  scopeReason: z.string(),
  threat: threatSchema,
  score: z.number(),
  brand: z.string().nullable(),
  compromised: z.boolean(),
  state: z.enum(listingStates),
  /** Epoch milliseconds. */
  firstSeenMs: z.number(),
  lastSeenMs: z.number(),
  expiresAtMs: z.number(),
  policy: z.string(),
  urlKey: z.string(),
  captureKey: z.string().nullable(),
  /** Kinds of source that named it. */
  sources: z.array(z.string()),
  /** Looks in a row that found it gone, cleaned or parked. */
  cleanLooks: z.number().int(),
});
export type Listing = z.infer<typeof listingSchema>;

/** One row of the change log, in order of `seq`. */
export const changeSchema = z.object({
  seq: z.string(),
  atMs: z.number(),
  kind: z.enum(['listed', 'renewed', 'held', 'delisted']),
  expression: z.string(),
  /** SHA-256 of the expression, hex. */
  hash: z.string(),
  threat: threatSchema,
});
export type Change = z.infer<typeof changeSchema>;

/**
 * - `listed`: block it; `listing` says why.
 * - `not-listed`: nothing is known against it. Not a promise that it is safe.
 * - `stale`: the store is behind; `listing` is what was true last.
 * - `unavailable`: nobody could be asked. Decide by your own default.
 */
export type LookupAnswer =
  | { readonly answer: 'listed'; readonly listing: Listing; readonly cacheSecs: number }
  | { readonly answer: 'not-listed'; readonly cacheSecs: number }
  | { readonly answer: 'stale'; readonly listing: Listing | null; readonly cacheSecs: number }
  | { readonly answer: 'unavailable'; readonly reason: string };
