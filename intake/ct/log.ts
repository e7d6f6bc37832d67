import { z } from 'zod';
import type { LoggedNames } from './entries.ts';

/** A certificate log to follow, as the file of the setting `ctLogs` names it. */
export const ctLogSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,40}$/, 'must be up to 41 lower-case letters, digits, "_" and "-"'),
  /** Where its interface begins: "https://log.example/2026h2/". */
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).transform((url) => (url.endsWith('/') ? url : `${url}/`)),
  /** `rfc6962`: get-sth and get-entries. `static`: checkpoint and tiles. */
  kind: z.enum(['rfc6962', 'static']),
});
export type CtLog = z.infer<typeof ctLogSchema>;
export const ctLogsSchema = z.array(ctLogSchema);

/** The log's newest tree head. */
export interface TreeHead {
  /** Entries 0 to `size` - 1 are there. */
  readonly size: number;
  /** Root hash, base64. */
  readonly root: string;
  /** Epoch milliseconds; null where the head does not say. */
  readonly atMs: number | null;
}

/** How one kind of log is read. Both throw CtLogError, or the signal's reason. */
export interface CtReader {
  head(log: CtLog, signal: AbortSignal): Promise<TreeHead>;
  /** Some entries from `from` on, at least one: below `to`, and as many as the log gives at once. `next` is where to go on. */
  entries(log: CtLog, from: number, to: number, signal: AbortSignal): Promise<{ readonly entries: readonly (LoggedNames | null)[]; readonly next: number }>;
}

/** The log did not answer, or not with what its interface promises: try again later. */
export class CtLogError extends Error {
  override readonly name = 'CtLogError';
  /** Not before; epoch milliseconds where the log said so. */
  readonly retryAfterSecs: number | null;
  constructor(message: string, retryAfterSecs: number | null = null) {
    super(message);
    this.retryAfterSecs = retryAfterSecs;
  }
}
