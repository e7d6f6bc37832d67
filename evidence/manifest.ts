import { z } from 'zod';
import { partNames, type Capture } from '../records/index.ts';
import { sha256Of } from './blobs.ts';

/**
 * A manifest is the capture as JSON in which long texts and bodies have become references:
 *
 *     {"v":1, "url":…, "parts":{"html":{"state":"collected","value":{"$blob":"3fa9…","as":"utf8","bytes":48211},"cut":null}, …}}
 *
 * The schema of a capture fixes where objects stand, and hostile content only ever fills strings: no page
 * can write a reference.
 */
const referenceSchema = z.strictObject({
  $blob: z.string().regex(/^[0-9a-f]{64}$/),
  /** `utf16`: a text with half of a surrogate pair in it, which UTF-8 can't write. */
  as: z.enum(['utf8', 'utf16', 'bytes']),
  bytes: z.number().int().nonnegative(),
});
export type BlobReference = z.infer<typeof referenceSchema>;

const manifestSchema = z.looseObject({ parts: z.partialRecord(z.enum(partNames), z.unknown()) });
export type Manifest = z.infer<typeof manifestSchema>;

/** A manifest holds no long text, but hostile pages make many short ones. */
export const maxManifestBytes = 256 * 1024 * 1024;

/** Texts of more bytes than this are blobs. */
const inlineTextBytes = 1024;

/** With the `u` flag a pair is one character, so that only halves match. */
const loneSurrogate = /\p{Surrogate}/u;

export interface Packed { readonly manifest: Uint8Array; /** By SHA-256. */ readonly blobs: ReadonlyMap<string, Uint8Array> }

export const pack = (capture: Capture): Packed => {
  const blobs = new Map<string, Uint8Array>();
  const referTo = (content: Uint8Array, as: BlobReference['as']): BlobReference => {
    const sha256 = sha256Of(content);
    blobs.set(sha256, content);
    return { $blob: sha256, as, bytes: content.byteLength };
  };
  const packText = (text: string): unknown => {
    if (Buffer.byteLength(text) <= inlineTextBytes) return text;
    return loneSurrogate.test(text) ? referTo(Buffer.from(text, 'utf16le'), 'utf16') : referTo(Buffer.from(text), 'utf8');
  };
  const packAny = (value: unknown): unknown => {
    if (typeof value === 'string') return packText(value);
    if (value instanceof Uint8Array) return referTo(value, 'bytes');
    if (Array.isArray(value)) return value.map(packAny);
    if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, packAny(inner)]));
    return value;
  };
  return { manifest: Buffer.from(JSON.stringify({ ...capture, parts: packAny(capture.parts) })), blobs };
};

/** Throws where it is no manifest. */
export const readManifest = (content: Uint8Array): Manifest => manifestSchema.parse(JSON.parse(Buffer.from(content).toString()));

/** All references of one part. Throws where one is malformed. */
export const referencesIn = (value: unknown): BlobReference[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('$blob' in value) return [referenceSchema.parse(value)];
  return Object.values(value).flatMap(referencesIn);
};

/** The part with every reference replaced by its content, which `contents` holds by SHA-256. */
export const unpack = (value: unknown, contents: ReadonlyMap<string, Uint8Array>): unknown => {
  if (Array.isArray(value)) return value.map((inner) => unpack(inner, contents));
  if (typeof value !== 'object' || value === null) return value;
  if (!('$blob' in value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unpack(inner, contents)]));
  const reference = referenceSchema.parse(value);
  const content = contents.get(reference.$blob);
  if (content === undefined) throw new RangeError(`blob ${reference.$blob} was not loaded`);
  return contentOf(content, reference.as);
};

const contentOf = (content: Uint8Array, as: BlobReference['as']): string | Uint8Array => {
  switch (as) {
    case 'utf8': return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString();
    case 'utf16': return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf16le');
    // A plain array of its own: a Buffer would share the pool it was read into.
    case 'bytes': return Uint8Array.from(content);
    default: return as satisfies never;
  }
};
