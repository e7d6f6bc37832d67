import { z } from 'zod';
import { collectedSchema } from './collected.ts';
import { laneSchema } from './threat.ts';
import { visitOutcomeSchema } from './outcome.ts';

/**
 * A capture: all that one visit saw. In memory it is whole; at rest `evidence/` keeps long texts and
 * bodies once by content hash and puts them back on load. Everything in it is hostile and capped by
 * the collector that wrote it. Times named `atMs` count from the start of the visit.
 *
 * Writers: crawler/collectors (one part each). Readers: classifiers, evidence, api, console.
 */

/** Bytes of a body. zod has no Uint8Array of its own that survives a structured clone, so the check is by instance. */
const bytesSchema = z.instanceof(Uint8Array);

/** One step from the URL asked to the page judged. `from` and `to` are absolute. */
export const hopSchema = z.object({
  from: z.string(),
  to: z.string(),
  by: z.enum(['http', 'refresh-header', 'meta', 'script', 'form', 'click']),
  /** HTTP status for `http`, else null. */
  status: z.number().int().nullable(),
  atMs: z.number(),
});
export type Hop = z.infer<typeof hopSchema>;

/** The main document's final response. */
export const responseSchema = z.object({
  status: z.number().int(),
  /** Names lower-cased, in order, repeated ones kept. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  contentType: z.string().nullable(),
  bodyBytes: z.number().int(),
});
export type PageResponse = z.infer<typeof responseSchema>;

export const frameSchema = z.object({
  url: z.string(),
  /** Index of the parent in the part's array, null for the main frame (always index 0). */
  parent: z.number().int().nullable(),
  title: z.string(),
  /** Serialised DOM after scripts ran; open shadow roots are written as <template shadowrootmode>. */
  dom: z.string(),
  /** Text as a person reads it: rendered, visible, white space folded. */
  text: z.string(),
});
export type FrameDom = z.infer<typeof frameSchema>;

export const requestSchema = z.object({
  url: z.string(),
  method: z.string(),
  /** document, script, stylesheet, image, font, xhr, fetch, websocket, eventsource, ping, media, other */
  type: z.string(),
  /** Null while no answer came. */
  status: z.number().int().nullable(),
  mimeType: z.string().nullable(),
  /** Bytes of the decoded body; null when not known. */
  bytes: z.number().int().nullable(),
  frameUrl: z.string().nullable(),
  /** First 4 KiB of what was sent, as text. */
  postData: z.string().nullable(),
  failure: z.string().nullable(),
  atMs: z.number(),
});
export type RequestRecord = z.infer<typeof requestSchema>;

/** What a field asks for, told from type, name, id, autocomplete, label and placeholder. */
export const fieldPurposes = ['username', 'email', 'phone', 'password', 'one-time-code', 'card-number', 'card-expiry', 'card-code', 'seed-phrase', 'national-id', 'bank-account', 'pin', 'name', 'address', 'search', 'file', 'hidden', 'submit', 'other'] as const;
export type FieldPurpose = (typeof fieldPurposes)[number];

export const fieldSchema = z.object({
  type: z.string(),
  name: z.string(),
  label: z.string(),
  autocomplete: z.string(),
  purpose: z.enum(fieldPurposes),
  /** Rendered with a size and not hidden by style. */
  visible: z.boolean(),
});
export type Field = z.infer<typeof fieldSchema>;

/** A <form>, or the fields of a frame that stand outside of any (then `action` is null and `loose` true). */
export const formSchema = z.object({
  frameUrl: z.string(),
  /** Absolute; null where there is none and scripts decide. */
  action: z.string().nullable(),
  method: z.string(),
  loose: z.boolean(),
  /** Text inside of the form, with its submit buttons. At most 1 KiB. */
  text: z.string(),
  fields: z.array(fieldSchema),
});
export type Form = z.infer<typeof formSchema>;

