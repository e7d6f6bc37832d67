import { randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { expressionHash } from '../url/keys.ts';

/**
 * Anybody may say that a listing is wrong; a visit follows at once, and its answer can be read with the ticket.
 * Kept is what was asked about, never who asked.
 *
 * `<prefix>:appeals:ticket:<ticket>` → the appeal, JSON, thirty days; `<prefix>:appeals:open:<hash>` → the ticket of
 * the appeal about the same thing that came less than ten minutes ago: a crowd makes one visit.
 */
export const appealSchema = z.object({ ticket: z.string(), urlKey: z.string(), url: z.string(), expression: z.string().nullable(), atMs: z.number() });
export type Appeal = z.infer<typeof appealSchema>;

export interface Appeals {
  /** `isNew` is false where the same was asked a moment ago: it is that one's ticket, and no visit need be asked for. */
  open(about: Omit<Appeal, 'ticket' | 'atMs'>, nowMs: number): Promise<Appeal & { readonly isNew: boolean }>;
  get(ticket: string): Promise<Appeal | null>;
}

const keptSecs = 30 * 86_400;
const sameForSecs = 600;

export const openAppeals = (redis: Redis, prefix: string): Appeals => {
  const base = `{${prefix}:appeals}`;
  const ticketKey = (ticket: string): string => `${base}:ticket:${ticket}`;
  const get = async (ticket: string): Promise<Appeal | null> => {
    const stored = await redis.get(ticketKey(ticket));
    return stored === null ? null : appealSchema.parse(JSON.parse(stored));
  };
  return {
    get,
    open: async (about, nowMs) => {
      const openKey = `${base}:open:${expressionHash(about.expression ?? about.url).toString('base64url')}`;
      const appeal = { ...about, ticket: randomBytes(16).toString('base64url'), atMs: nowMs };
      await redis.set(ticketKey(appeal.ticket), JSON.stringify(appeal), 'EX', keptSecs);
      const before = await redis.set(openKey, appeal.ticket, 'EX', sameForSecs, 'NX', 'GET');
      const known = before === null ? null : await get(before);
      if (known === null) return { ...appeal, isNew: true };
      await redis.del(ticketKey(appeal.ticket));
      return { ...known, isNew: false };
    },
  };
};
