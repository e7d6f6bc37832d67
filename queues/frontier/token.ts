import { randomBytes } from 'node:crypto';

/** "<partition>.<16 characters of base64url>": 12 random bytes that only the holder of a lease knows. */
export const tokenBytes = 12;

export const randomTokens = (count: number): Buffer => randomBytes(count * tokenBytes);

export const writeToken = (partition: number, secret: Buffer): string => `${partition}.${secret.toString('base64url')}`;

/** Null for what is no token of this frontier; a token may have been through a queue. */
export const readToken = (token: string, partitions: number): { readonly partition: number; readonly secret: Buffer } | null => {
  const [, digits, text] = /^(\d{1,4})\.([\w-]{16})$/.exec(token) ?? [];
  if (digits === undefined || text === undefined || Number(digits) >= partitions) return null;
  return { partition: Number(digits), secret: Buffer.from(text, 'base64url') };
};
