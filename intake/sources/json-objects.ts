import type { ByteStream, SourceProblem } from './contract.ts';

export const maxEntryBytes = 1_048_576;

export type JsonObject =
  | { readonly line: number; readonly value: Readonly<Record<string, unknown>>; readonly problem: null }
  | { readonly line: number; readonly value: null; readonly problem: Extract<SourceProblem, 'bad-json' | 'entry-too-large' | 'truncated'> };

const mark = (character: string): number => character.charCodeAt(0);
const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket, lineFeed] = [mark('"'), mark('\\'), mark('{'), mark('}'), mark('['), mark(']'), 0x0a] as const;

/**
 * The innermost list entries of a JSON document that is too large to hold: every object that stands
 * `depth` brackets deep, parsed by JSON.parse alone, one at a time. Only brackets, strings and line ends
 * are looked at in between. Memory: one chunk and one object of at most 1 MiB.
 *
 *     depth 1:  [ {..}, {..} ]            PhishTank
 *     depth 2:  {"1": [{..}], "2": [{..}]}   URLhaus
 */
export async function* jsonObjects(input: ByteStream, depth: number): AsyncGenerator<JsonObject> {
  let line = 1;
  let level = 0;
  let inString = false;
  let isEscaped = false;
  let hasBegun = false;
  /** Of the object under way. */
  let held: Buffer[] = [];
  let heldBytes = 0;
  let startLine = 0;

  for await (const bytes of input) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found: JsonObject[] = [];
    let start = level > depth ? 0 : -1;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte === lineFeed) line += 1;
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) inString = false;
      } else if (byte === quote) {
        inString = true;
      } else if (byte === openBrace || byte === openBracket) {
        if (level === depth) {
          start = at;
          startLine = line;
        }
        level += 1;
        hasBegun = true;
      } else if (byte === closeBrace || byte === closeBracket) {
        level = Math.max(0, level - 1);
        if (level === depth && start >= 0) {
          heldBytes += at + 1 - start;
          found.push(heldBytes > maxEntryBytes ? { line: startLine, value: null, problem: 'entry-too-large' } : parsed(Buffer.concat([...held, chunk.subarray(start, at + 1)]), startLine));
          held = [];
          heldBytes = 0;
          start = -1;
        }
      }
    }
    if (start >= 0) {
      heldBytes += chunk.length - start;
      held = heldBytes > maxEntryBytes ? [] : [...held, Buffer.from(chunk.subarray(start))];
    }
    yield* found;
  }
  if (level > 0 || !hasBegun) yield { line, value: null, problem: hasBegun ? 'truncated' : 'bad-json' };
}

const parsed = (text: Buffer, line: number): JsonObject => {
  try {
    const value: unknown = JSON.parse(text.toString('utf8'));
    if (typeof value === 'object' && value !== null) return { line, value: value as Readonly<Record<string, unknown>>, problem: null };
  } catch {
    // Said below, with the line: what is wrong inside of one entry is of no use to anybody.
  }
  return { line, value: null, problem: 'bad-json' };
};
