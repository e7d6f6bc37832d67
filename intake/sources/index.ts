import { adblock } from './adblock.ts';
import type { ByteStream, Source, SourceItem } from './contract.ts';
import { csv } from './csv.ts';
import { eml } from './eml.ts';
import { hosts } from './hosts.ts';
import { jsonLines } from './json-lines.ts';
import { mbox } from './mbox.ts';
import { phishtank } from './phishtank.ts';
import { plain } from './plain.ts';
import { recogniseBytes, recogniseSource } from './recognise.ts';
import { threatfox } from './threatfox.ts';
import { gunzipped, isGzip, UnpackError } from './unpack.ts';
import { urlhausJson } from './urlhaus-json.ts';

export { sourceProblems } from './contract.ts';
export type { ByteStream, Source, SourceItem, SourceProblem } from './contract.ts';
export { recogniseSource } from './recognise.ts';
export type { Recognition } from './recognise.ts';

/** Every format, by name. A new one is a file and a line here. */
export const sources = [plain, csv, hosts, adblock, phishtank, urlhausJson, threatfox, jsonLines, eml, mbox] as const satisfies readonly Source[];

/**
 * The URLs of a file or stream in any known format, gzip or not. With `format` nothing is guessed.
 * What is wrong with the input as a whole is the last item, with the line where it stopped.
 */
export async function* readSource(input: ByteStream, format: Source | null = null): AsyncGenerator<SourceItem> {
  let line = 1;
  try {
    const packed = await peeked(input, 2);
    const { head, stream } = await peeked(isGzip(packed.head) ? gunzipped(packed.stream) : packed.stream, recogniseBytes);
    const recognised = recogniseSource(head);
    if ('problem' in recognised) {
      yield { kind: 'problem', line, problem: recognised.problem };
      return;
    }
    for await (const item of (format ?? recognised.source).read(stream)) {
      line = item.line;
      yield item;
    }
  } catch (failure) {
    if (!(failure instanceof UnpackError)) throw failure;
    yield { kind: 'problem', line, problem: failure.problem };
  }
}

/**
 * At least `bytes` bytes of the stream where it has them, and the stream from its start. A stream that
 * breaks after its first bytes is told by them, and breaks again in its place.
 */
const peeked = async (input: ByteStream, bytes: number): Promise<{ head: Buffer; stream: ByteStream }> => {
  const rest = input[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  const failures: Error[] = [];
  let held = 0;
  while (held < bytes) {
    const next = await rest.next().catch((reason: unknown) => {
      failures.push(reason instanceof Error ? reason : new Error(String(reason)));
      return { done: true, value: undefined } as const;
    });
    if (next.done === true) break;
    chunks.push(next.value);
    held += next.value.length;
  }
  if (held === 0 && failures[0] !== undefined) throw failures[0];
  return { head: Buffer.concat(chunks), stream: replayed(chunks, failures[0] ?? null, rest) };
};

async function* replayed(chunks: readonly Uint8Array[], failure: Error | null, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
    if (failure !== null) throw failure;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
