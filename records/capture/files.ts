import { z } from 'zod';
import { bytesSchema } from './bytes.ts';

// Files, pictures, and what was read out of them.

export const downloadSchema = z.object({
  url: z.string(),
  /** As the server or page names it; hostile, never used as a path. */
  name: z.string(),
  /** MIME type as sent, and as told by content. */
  claimedType: z.string().nullable(),
  detectedType: z.string().nullable(),
  bytes: z.number().int(),
  sha256: z.string(),
  /** What is inside of an archive, null where it is none. Names are hostile ("../", absolute): shown, never used as a path. */
  archive: z.object({
    names: z.array(z.string()),
    encrypted: z.boolean(),
    /** "zip", "rar", "7z", "tar", "gzip", "iso", "cab", ... */
    format: z.string().optional(),
    /** What it says that it unpacks to. */
    unpackedBytes: z.number().optional(),
    /** What was cut away at a cap, as a sentence; absent where it is whole. */
    cut: z.string().optional(),
  }).nullable(),
  /** True where no gesture of the visitor preceded it. */
  unprompted: z.boolean(),
  /** True where the file was larger than is kept, or did not come to its end: `body` is empty, `bytes` what came, `sha256` "" where it was not read whole. */
  isCut: z.boolean().optional(),
  body: bytesSchema,
});
export type Download = z.infer<typeof downloadSchema>;

export const faviconSchema = z.object({
  url: z.string(),
  mimeType: z.string().nullable(),
  bytes: z.number().int(),
  sha256: z.string(),
  /** MurmurHash3 (x86, 32 bits, signed) of the body's base64 with line breaks, as internet-wide scanners index it. */
  mmh3: z.number().int(),
  /** Perceptual hash: 64 bits as hex of the picture in 9 x 8 greys (dHash); equal pictures of other sizes and formats are near. Null where it could not be drawn. */
  dHash: z.string().nullable(),
  body: bytesSchema,
});
export type Favicon = z.infer<typeof faviconSchema>;

/** A two- or one-dimensional code that a camera would read. */
export const codeSchema = z.object({
  /** "QRCode", "DataMatrix", "Aztec", ... */
  format: z.string(),
  text: z.string(),
  /** Where it was seen: "screenshot", "full-screenshot", "download", or the URL of the picture. */
  seenIn: z.string(),
});
export type CodeRecord = z.infer<typeof codeSchema>;

/** Text that stands in pictures, read where the page itself has little. */
export const pictureTextSchema = z.object({
  text: z.string(),
  /** 0 to 100, as the reader rates itself. */
  confidence: z.number(),
  /** ISO 639-2 codes of the languages that it was read as. */
  languages: z.array(z.string()),
  /** As in `codes`. */
  seenIn: z.string(),
});
export type PictureText = z.infer<typeof pictureTextSchema>;

export const screenshotSchema = z.object({ type: z.literal('image/jpeg'), width: z.number().int(), height: z.number().int(), body: bytesSchema });
export type Screenshot = z.infer<typeof screenshotSchema>;
