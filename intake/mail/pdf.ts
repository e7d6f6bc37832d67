import { inflateSync } from 'node:zlib';
import type { Allowance } from './contract.ts';
import { pngOf } from './png.ts';
import { urlsInText } from './text.ts';

/**
 * What a reader of a PDF can follow: link annotations and scripts, and the pictures that may hold a code. Reads the
 * file's objects as they lie, also those in packed object streams (ISO 32000-1, 7.5.7); no page is drawn and nothing run.
 */
export interface PdfFindings {
  readonly urls: readonly string[];
  /** JPEG or PNG. */
  readonly pictures: readonly Uint8Array[];
  /** Its strings can't be read without a password. */
  readonly isLocked: boolean;
}

const longestStream = 20_000_000;
const mostStreams = 2000;
const mostPictures = 20;

export const readPdf = (bytes: Buffer, allowance: Allowance): PdfFindings => {
  const file = bytes.toString('latin1');
  const urls = new Set<string>();
  const pictures: Uint8Array[] = [];
  collectUris(file, urls);
  let streams = 0;
  for (let at = file.indexOf('stream'); at >= 0 && streams < mostStreams; at = file.indexOf('stream', at + 6)) {
    if (file.startsWith('end', at - 3)) continue;
    streams += 1;
    const start = at + 6 + (file.startsWith('\r\n', at + 6) ? 2 : 1);
    const end = file.indexOf('endstream', start);
    if (end < 0) break;
    const dictionary = file.slice(Math.max(file.lastIndexOf('obj', at), at - 4000), at);
    const body = bytes.subarray(start, end);
    if (/\/Subtype\s*\/Image/.test(dictionary)) {
      const picture = pictures.length < mostPictures ? pictureOf(dictionary, body, allowance) : null;
      if (picture !== null) pictures.push(picture);
    } else if (/\/FlateDecode|\/Fl\b/.test(dictionary) && /\/ObjStm|\/JS|\/JavaScript|\/Type\s*\/XObject|\/First/.test(dictionary)) {
      const text = inflated(body, allowance)?.toString('latin1');
      if (text !== undefined) collectUris(text, urls);
    }
    at = end;
  }
  return { urls: [...urls], pictures, isLocked: /\/Encrypt\s+\d+\s+\d+\s+R/.test(file) };
};

const inflated = (body: Buffer, allowance: Allowance): Buffer | null => {
  try {
    const text = inflateSync(body, { maxOutputLength: Math.max(1, Math.min(longestStream, allowance.unpackedBytes)), finishFlush: 2 /* Z_SYNC_FLUSH: what a broken end leaves is read as well */ });
    allowance.unpackedBytes -= text.length;
    return text;
  } catch {
    return null;
  }
};

/** "/URI (...)", "/URI <...>", "/JS (...)". */
const collectUris = (text: string, urls: Set<string>): void => {
  for (const match of text.matchAll(/\/(URI|JS|F|UF)\s{0,10}([(<])(?!<)/g)) {
    const value = match[2] === '(' ? literalAt(text, match.index + match[0].length) : hexAt(text, match.index + match[0].length);
    if (match[1] === 'JS') for (const url of urlsInText(value)) urls.add(url);
    else if (/^\s*(?:https?:|www\.)/i.test(value)) urls.add(value.trim());
  }
};

const longestString = 65_536;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A literal string from after its "(" (ISO 32000-1, 7.3.4.2). */
const literalAt = (text: string, start: number): string => {
  let value = '';
  let depth = 1;
  for (let at = start; at < Math.min(text.length, start + longestString); at += 1) {
    const character = text.charAt(at);
    if (character === '\\') {
      const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
      value += octal === undefined ? escapes[text.charAt(at + 1)] ?? text.charAt(at + 1) : String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      at += octal?.length ?? 1;
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')' && (depth -= 1) === 0) break;
    value += character;
  }
  return asText(Buffer.from(value, 'latin1'));
};

const hexAt = (text: string, start: number): string => {
  const end = text.indexOf('>', start);
  return end < 0 || end - start > longestString ? '' : asText(Buffer.from(text.slice(start, end).replace(/\s/g, ''), 'hex'));
};

const asText = (bytes: Buffer): string => (bytes[0] === 0xfe && bytes[1] === 0xff ? Buffer.from(bytes.subarray(2, bytes.length & ~1)).swap16().toString('utf16le') : bytes.toString('utf8'));

const most = { side: 6000 } as const;

/** A picture as a file of its own: JPEG as it lies, packed samples of grey and colour as a PNG. Null for the other filters (CCITT, JBIG2, JPEG 2000). */
const pictureOf = (dictionary: string, body: Buffer, allowance: Allowance): Uint8Array | null => {
  if (/\/DCTDecode/.test(dictionary)) return body;
  const number = (key: string): number => Number(new RegExp(`/${key}\\s{1,5}(\\d{1,6})\\b`).exec(dictionary)?.[1] ?? 0);
  const [width, height, bits, predictor] = [number('Width'), number('Height'), number('BitsPerComponent') || 1, number('Predictor')];
  const colours = /\/DeviceRGB|\/N\s+3\b/.test(dictionary) ? 3 : 1;
  if (!/\/FlateDecode/.test(dictionary) || width === 0 || height === 0 || width > most.side || height > most.side || ![1, 2, 4, 8].includes(bits) || predictor === 2) return null;
  const raw = inflated(body, allowance);
  if (raw === null) return null;
  const rowBytes = Math.ceil((width * bits * colours) / 8);
  // With a PNG predictor the rows begin with their filter already.
  if (predictor >= 10) return pngOf({ width, height, bits, colours }, raw.subarray(0, (rowBytes + 1) * height));
  if (raw.length < rowBytes * height) return null;
  const rows = Buffer.alloc((rowBytes + 1) * height);
  for (let row = 0; row < height; row += 1) raw.copy(rows, row * (rowBytes + 1) + 1, row * rowBytes, (row + 1) * rowBytes);
  return pngOf({ width, height, bits, colours }, rows);
};
