import { isUtf8 } from 'node:buffer';
import type { ByteStream, SourceProblem } from './contract.ts';

export const maxLineBytes = 65_536;

/** Lines of one chunk: few objects for many lines, so that a million of them stay cheap. */
export type Line =
  | { readonly number: number; readonly text: string; readonly problem: null }
  | { readonly number: number; readonly text: null; readonly problem: Extract<SourceProblem, 'line-too-long' | 'not-utf8'> };

const lineFeed = 0x0a;

/**
 * Bytes as lines, in batches of what each chunk completes. Ends are LF or CRLF; a byte order mark is
 * dropped. A line over 64 KiB is never held whole. Memory: one chunk and one line.
 */
export async function* lineBatches(input: ByteStream): AsyncGenerator<Line[]> {
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for await (const bytes of input) {
    let chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (isTooLong) {
      const end = chunk.indexOf(lineFeed);
      if (end < 0) continue;
      chunk = chunk.subarray(end + 1);
      isTooLong = false;
    } else if (rest.length > 0) {
      chunk = Buffer.concat([rest, chunk]);
    }
    const end = chunk.lastIndexOf(lineFeed);
    const batch = end < 0 ? [] : linesOf(chunk.subarray(0, end), number + 1);
    number += batch.length;
    rest = end < 0 ? chunk : Buffer.from(chunk.subarray(end + 1));
    if (rest.length > maxLineBytes) {
      number += 1;
      batch.push({ number, text: null, problem: 'line-too-long' });
      rest = Buffer.alloc(0);
      isTooLong = true;
    }
    if (batch.length > 0) yield batch;
  }
  if (rest.length > 0) yield linesOf(rest, number + 1);
}

const linesOf = (bytes: Buffer, first: number): Line[] => {
  // Whole chunks at once where that is safe: one check and one decode for some thousand lines.
  if (isUtf8(bytes)) return bytes.toString('utf8').split('\n').map((text, index) => textLine(text, first + index));
  const lines: Line[] = [];
  let start = 0;
  while (start <= bytes.length) {
    const feed = bytes.indexOf(lineFeed, start);
    const end = feed < 0 ? bytes.length : feed;
    const line = bytes.subarray(start, end);
    const number = first + lines.length;
    lines.push(isUtf8(line) ? textLine(line.toString('utf8'), number) : { number, text: null, problem: 'not-utf8' });
    start = end + 1;
  }
  return lines;
};

const textLine = (text: string, number: number): Line => {
  if (text.length > maxLineBytes) return { number, text: null, problem: 'line-too-long' };
  const withoutEnd = text.endsWith('\r') ? text.slice(0, -1) : text;
  return { number, text: number === 1 && withoutEnd.startsWith('\ufeff') ? withoutEnd.slice(1) : withoutEnd, problem: null };
};
