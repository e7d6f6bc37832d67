import { z } from 'zod';
import { uniquelyNamed } from '../named.ts';
import { sources } from '../sources/index.ts';

/** One feed that is pulled on schedule, as the file of the setting `feeds` names it. */
export const feedSchema = z.strictObject({
  /** Also its kind of source in submissions and listings: "feed:<name>". */
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,40}$/, 'must be up to 41 lower-case letters, digits, "_" and "-"'),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }),
  /** Minutes from one pull to the next; publishers ask for no less than five. */
  everyMinutes: z.number().min(5, 'must be at least 5').max(10_080, 'must be at most 10080, a week').default(60),
  /** Of a format of intake/sources; null recognises it anew at every pull. */
  format: z.enum(sources.map(({ name }) => name) as [string, ...string[]]).nullable().default(null),
  /** 0 is visited first. */
  priority: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).default(1),
  /** 0 (anybody) to 1 (a curated feed). */
  trust: z.number().min(0).max(1).default(0.7),
  /** Sent with the request: a feed's key goes here. */
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/, 'is no header name'), z.string().max(4096)).default({}),
  /** A pull that is larger is cut there, with a word about it. */
  maxBytes: z.number().int().min(1000).max(4e9).default(500_000_000),
});
export type Feed = z.infer<typeof feedSchema>;

export const feedsSchema = uniquelyNamed(feedSchema, 'feeds');

/** What is remembered of a feed from one pull to the next, and told to people. */
export const feedStateSchema = z.object({
  /** Epoch milliseconds; 0 is at once. */
  nextAtMs: z.number(),
  /** For the next request's If-None-Match and If-Modified-Since; null where the publisher gave none. */
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  lastPullMs: z.number().nullable(),
  /** The last pull that brought or confirmed the feed. */
  lastGoodMs: z.number().nullable(),
  /** In a row. */
  failures: z.number().int(),
  /** A sentence, null after a good pull. */
  lastProblem: z.string().nullable(),
  pulls: z.number().int(),
  /** Entries over all pulls: read, of those never seen before by anybody, and not taken. */
  read: z.number().int(),
  fresh: z.number().int(),
  refused: z.number().int(),
});
export type FeedState = z.infer<typeof feedStateSchema>;

export const newFeed: FeedState = { nextAtMs: 0, etag: null, lastModified: null, lastPullMs: null, lastGoodMs: null, failures: 0, lastProblem: null, pulls: 0, read: 0, fresh: 0, refused: 0 };
