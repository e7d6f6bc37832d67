import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { CommandError, exitCodes } from './exit.ts';

/** A line longer than this is cut: no URL that Harrier takes is that long, and a line must not fill the memory. */
const maxLineBytes = 16_384;
const lineFeed = 0x0a;

export interface InputLine {
  /** As an editor counts; of an argument its place. */
  readonly number: number;
  /** Trimmed, at most `maxLineBytes` long. Bytes that are no UTF-8 are replaced. */
  readonly text: string;
  readonly isUtf8: boolean;
}

/** Lines of a stream of bytes, one at a time, in bounded memory; blank ones and comments ("#") are left out. */
export async function* inputLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<InputLine> {
  let number = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  const hold = (part: Buffer): void => {
    const kept = part.subarray(0, maxLineBytes - heldBytes);
    if (kept.length > 0) held.push(kept);
    heldBytes += kept.length;
  };
  const line = (): InputLine | null => {
    number += 1;
    const whole = Buffer.concat(held);
    held = [];
    heldBytes = 0;
    const text = whole.toString('utf8').trim();
    // A cut may go through the middle of a character.
    return text === '' || text.startsWith('#') ? null : { number, text, isUtf8: whole.length === maxLineBytes || isUtf8(whole) };
  };
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      hold(chunk.subarray(start, end));
      start = end + 1;
      const found = line();
      if (found !== null) yield found;
    }
    hold(chunk.subarray(start));
  }
  const last = heldBytes > 0 ? line() : null;
  if (last !== null) yield last;
}

/** The arguments where there are any, else the lines of standard input. */
export async function* urlLines(args: readonly string[], stdin: AsyncIterable<Buffer>): AsyncGenerator<InputLine> {
  if (args.length === 0) yield* inputLines(stdin);
  else for (const [index, text] of args.entries()) yield { number: index + 1, text, isUtf8: true };
}

/** Standard input, from the first time it is asked for. Throws the signal's reason once that is aborted, CommandError where it can't be read. */
export async function* standardInput(signal: AbortSignal): AsyncGenerator<Buffer> {
  yield* read(process.stdin, 'standard input', signal);
}

/** A file's bytes; throws as `standardInput` does. */
export async function* fileInput(file: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  yield* read(createReadStream(file), file, signal);
}

async function* read(stream: Readable, name: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of addAbortSignal(signal, stream)) yield chunk as Buffer; // no encoding is set: bytes
  } catch (error) {
    signal.throwIfAborted();
    throw new CommandError(exitCodes.usage, `${name} can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)}). Check its name and its permissions; it must be a file${name === 'standard input' ? ' or a pipe' : ', or - for standard input'}.`);
  }
}
