import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Redis } from 'ioredis';
import { z } from 'zod';

/**
 * API keys: what a client may do, until when. A key is "hk_<id>_<secret>"; kept is the SHA-256 of the secret
 * (256 random bits: nothing to guess, so that a slow hash would add nothing), told is the key once.
 *
 * `<prefix>:api:keys` is a hash of id → key as JSON. Keys are never deleted: a revoked one stays, so that the
 * audit can be read.
 */
export const roles = ['reader', 'reviewer', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** `read`: look-ups, feeds, evidence. `submit`: submissions, recrawls, shares. `review`: decisions about listings. `administer`: keys and audit. */
export const permissions = ['read', 'submit', 'review', 'administer'] as const;
export type Permission = (typeof permissions)[number];

const allowed: Readonly<Record<Role, readonly Permission[]>> = {
  reader: ['read'],
  reviewer: ['read', 'submit', 'review'],
  administrator: permissions,
};

export const apiKeySchema = z.object({
  id: z.string(),
  /** What it is for, in the words of who made it. */
  name: z.string(),
  role: z.enum(roles),
  /** Less than the role allows; null for all of it. */
  scopes: z.array(z.enum(permissions)).nullable(),
  createdAtMs: z.number(),
  expiresAtMs: z.number(),
  revokedAtMs: z.number().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
const storedSchema = apiKeySchema.extend({ sha256: z.string() });
type StoredKey = z.infer<typeof storedSchema>;

export const mayDo = ({ role, scopes }: Pick<ApiKey, 'role' | 'scopes'>, permission: Permission): boolean =>
  allowed[role].includes(permission) && (scopes === null || scopes.includes(permission));

export interface NewKey { readonly name: string; readonly role: Role; readonly scopes: readonly Permission[] | null; readonly expiresAtMs: number }

export interface KeyRing {
  /** Whether any key was ever made: from then on this machine needs one as well. */
  readonly isEmpty: boolean;
  /** From memory, at most a refresh old. Null where the text is no key that was made here. */
  find(text: string): ApiKey | null;
  create(key: NewKey, nowMs: number): Promise<ApiKey & { readonly key: string }>;
  list(): Promise<ApiKey[]>;
  revoke(id: string, nowMs: number): Promise<'revoked' | 'unknown'>;
  /** Reads what others made or revoked; called on schedule. */
  refresh(): Promise<void>;
}

export const openKeys = (redis: Redis, prefix: string): KeyRing => {
  const name = `{${prefix}:api}:keys`;
  let known = new Map<string, StoredKey>();
  const read = async (): Promise<void> => {
    known = new Map(Object.entries(await redis.hgetall(name)).map(([id, text]) => [id, storedSchema.parse(JSON.parse(text))]));
  };
  const write = async (key: StoredKey): Promise<void> => {
    await redis.hset(name, key.id, JSON.stringify(key));
    known.set(key.id, key);
  };
  return {
    get isEmpty() { return known.size === 0; },
    find: (text) => {
      const [, id = '', secret = ''] = /^hk_([A-Za-z0-9]{8})_([A-Za-z0-9_-]{43})$/.exec(text) ?? [];
      const stored = known.get(id);
      const isSame = timingSafeEqual(Buffer.from(sha256Of(secret)), Buffer.from(stored?.sha256 ?? sha256Of('')));
      return stored !== undefined && isSame ? withoutHash(stored) : null;
    },
    create: async ({ name: label, role, scopes, expiresAtMs }, nowMs) => {
      const id = randomBytes(4).toString('hex');
      const secret = randomBytes(32).toString('base64url');
      const stored: StoredKey = { id, name: label, role, scopes: scopes === null ? null : [...scopes], createdAtMs: nowMs, expiresAtMs, revokedAtMs: null, sha256: sha256Of(secret) };
      await write(stored);
      return { ...withoutHash(stored), key: `hk_${id}_${secret}` };
    },
    list: async () => {
      await read();
      return [...known.values()].map(withoutHash).sort((a, b) => a.createdAtMs - b.createdAtMs);
    },
    revoke: async (id, nowMs) => {
      await read();
      const stored = known.get(id);
      if (stored === undefined) return 'unknown';
      await write({ ...stored, revokedAtMs: stored.revokedAtMs ?? nowMs });
      return 'revoked';
    },
    refresh: read,
  };
};

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
const withoutHash = ({ sha256: _, ...key }: StoredKey): ApiKey => key;
