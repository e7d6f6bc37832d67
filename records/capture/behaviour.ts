import { z } from 'zod';

// What the page does.

/** What the page tried to do to its visitor, seen from inside the page or by the browser. */
export const behaviourKinds = [
  'clipboard-write', 'clipboard-read', 'popup', 'fullscreen', 'keyboard-lock', 'pointer-lock', 'notification-request', 'permission-request',
  'print', 'vibrate', 'history-push', 'beforeunload', 'audio', 'worker', 'wasm', 'websocket', 'webrtc', 'eval', 'document-write', 'wallet-request',
  'external-protocol', 'contextmenu-blocked', 'key-blocked', 'field-read', 'environment-test', 'debugger-trap',
  // Code made out of text: `detail` is the decoded text (decode), the interface asked (fingerprint).
  'decode', 'fingerprint',
  'form-submit', 'service-worker', 'credential-request', 'payment-request', 'device-request', 'file-picker', 'protocol-handler', 'wake-lock',
] as const;
export type BehaviourKind = (typeof behaviourKinds)[number];

export const behaviourSchema = z.object({
  kind: z.enum(behaviourKinds),
  /** The text, URL or name it was done with. At most 4 KiB. */
  detail: z.string(),
  /** The way it was done where there are several: "async", "exec-command", "copy-event" for the clipboard. */
  via: z.string().optional(),
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

export const consoleSchema = z.object({ level: z.string(), text: z.string() });

/** An exception that no script of the page caught. */
export const pageErrorSchema = z.object({
  message: z.string(),
  /** Where it was thrown; null where Chromium does not say. */
  url: z.string().nullable(),
  line: z.number().int().nullable(),
  atMs: z.number(),
});
export type PageError = z.infer<typeof pageErrorSchema>;

/** What the page cost its visitor's machine. */
export const costSchema = z.object({
  /** CPU of the page's main thread, of its last document's process; workers not counted. */
  cpuMs: z.number(),
  /** Main thread: all tasks, of them scripts, and layout. */
  taskMs: z.number(),
  scriptMs: z.number(),
  layoutMs: z.number(),
  /** JavaScript heap in use at the end. */
  heapBytes: z.number().int(),
  nodes: z.number().int(),
  listeners: z.number().int(),
});
export type VisitCost = z.infer<typeof costSchema>;
