import { z } from 'zod';
import { bytesSchema } from './bytes.ts';

// What went over the network.

/** One step from the URL asked to the page judged. `from` and `to` are absolute. */
export const hopSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** `history`: the page gave itself another address (pushState and the like) or went through its history; no request was made. */
  by: z.enum(['http', 'refresh-header', 'meta', 'script', 'form', 'click', 'history']),
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
  /** "http/1.1", "h2". */
  protocol: z.string().optional(),
  /** The address that answered, as the egress guard connected to it. */
  address: z.string().optional(),
  /** True where a service worker of the page answered in the server's place. */
  fromServiceWorker: z.boolean().optional(),
});
export type PageResponse = z.infer<typeof responseSchema>;

/** Who asked for a resource. `url`: the script or document that did, where Chromium says so. */
export const initiatorSchema = z.object({
  by: z.enum(['visitor', 'parser', 'script', 'preload', 'redirect', 'other']),
  url: z.string().nullable(),
  /** 1-based line in it. */
  line: z.number().int().nullable(),
});
export type Initiator = z.infer<typeof initiatorSchema>;

const headersSchema = z.array(z.tuple([z.string(), z.string()]));

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
  initiator: initiatorSchema.optional(),
  /** The address that answered, as the egress guard connected to it. */
  address: z.string().optional(),
  /** Bytes on the wire, headers included. */
  wireBytes: z.number().int().optional(),
  /** From the request to the first byte of the answer, and to its last. */
  firstByteMs: z.number().optional(),
  doneMs: z.number().optional(),
  /** Names lower-cased; capped in number and length. */
  requestHeaders: headersSchema.optional(),
  responseHeaders: headersSchema.optional(),
  /** "http/1.1", "h2". */
  protocol: z.string().optional(),
  /** SHA-256 of the decoded body where it is kept in `bodies`. */
  bodySha256: z.string().optional(),
});
export type RequestRecord = z.infer<typeof requestSchema>;

export const socketSchema = z.object({
  url: z.string(),
  /** The document or worker that opened it; null where it is not known. */
  openedBy: z.string().nullable(),
  atMs: z.number(),
  framesSent: z.number().int(),
  framesReceived: z.number().int(),
  bytesSent: z.number().int(),
  bytesReceived: z.number().int(),
  /** First frames of each direction, 2 KiB each at most; binary ones as base64 behind "base64:". */
  sent: z.array(z.string()),
  received: z.array(z.string()),
  failure: z.string().nullable(),
});
export type SocketRecord = z.infer<typeof socketSchema>;

export const workerSchema = z.object({ kind: z.enum(['dedicated', 'shared', 'service']), url: z.string(), atMs: z.number() });
export type WorkerRecord = z.infer<typeof workerSchema>;

/** A WebAssembly module that was compiled. */
export const wasmSchema = z.object({
  frameUrl: z.string(),
  bytes: z.number().int(),
  /** "module.name", at most 100 of each. */
  imports: z.array(z.string()),
  exports: z.array(z.string()),
  atMs: z.number(),
});
export type WasmModule = z.infer<typeof wasmSchema>;

/** A body of an answer, kept so that the page can be shown again. Decoded; once by content. */
export const bodySchema = z.object({ sha256: z.string(), mimeType: z.string().nullable(), body: bytesSchema });
export type BodyRecord = z.infer<typeof bodySchema>;
