import { StringDecoder } from 'node:string_decoder';

/** A line longer than this is cut: no URL that Harrier takes is that long, and a line must not fill the memory. */
const maxLineBytes = 16_384;

export interface InputLine {
  readonly number: number;
  readonly text: string;
}

/** Lines of a stream of bytes, one at a time, in bounded memory; blank ones and comments ("#") are left out. */
export async function* inputLines(bytes: AsyncIterable<Buffer | string>): AsyncGenerator<InputLine> {
  const decoder = new StringDecoder('utf8');
  let number = 0;
  let rest = '';
  let isCut = false;
  const line = (text: string): InputLine | null => {
    number += 1;
    const trimmed = text.trim();
    return trimmed === '' || trimmed.startsWith('#') ? null : { number, text: trimmed };
  };
  for await (const chunk of bytes) {
    const parts = (typeof chunk === 'string' ? chunk : decoder.write(chunk)).split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      const whole = line(isCut ? rest : rest + part.slice(0, maxLineBytes));
      rest = '';
      isCut = false;
      if (whole !== null) yield whole;
    }
    if (!isCut) rest += last.slice(0, maxLineBytes);
    isCut ||= rest.length >= maxLineBytes;
  }
  const end = rest === '' ? null : line(rest);
  if (end !== null) yield end;
}

/** The arguments where there are any, else standard input. */
export async function* urlLines(args: readonly string[], stdin: AsyncIterable<Buffer | string>): AsyncGenerator<InputLine> {
  if (args.length === 0) yield* inputLines(stdin);
  else for (const [index, text] of args.entries()) yield { number: index + 1, text };
}
