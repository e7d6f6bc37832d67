import { z } from 'zod';
import { shapeOf } from '../reputation/search/shape.ts';
import { behaviourSchema, connectionSchema, dialogSchema, downloadSchema, formSchema, hopSchema, laneSchema, partNames, requestSchema, tlsSchema, valueOr, visitOutcomeSchema, type Capture, type PartName } from '../records/index.ts';

/** How many rows of a part go out at most; `counts` tells how many there are. */
const mostRows = 300;

const partStateSchema = z.object({
  state: z.enum(['collected', 'failed', 'skipped']),
  /** Why it was not collected, or what was cut away at a cap. */
  note: z.string().nullable(),
  /** Rows collected; null where the part is no list. */
  rows: z.number().int().nullable(),
});

/** A capture without its texts and bodies: what a person reads first, and where the rest is to be had. */
export const captureSummarySchema = z.object({
  key: z.string(),
  urlKey: z.string(),
  url: z.string(),
  finalUrl: z.string(),
  lane: laneSchema,
  profile: z.string(),
  startedAtMs: z.number(),
  elapsedMs: z.number(),
  outcome: visitOutcomeSchema,
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  parts: z.record(z.string(), partStateSchema),
  title: z.string().nullable(),
  /** Hash of what the page is made of: others of the same shape look the same (`GET /v1/search?shape=`). */
  shape: z.string().nullable(),
  redirects: z.array(hopSchema),
  forms: z.array(formSchema),
  requests: z.array(requestSchema.omit({ postData: true })),
  behaviour: z.array(behaviourSchema),
  dialogs: z.array(dialogSchema),
  downloads: z.array(downloadSchema.omit({ body: true })),
  tls: z.array(tlsSchema),
  connections: z.array(connectionSchema),
});
export type CaptureSummary = z.infer<typeof captureSummarySchema>;

export const summaryOfCapture = (key: string, capture: Capture): CaptureSummary => {
  const { urlKey, url, finalUrl, lane, profile, startedAtMs, elapsedMs, outcome, failure, parts } = capture;
  return {
    key, urlKey, url, finalUrl, lane, profile, startedAtMs, elapsedMs, outcome, failure,
    parts: Object.fromEntries(partNames.map((name) => [name, stateOf(parts[name])])),
    title: valueOr(parts.frames, [])[0]?.title ?? null,
    shape: shapeOf(capture),
    redirects: valueOr(parts.redirects, []).slice(0, mostRows),
    forms: valueOr(parts.forms, []).slice(0, mostRows),
    requests: valueOr(parts.requests, []).slice(0, mostRows).map(({ postData: _, ...request }) => request),
    behaviour: valueOr(parts.behaviour, []).slice(0, mostRows),
    dialogs: valueOr(parts.dialogs, []).slice(0, mostRows),
    downloads: valueOr(parts.downloads, []).slice(0, mostRows).map(({ body: _, ...download }) => download),
    tls: valueOr(parts.tls, []).slice(0, mostRows),
    connections: valueOr(parts.connections, []).slice(0, mostRows),
  };
};

const stateOf = (part: Capture['parts'][PartName]): z.infer<typeof partStateSchema> =>
  (part.state === 'collected'
    ? { state: part.state, note: part.cut, rows: Array.isArray(part.value) ? part.value.length : null }
    : { state: part.state, note: part.why, rows: null });
