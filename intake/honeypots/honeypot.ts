import { z } from 'zod';
import { uniquelyNamed } from '../named.ts';
import { honeypotKinds } from './lines.ts';

/** One log of a honeypot that is followed, as the file of the setting `honeypots` names it. */
export const honeypotSchema = z.strictObject({
  /** Also its kind of source in submissions and listings: "honeypot:<name>". */
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,40}$/, 'must be up to 41 lower-case letters, digits, "_" and "-"'),
  /** The log as it is written to. */
  file: z.string().min(1, 'must name a file'),
  kind: z.enum(honeypotKinds, `must be one of ${honeypotKinds.join(', ')}`),
  priority: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).default(1),
  /** 0 (anybody) to 1: nobody has a good reason to talk to a honeypot. */
  trust: z.number().min(0).max(1).default(0.8),
});
export type Honeypot = z.infer<typeof honeypotSchema>;

export const honeypotsSchema = uniquelyNamed(honeypotSchema, 'honeypots');

/** Where a log was left, and what came of it. */
export const honeypotStateSchema = z.object({
  /** The file that was read, by its number on the disk, and how far; null before the first look. */
  inode: z.number().nullable(),
  offset: z.number().int(),
  nextAtMs: z.number(),
  failures: z.number().int(),
  lastProblem: z.string().nullable(),
  /** Lines read and those that couldn't be, URLs found, of those never seen before by anybody, and not taken. */
  lines: z.number().int(),
  unreadable: z.number().int(),
  urls: z.number().int(),
  fresh: z.number().int(),
  refused: z.number().int(),
});
export type HoneypotState = z.infer<typeof honeypotStateSchema>;
export const newHoneypot: HoneypotState = { inode: null, offset: 0, nextAtMs: 0, failures: 0, lastProblem: null, lines: 0, unreadable: 0, urls: 0, fresh: 0, refused: 0 };
