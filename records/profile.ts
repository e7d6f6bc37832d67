import { z } from 'zod';

/** Whom a visit looks like. Data in config/data/profiles.json; user agent and client hints must tell the same story. */
export const profileSchema = z.object({
  name: z.string(),
  userAgent: z.string(),
  /** Sec-CH-UA-Platform and friends; null for browsers that send none. */
  clientHints: z.object({
    brands: z.array(z.object({ brand: z.string(), version: z.string() })),
    platform: z.string(),
    platformVersion: z.string(),
    architecture: z.string(),
    model: z.string(),
    mobile: z.boolean(),
  }).nullable(),
  /** navigator.platform */
  platform: z.string(),
  acceptLanguage: z.string(),
  locale: z.string(),
  timezone: z.string(),
  viewport: z.object({ width: z.number().int(), height: z.number().int() }),
  deviceScaleFactor: z.number(),
  touch: z.boolean(),
  /** Sent as Referer of the first request, null for none. */
  referrer: z.string().nullable(),
});
export type Profile = z.infer<typeof profileSchema>;
