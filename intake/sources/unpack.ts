import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ByteStream, SourceProblem } from './contract.ts';

/** The most that input may expand; lists of URLs in gzip come to 3 to 20 times. */
const maxRatio = 200;
/** The ratio is not asked before this much has come out. */
const freeBytes = 10_000_000;

/** Why unpacking stopped; what came before was handed on. */
export class UnpackError extends Error {
  override name = 'UnpackError';
  readonly problem: Extract<SourceProblem, 'truncated' | 'corrupt' | 'expands-too-far'>;

  constructor(problem: Extract<SourceProblem, 'truncated' | 'corrupt' | 'expands-too-far'>) {
    super(problem);
    this.problem = problem;
  }
}

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** Gzip input unpacked. Throws UnpackError where it cannot go on, and whatever reading the input throws. */
export async function* gunzipped(input: ByteStream): AsyncGenerator<Uint8Array> {
  let packedBytes = 0;
  let unpackedBytes = 0;
  let readFailure: unknown = null;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of input) {
        packedBytes += chunk.length;
        yield chunk;
      }
    } catch (failure) {
      readFailure = failure;
      throw failure;
    }
  };
  const packed = Readable.from(counted());
  const gunzip = createGunzip();
  packed.on('error', (failure) => gunzip.destroy(failure));
  packed.pipe(gunzip);
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      unpackedBytes += chunk.length;
      if (unpackedBytes > freeBytes && unpackedBytes > packedBytes * maxRatio) throw new UnpackError('expands-too-far');
      yield chunk;
    }
  } catch (failure) {
    if (failure instanceof UnpackError || failure === readFailure) throw failure;
    throw new UnpackError((failure as NodeJS.ErrnoException).code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt');
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}
