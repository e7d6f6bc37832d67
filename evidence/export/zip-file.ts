import { ZipFile as Zip } from 'yazl';

export interface ZipFile { readonly name: string; readonly content: Uint8Array }

/** A ZIP of stored entries: replay tools read a WARC in it by offset. `name` is ours, never a page's. */
export const zipOf = async (files: readonly ZipFile[]): Promise<Buffer> => {
  const zip = new Zip();
  for (const { name, content } of files) zip.addBuffer(Buffer.from(content.buffer, content.byteOffset, content.byteLength), name, { compress: false });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer); // yazl's stream is of buffers
  return Buffer.concat(chunks);
};
