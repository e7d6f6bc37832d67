import type { Readable, Transform } from 'node:stream';
import { brotliDecompressSync, constants, createBrotliDecompress, createGunzip, createInflate, gunzipSync, inflateSync } from 'node:zlib';
import type { Dispatcher } from 'undici';

/** The body of an answer, decompressed as `encoding` (its Content-Encoding) says; at most `limit` bytes of it. Throws where it breaks off before its first byte. */
export const readBody = async (body: Dispatcher.ResponseData['body'], encoding: string | null, limit: number): Promise<{ readonly body: Buffer; readonly isCut: boolean }> => {
  const packed = await readSome(body, limit);
  const whole = await unpack(packed, encoding, limit);
  return { body: whole.subarray(0, limit), isCut: packed.length >= limit || whole.length >= limit };
};

/** In one call where it stays below the limit, which almost every page does; a bomb is stopped while it unpacks. What a broken body held until then is kept. */
const unpack = async (packed: Buffer, encoding: string | null, limit: number): Promise<Buffer> => {
  // A body that breaks off is no error then.
  const whole = { maxOutputLength: limit, chunkSize: 65_536, finishFlush: constants.Z_SYNC_FLUSH };
  try {
    switch (encoding) {
      case 'gzip': case 'x-gzip': return gunzipSync(packed, whole);
      case 'deflate': return inflateSync(packed, whole);
      case 'br': return brotliDecompressSync(packed, { ...whole, finishFlush: constants.BROTLI_OPERATION_FLUSH });
      default: return packed;
    }
  } catch {
    return unpackSome(packed, encoding === 'br' ? createBrotliDecompress() : encoding === 'deflate' ? createInflate() : createGunzip(), limit);
  }
};

const unpackSome = (packed: Buffer, stream: Transform, limit: number): Promise<Buffer> => {
  stream.end(packed);
  return readSome(stream, limit);
};

/** What a stream gives until it has given `limit` bytes. What came before it broke off counts; rejects where nothing did. */
const readSome = async (stream: Readable, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= limit) break;
    }
  } catch (error) {
    if (bytes === 0) throw error;
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks);
};
