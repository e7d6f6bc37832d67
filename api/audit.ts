import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { z } from 'zod';

/**
 * What people changed through this server, and with which key: append-only, each row chained to the one before
 * by a hash, so that a row that was changed or taken out later shows. Submissions, recrawls and appeals are not
 * in it: nobody is to be known by what they ask.
 */
export const auditRowSchema = z.object({
  number: z.number().int(),
  atMs: z.number(),
  /** Id of a key, "settings" for the one of the settings, "this-machine" where no key is needed yet, "cli". */
  who: z.string(),
  /** Method and route, or the command. */
  action: z.string(),
  /** What it was about: parameters and body, cut at 2,000 characters of JSON. */
  about: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRowSchema>;

export interface Audit {
  append(who: string, action: string, about: unknown, nowMs: number): Promise<void>;
  /** Rows after `number`, oldest first. */
  rows(afterNumber: number, max: number): Promise<AuditRow[]>;
}

const lua = readFileSync(new URL('./lua/audit.lua', import.meta.url), 'utf8');

export const openAudit = (redis: Redis, prefix: string): Audit => {
  const [stream, newest] = [`{${prefix}:api}:audit`, `{${prefix}:api}:audit-hash`];
  return {
    append: async (who, action, about, nowMs) => {
      await redis.eval(lua, 2, stream, newest, JSON.stringify({ atMs: nowMs, who, action, about: JSON.stringify(about).slice(0, 2000) }));
    },
    rows: async (afterNumber, max) => {
      const rows = await redis.xrange(stream, `${afterNumber + 1}-0`, '+', 'COUNT', max);
      return rows.map(([id, [, row = '{}', , hash = '']]) => auditRowSchema.parse({ number: Number(id.split('-')[0]), ...JSON.parse(row) as object, hash }));
    },
  };
};

/** The hash that this row must have after one with the hash `before` ('' for the first). */
export const auditHash = (before: string, { atMs, who, action, about }: Pick<AuditRow, 'atMs' | 'who' | 'action' | 'about'>): string =>
  createHash('sha1').update(`${before} ${JSON.stringify({ atMs, who, action, about })}`).digest('hex');
