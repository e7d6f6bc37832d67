import { z } from 'zod';
import { laneSchema } from './threat.ts';

/** What the door takes in. `source` is a kind ("feed:urlhaus", "cli", "api", "crawl"), never a person. */
export const submissionSchema = z.object({
  url: z.string(),
  source: z.string().regex(/^[a-z0-9][a-z0-9:._-]{0,63}$/),
  /** Epoch milliseconds. */
  atMs: z.number(),
  /** 0 (anybody) to 1 (a curated feed). */
  trust: z.number().min(0).max(1),
  priority: z.number().int().min(0).max(3),
});
export type Submission = z.infer<typeof submissionSchema>;

/** 0 is visited first. */
export type Priority = 0 | 1 | 2 | 3;

/**
 * One visit to make. Written by the feeder from a frontier lease, carried by Bull, read by a lane.
 * Whoever holds it must settle, defer or bury the lease before `deadlineMs`; afterwards the frontier
 * has given the URL to somebody else, and the call answers `lease-lost`.
 */
export const crawlTaskSchema = z.object({
  v: z.literal(1),
  urlKey: z.string(),
  url: z.string(),
  lane: laneSchema,
  /** Index of the look at this URL: 0 the first, 1 the second with another profile. */
  look: z.number().int(),
  /** Lease token. */
  lease: z.string(),
  /** Epoch milliseconds. */
  deadlineMs: z.number(),
  /** Attempts that failed before this one. */
  attempts: z.number().int(),
  source: z.string(),
});
export type CrawlTask = z.infer<typeof crawlTaskSchema>;

/** A capture waiting for its verdict: keys only, the body is in evidence. */
export const judgeTaskSchema = z.object({ v: z.literal(1), task: crawlTaskSchema, captureKey: z.string() });
export type JudgeTask = z.infer<typeof judgeTaskSchema>;