export const linkSchema = z.object({ href: z.string(), text: z.string() });
export type Link = z.infer<typeof linkSchema>;

export const scriptSchema = z.object({
  /** Null for inline and eval'd code. */
  url: z.string().nullable(),
  kind: z.enum(['inline', 'external', 'eval']),
  sha256: z.string(),
  bytes: z.number().int(),
  /** At most 256 KiB. */
  text: z.string(),
});
export type ScriptRecord = z.infer<typeof scriptSchema>;

/** What the page tried to do to its visitor, seen from inside the page or by the browser. */
export const behaviourKinds = [
  'clipboard-write', 'clipboard-read', 'popup', 'fullscreen', 'keyboard-lock', 'pointer-lock', 'notification-request', 'permission-request',
  'print', 'vibrate', 'history-push', 'beforeunload', 'audio', 'worker', 'wasm', 'websocket', 'webrtc', 'eval', 'document-write', 'wallet-request',
  'external-protocol', 'contextmenu-blocked', 'key-blocked', 'field-read', 'environment-test', 'debugger-trap',
] as const;
export type BehaviourKind = (typeof behaviourKinds)[number];

export const behaviourSchema = z.object({
  kind: z.enum(behaviourKinds),
  /** The text, URL or name it was done with. At most 4 KiB. */
  detail: z.string(),
  frameUrl: z.string(),
  /** True where no gesture of the visitor preceded it. */
  unprompted: z.boolean(),
  /** How often the same was seen; repeated ones are counted, not repeated. */
  count: z.number().int(),
  atMs: z.number(),
});
export type Behaviour = z.infer<typeof behaviourSchema>;

export const dialogSchema = z.object({ kind: z.enum(['alert', 'confirm', 'prompt', 'beforeunload']), message: z.string(), atMs: z.number() });
export type DialogRecord = z.infer<typeof dialogSchema>;

export const downloadSchema = z.object({
  url: z.string(),
  /** As the server or page names it; hostile, never used as a path. */
  name: z.string(),
  /** MIME type as sent, and as told by content. */
  claimedType: z.string().nullable(),
  detectedType: z.string().nullable(),
  bytes: z.number().int(),
  sha256: z.string(),
  /** Names inside of an archive, null where it is none. */
  archive: z.object({ names: z.array(z.string()), encrypted: z.boolean() }).nullable(),
  /** True where no gesture of the visitor preceded it. */
  unprompted: z.boolean(),
  body: bytesSchema,
});
export type Download = z.infer<typeof downloadSchema>;

export const tlsSchema = z.object({
  host: z.string(),
  protocol: z.string().nullable(),
  issuer: z.string(),
  subject: z.string(),
  /** DNS names of the certificate, empty where only Chromium's summary was to be had. */
  names: z.array(z.string()),
  /** Epoch seconds. */
  validFrom: z.number(),
  validTo: z.number(),
  /** Null when the chain verified, else the verifier's code, "unverified" where nobody checked. */
  error: z.string().nullable(),
});
export type TlsRecord = z.infer<typeof tlsSchema>;

/** What the egress guard saw for this visit. */
export const connectionSchema = z.object({
  host: z.string(),
  port: z.number().int(),
  addresses: z.array(z.string()),
  /** The address that was connected to; null when refused or unreachable. */
  address: z.string().nullable(),
  /** Null when it was let through, else the guard's code. */
  refused: z.string().nullable(),
  bytesUp: z.number().int(),
  bytesDown: z.number().int(),
});
export type ConnectionRecord = z.infer<typeof connectionSchema>;

export const consoleSchema = z.object({ level: z.string(), text: z.string() });

export const screenshotSchema = z.object({ type: z.literal('image/jpeg'), width: z.number().int(), height: z.number().int(), body: bytesSchema });
export type Screenshot = z.infer<typeof screenshotSchema>;

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
  screenshot: collectedSchema(screenshotSchema),
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
