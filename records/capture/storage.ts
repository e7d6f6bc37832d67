import { z } from 'zod';

// What the page leaves in its visitor's browser.

/** A cookie that the visit held at its end. */
export const cookieSchema = z.object({
  name: z.string(),
  /** At most 1 KiB; `bytes` is its real length. */
  value: z.string(),
  bytes: z.number().int(),
  domain: z.string(),
  path: z.string(),
  /** Epoch seconds; null for a cookie of the session. */
  expires: z.number().nullable(),
  httpOnly: z.boolean(),
  secure: z.boolean(),
  sameSite: z.string().nullable(),
});
export type CookieRecord = z.infer<typeof cookieSchema>;

/** What one origin keeps in its visitor's browser. Keys and values are cut. */
export const storageSchema = z.object({
  origin: z.string(),
  local: z.array(z.tuple([z.string(), z.string()])),
  session: z.array(z.tuple([z.string(), z.string()])),
  /** Names of IndexedDB databases, of caches, and scripts of registered service workers. */
  databases: z.array(z.string()),
  caches: z.array(z.string()),
  serviceWorkers: z.array(z.string()),
});
export type OriginStorage = z.infer<typeof storageSchema>;
