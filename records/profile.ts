import { z } from 'zod';

/** Whom a visit looks like. Data in config/data/profiles.json; user agent and client hints must tell the same story. */
export const profileSchema = z.object({
  name: z.string(),
  userAgent: z.string(),
  /** Sec-CH-UA and friends; null for browsers that send none. */
  clientHints: z.object({
    /** In the order that this version of Chrome lists them. */
    brands: z.array(z.object({ brand: z.string(), version: z.string() })),
    /** The same with whole versions. */
    fullVersionList: z.array(z.object({ brand: z.string(), version: z.string() })),
    fullVersion: z.string(),
    platform: z.string(),
    platformVersion: z.string(),
    architecture: z.string(),
    bitness: z.string(),
    model: z.string(),
    mobile: z.boolean(),
  }).nullable(),
  /** navigator.platform */
  platform: z.string(),
  /** navigator.languages, joined with commas. */
  acceptLanguage: z.string(),
  locale: z.string(),
  /** IANA name. */
  timezone: z.string(),
  /** CSS pixels, as everything here. */
  viewport: z.object({ width: z.number().int(), height: z.number().int() }),
  /** `availHeight` is what the system's bars leave of the height. */
  screen: z.object({ width: z.number().int(), height: z.number().int(), availHeight: z.number().int(), availTop: z.number().int() }),
  deviceScaleFactor: z.number(),
  touch: z.boolean(),
  /** navigator.hardwareConcurrency */
  processors: z.number().int(),
  /** navigator.deviceMemory, GiB; null for browsers that don't say. */
  memory: z.number().nullable(),
  /** What WEBGL_debug_renderer_info tells. */
  graphics: z.object({ vendor: z.string(), renderer: z.string() }),
  /** Sent as Referer of the first request, null for none. */
  referrer: z.string().nullable(),
  /** Search parameters that an advertisement or a social network adds to the URL that is asked for, null for none. */
  campaign: z.record(z.string(), z.string()).nullable(),
});
export type Profile = z.infer<typeof profileSchema>;
