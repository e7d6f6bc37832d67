import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Redis } from 'ioredis';

/**
 * Share tokens: what somebody else's resolver puts into a feed's address, who has no key here. Kept is the token's
 * SHA-256, why it was given, and until when; never who uses it, only how often in this hour.
 *
 * | key | type | holds | goes |
 * |---|---|---|---|
 * | `shares` | hash | SHA-256 of the token, base64url → share, JSON | when revoked, or found to be over |
 * | `share-use:<id>:<hour>` | integer | uses in this hour | TTL of an hour |
 */
export interface Shares {
  /** The token is told once, here. */
  create(share: NewShare, nowMs: number): Promise<Share & { readonly token: string }>;
  list(nowMs: number): Promise<Share[]>;
  /** Ends it at once. */
  revoke(id: string): Promise<'revoked' | 'unknown'>;
  /** Counts a use. `unknown` for a token that never was, was revoked or is over. */
  use(token: string, nowMs: number): Promise<{ readonly outcome: 'allowed' } | { readonly outcome: 'unknown' } | { readonly outcome: 'throttled'; readonly retryAfterSecs: number }>;
}

export interface NewShare {
  /** What it is for, a sentence of who gave it. */
  readonly reason: string;
  readonly expiresAtMs: number;
  readonly usesPerHour: number;
}

export const shareSchema = z.object({
  /** Start of the token's hash: names it, and tells nothing of it. */
  id: z.string(),
  reason: z.string(),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  usesPerHour: z.number().int(),
});
export type Share = z.infer<typeof shareSchema>;

const hourMs = 3_600_000;

export const openShares = (redis: Redis, prefix: string): Shares => {
  const base = `{${prefix}:reputation}`;
  const key = `${base}:shares`;
  const read = (stored: string): Share => shareSchema.parse(JSON.parse(stored));
  return {
    create: async (share, nowMs) => {
      const token = randomBytes(24).toString('base64url');
      const field = fieldOf(token);
      const kept: Share = { id: idOf(field), createdAtMs: nowMs, ...share };
      await redis.hset(key, field, JSON.stringify(kept));
      return { ...kept, token };
    },
    list: async (nowMs) => {
      const all = await redis.hgetall(key);
      const over = Object.entries(all).filter(([, stored]) => read(stored).expiresAtMs <= nowMs).map(([field]) => field);
      if (over.length > 0) await redis.hdel(key, ...over);
      return Object.entries(all).filter(([field]) => !over.includes(field)).map(([, stored]) => read(stored)).sort((a, b) => b.createdAtMs - a.createdAtMs);
    },
    revoke: async (id) => {
      const field = (await redis.hkeys(key)).find((known) => idOf(known) === id);
      return field !== undefined && await redis.hdel(key, field) === 1 ? 'revoked' : 'unknown';
    },
    use: async (token, nowMs) => {
      const stored = await redis.hget(key, fieldOf(token));
      const share = stored === null ? null : read(stored);
      if (share === null || share.expiresAtMs <= nowMs) return { outcome: 'unknown' };
      const hour = Math.floor(nowMs / hourMs);
      const counter = `${base}:share-use:${share.id}:${hour}`;
      const replies = await redis.multi().incr(counter).expire(counter, hourMs / 1000).exec();
      if (Number(replies?.[0]?.[1] ?? 0) <= share.usesPerHour) return { outcome: 'allowed' };
      return { outcome: 'throttled', retryAfterSecs: Math.max(1, Math.ceil(((hour + 1) * hourMs - nowMs) / 1000)) };
    },
  };
};

const fieldOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
const idOf = (field: string): string => field.slice(0, 12);
