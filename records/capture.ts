import { z } from 'zod';
import { collectedSchema } from './collected.ts';
import { laneSchema } from './threat.ts';
import { visitOutcomeSchema } from './outcome.ts';
import { behaviourSchema, consoleSchema, costSchema, dialogSchema, pageErrorSchema } from './capture/behaviour.ts';
import { codeSchema, downloadSchema, faviconSchema, pictureTextSchema, screenshotSchema } from './capture/files.ts';
import { formSchema, frameSchema, linkSchema, scriptSchema } from './capture/page.ts';
import { formSubmissionSchema } from './capture/submission.ts';
import { cookieSchema, storageSchema } from './capture/storage.ts';
import { connectionSchema, tlsSchema } from './capture/tls.ts';
import { bodySchema, hopSchema, requestSchema, responseSchema, socketSchema, wasmSchema, workerSchema } from './capture/traffic.ts';

/**
 * A capture: all that one visit saw. In memory it is whole; at rest `evidence/` keeps long texts and
 * bodies once by content hash and puts them back on load. Everything in it is hostile and capped by
 * the collector that wrote it. Times named `atMs` count from the start of the visit.
 *
 * Writers: crawler/collectors (one part each). Readers: classifiers, evidence, api, console.
 *
 * An optional field is absent where the fact is not known, be it that Chromium did not tell, or that the
 * capture is older than the field; a part that a stored capture does not have reads as skipped
 * (evidence/store.ts). So old evidence stays judgeable.
 */

/** Every part of a capture. A new part is a row here and a collector. */
export const partsSchema = z.object({
  redirects: collectedSchema(z.array(hopSchema)),
  response: collectedSchema(responseSchema),
  /** Server HTML of the main document, decoded. */
  html: collectedSchema(z.string()),
  frames: collectedSchema(z.array(frameSchema)),
  requests: collectedSchema(z.array(requestSchema)),
  forms: collectedSchema(z.array(formSchema)),
  links: collectedSchema(z.array(linkSchema)),
  scripts: collectedSchema(z.array(scriptSchema)),
  behaviour: collectedSchema(z.array(behaviourSchema)),
  dialogs: collectedSchema(z.array(dialogSchema)),
  downloads: collectedSchema(z.array(downloadSchema)),
  tls: collectedSchema(z.array(tlsSchema)),
  connections: collectedSchema(z.array(connectionSchema)),
  console: collectedSchema(z.array(consoleSchema)),
  /** The first view. */
  screenshot: collectedSchema(screenshotSchema),
  /** The whole page, as far down as its cap; skipped where the first view shows all of it. */
  fullScreenshot: collectedSchema(screenshotSchema),
  errors: collectedSchema(z.array(pageErrorSchema)),
  cookies: collectedSchema(z.array(cookieSchema)),
  storage: collectedSchema(z.array(storageSchema)),
  favicons: collectedSchema(z.array(faviconSchema)),
  codes: collectedSchema(z.array(codeSchema)),
  pictureText: collectedSchema(z.array(pictureTextSchema)),
  sockets: collectedSchema(z.array(socketSchema)),
  workers: collectedSchema(z.array(workerSchema)),
  wasm: collectedSchema(z.array(wasmSchema)),
  cost: collectedSchema(costSchema),
  bodies: collectedSchema(z.array(bodySchema)),
  /** Canary submissions; skipped where they are off. */
  submissions: collectedSchema(z.array(formSubmissionSchema)),
});
export type CaptureParts = z.infer<typeof partsSchema>;
export type PartName = keyof CaptureParts;
export const partNames = Object.keys(partsSchema.shape) as [PartName, ...PartName[]];

export const captureSchema = z.object({
  v: z.literal(1),
  urlKey: z.string(),
  /** The visit form of the URL asked. */
  url: z.string(),
  /** Where the visit ended. */
  finalUrl: z.string(),
  lane: laneSchema,
  /** Name of the visitor profile (config/profiles.ts). */
  profile: z.string(),
  /** Epoch milliseconds. */
  startedAtMs: z.number(),
  elapsedMs: z.number(),
  outcome: visitOutcomeSchema,
  /** Why, for every outcome but `visited`: a code such as "dns", "refused", "address-not-public", and a sentence. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  parts: partsSchema,
});
export type Capture = z.infer<typeof captureSchema>;
