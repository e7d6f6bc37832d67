import { z } from 'zod';
import { threatSchema } from './threat.ts';

/** How much a listing blocks. `url`: one expression with query; `path`: a path prefix; `host`; `domain`: a host and all below it. */
export const scopes = ['url', 'path', 'host', 'domain'] as const;
export type Scope = (typeof scopes)[number];

/**
 * - `active`: block it.
 * - `held`: malicious, but not published: the allow list or its blast radius stands against it, people decide (`hold` says why and how many).
 * - `paused`: a person took it off for now; visits go on, and it can be resumed.
 * - `expired`: no longer true, or no longer known to be; remembered for a while, so that it comes back with its history.
 * - `overturned`: a person decided that it is wrong; the machine can't bring it back for a year.
 */
export const listingStates = ['active', 'held', 'paused', 'expired', 'overturned'] as const;
export type ListingState = (typeof listingStates)[number];

/** Why a listing left the list: its time was over, looks found it clean or gone, a person paused or overturned it, or it came to be held. */
export const endings = ['expired', 'clean', 'paused', 'overturned', 'held'] as const;
export type Ending = (typeof endings)[number];

/** One time that it was on the list, and how that ended. */
export const earlierListingSchema = z.object({ listedAtMs: z.number(), endedAtMs: z.number(), ending: z.enum(endings) });
export type EarlierListing = z.infer<typeof earlierListingSchema>;

/** How much a listing would block, as far as it is known when it is decided. */
export const blastRadiusSchema = z.object({
  /** Look-ups a day, by this store's own counts of the last week, that it would newly block; an upper bound, since counts are by hash prefix. */
  lookupsPerDay: z.number(),
  /** Pages that it would block and that this store has seen to be decent in the last thirty days, about: its tenants, where it has any. */
  decentUrls: z.number(),
  /** The smallest top list that holds its domain (200, 500 ... 20,000); null for none. */
  rank: z.number().nullable(),
  /** Days since the look that it rests on. */
  evidenceAgeDays: z.number(),
});
export type BlastRadius = z.infer<typeof blastRadiusSchema>;

/** What a held listing waits for. */
export const holdSchema = z.object({
  /** `shared`: a whole shared host or public suffix, which nobody can release. */
  kind: z.enum(['allow-list', 'radius', 'shared']).default('allow-list'),
  /** Why, sentences. */
  says: z.string(),
  /** Reviewers that must approve, each another person's key. */
  approvalsNeeded: z.number().int(),
  approvals: z.number().int(),
});
export type Hold = z.infer<typeof holdSchema>;

export const listingSchema = z.object({
  v: z.literal(1),
  /** Safe Browsing expression ("host/path?query", "host/"), which is also its identity. */
  expression: z.string(),
  scope: z.enum(scopes),
  /** Why this scope, a sentence. */
  scopeReason: z.string(),
  threat: threatSchema,
  /** Probability of being malicious, 0 to 1. */
  score: z.number(),
  brand: z.string().nullable(),
  /** A decent site that was broken into: its owner is a victim as well. */
  compromised: z.boolean(),
  state: z.enum(listingStates),
  /** First and last look that found it malicious. Epoch milliseconds, as all times here. */
  firstSeenMs: z.number(),
  lastSeenMs: z.number(),
  expiresAtMs: z.number(),
  /** Since when it has been on the list without a break; null where it isn't on the list. */
  listedAtMs: z.number().nullable().default(null),
  /** When anything of this record was last changed. */
  changedAtMs: z.number().default(0),
  /** Version of the policy that gave the verdict, and of the data that made a listing of it. */
  policy: z.string(),
  versions: z.object({
    /** Schema of the verdict (records/verdict.ts). */
    verdict: z.number().int(),
    allowList: z.string(),
    hosting: z.string(),
    ageing: z.string(),
  }).default({ verdict: 1, allowList: '', hosting: '', ageing: '' }),
  urlKey: z.string(),
  captureKey: z.string().nullable(),
  /** Kinds of source that named it; a feed by its name ("feed:urlhaus"), everything else by its kind alone. Never a person. */
  sources: z.array(z.string()),
  /** Looks in a row that found it gone, cleaned or parked. */
  cleanLooks: z.number().int(),
  /** Set while the state is `held`. */
  hold: holdSchema.nullable().default(null),
  /** As measured when it was last decided whether to publish it; null where no verdict of a machine decided. */
  radius: blastRadiusSchema.nullable().default(null),
  /** Times that it was on the list before, newest first, at most eight. */
  earlier: z.array(earlierListingSchema).default([]),
  /** What a person wrote who paused or overturned it; null otherwise. */
  note: z.string().nullable().default(null),
});
export type Listing = z.infer<typeof listingSchema>;

/** What of a listing a look-up needs: all that a replica keeps in memory. */
export const listedFactsSchema = listingSchema.pick({ expression: true, scope: true, threat: true, score: true, compromised: true, expiresAtMs: true });
/** `score` is kept in hundredths, `expiresAtMs` in whole seconds, rounded down. */
export type ListedFacts = z.infer<typeof listedFactsSchema>;

/**
 * - `listed`: is on the list since this row.
 * - `renewed`: was on the list and is; threat, scope, score or expiry may be other than before.
 * - `held`, `paused`, `delisted`: is not on the list; where `was` is null it was not before either.
 */
export const changeKinds = ['listed', 'renewed', 'held', 'paused', 'delisted'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** One row of the change log, in order of `seq`. What was on any list at any place of the log follows from the rows alone. */
export const changeSchema = z.object({
  /** Decimal, one more than the row before it. */
  seq: z.string(),
  atMs: z.number(),
  kind: z.enum(changeKinds),
  expression: z.string(),
  /** SHA-256 of the expression, hex. */
  hash: z.string(),
  threat: threatSchema,
  /** The threat under which it was on the list just before this row; null where it wasn't on the list. */
  was: threatSchema.nullable(),
  scope: z.enum(scopes),
  score: z.number(),
  brand: z.string().nullable(),
  compromised: z.boolean(),
  expiresAtMs: z.number(),
});
export type Change = z.infer<typeof changeSchema>;

/** Whether the row leaves its expression on the list. */
export const isOnList = ({ kind }: Pick<Change, 'kind'>): boolean => kind === 'listed' || kind === 'renewed';

/**
 * - `listed`: block it; `listing` says why.
 * - `not-listed`: nothing is known against it. Not a promise that it is safe.
 * - `stale`: the store is behind; `listing` is what was true last.
 * - `unavailable`: nobody could be asked. Decide by your own default.
 */
export type LookupAnswer =
  | { readonly answer: 'listed'; readonly listing: ListedFacts; readonly cacheSecs: number }
  | { readonly answer: 'not-listed'; readonly cacheSecs: number }
  | { readonly answer: 'stale'; readonly listing: ListedFacts | null; readonly cacheSecs: number }
  | { readonly answer: 'unavailable'; readonly reason: string };
