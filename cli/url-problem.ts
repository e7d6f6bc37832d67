import { parseUrl, type ParsedUrl, type UrlProblem } from '../url/index.ts';
import type { InputLine } from './input.ts';

/** What a person is told about a line that is no URL. */
export const problemSays: Readonly<Record<UrlProblem | 'not-utf8', string>> = {
  'empty': 'The line is empty.',
  'too-long': 'It is longer than 8 KiB; no URL that is visited is.',
  'scheme': 'Only http and https are visited.',
  'unparseable': 'This is no URL.',
  'host': 'Its host is none that can exist.',
  'not-utf8': 'It is not valid UTF-8; convert the input.',
};

export type LineReading =
  | { readonly ok: true; readonly url: ParsedUrl }
  | { readonly ok: false; readonly problem: keyof typeof problemSays };

/** The URL of a line, or why it has none. */
export const readLine = (input: InputLine): LineReading => {
  if (!input.isUtf8) return { ok: false, problem: 'not-utf8' };
  const parsed = parseUrl(input.text);
  return parsed.ok ? { ok: true, url: parsed.url } : { ok: false, problem: parsed.problem };
};

/** Tells standard error which line or argument of the input is wrong. */
export const sayProblem = (args: readonly string[], { number, text }: InputLine, says: string): void => {
  process.stderr.write(`harrier: ${args.length === 0 ? 'line' : 'argument'} ${number}: ${says} (${JSON.stringify(text.slice(0, 80))})\n`);
};
