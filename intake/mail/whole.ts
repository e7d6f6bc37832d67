import { mailCaps } from './contract.ts';

/** A mail's bytes; read on to its end, but null, where it is larger than the cap. Memory: the cap. */
export const wholeMail = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer | null> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes <= mailCaps.bytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > mailCaps.bytes ? null : Buffer.concat(chunks);
};
