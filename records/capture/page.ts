import { z } from 'zod';

// What the page is.

export const frameSchema = z.object({
  url: z.string(),
  /** Index of the parent in the part's array, null for the main frame (always index 0). */
  parent: z.number().int().nullable(),
  title: z.string(),
  /** Serialised DOM after scripts ran; open shadow roots are written as <template shadowrootmode>. */
  dom: z.string(),
  /** Text as a person reads it: rendered, visible, white space folded. */
  text: z.string(),
  /** HTML of this frame as its server sent it; not for the main frame (part `html`), nor where no server answered (srcdoc, blob:, data:). */
  html: z.string().optional(),
  /** Status of the answer that it came with. */
  status: z.number().int().optional(),
  /** Where it is drawn in its parent, in CSS pixels; not for the main frame, nor where it is not drawn. */
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).optional(),
  /** Attributes of its <iframe>. */
  sandbox: z.string().optional(),
  name: z.string().optional(),
  /** Declared language (<html lang>), "" where there is none. */
  lang: z.string().optional(),
  /** Elements of the document, shadow trees included. */
  elements: z.number().int().optional(),
});
export type FrameDom = z.infer<typeof frameSchema>;

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
  /** How code came to run that no server sent: `eval` is also an inline script that another script wrote, `url` one behind a data: URL. */
  via: z.enum(['eval', 'function', 'timer', 'url']).optional(),
  /** The document that it ran in. */
  frameUrl: z.string().optional(),
});
export type ScriptRecord = z.infer<typeof scriptSchema>;
