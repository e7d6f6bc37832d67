import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { deflateSync } from 'node:zlib';
import { TextReader, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

export interface Attached { readonly name: string; readonly type: string; readonly content: Buffer }

const wrapped = (content: Buffer): string => content.toString('base64').replace(/(.{76})/g, '$1\r\n');

/** A mail as mailers send it, with headers that name made-up people. */
export const mail = ({ subject = 'Your invoice', text = 'See below.', html = '', attached = [] }: { readonly subject?: string; readonly text?: string; readonly html?: string; readonly attached?: readonly Attached[] }): Buffer => {
  const body = [
    `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}`,
    ...(html === '' ? [] : [`Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(Buffer.from(html))}`]),
    ...attached.map(({ name, type, content }) => `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(content)}`),
  ];
  return Buffer.from(`Received: from relay.example by mx.example; Mon, 23 Nov 2026 10:00:00 +0000\r\nFrom: Billing <billing@sender.example>\r\nTo: jane.miller@corp.test\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="part-one"\r\n\r\n${body.map((part) => `--part-one\r\n${part}\r\n`).join('')}--part-one--\r\n`);
};

/** A PDF of one page: a link annotation in plain, one in a packed object stream, and a picture. */
export const pdf = ({ plain, packed, jpeg, grey }: { readonly plain?: string; readonly packed?: string; readonly jpeg?: Buffer; readonly grey?: { readonly width: number; readonly height: number; readonly samples: Buffer } }): Buffer => {
  const escaped = (url: string): string => url.replace(/[()\\]/g, '\\$&');
  const objects = Buffer.from(`7 0 << /Type /Annot /Subtype /Link /A << /S /URI /URI (${escaped(packed ?? '')}) >> >>`, 'latin1');
  const stream = deflateSync(objects);
  const picture = jpeg ?? (grey === undefined ? null : deflateSync(grey.samples));
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (${escaped(plain ?? '')}) >> >>\nendobj\n2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${stream.length} >>\nstream\n`, 'latin1'),
    packed === undefined ? Buffer.alloc(0) : stream, Buffer.from('\nendstream\nendobj\n'),
    ...(picture === null ? [] : [Buffer.from(`3 0 obj\n<< /Type /XObject /Subtype /Image ${grey === undefined ? '/Filter /DCTDecode' : `/Width ${grey.width} /Height ${grey.height} /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode`} /Length ${picture.length} >>\nstream\n`, 'latin1'), picture, Buffer.from('\nendstream\nendobj\n')]),
    Buffer.from('trailer << /Root 1 0 R >>\n%%EOF\n'),
  ]);
};

/** A QR code: as a PNG, and as grey samples. */
export const qrCode = async (text: string): Promise<{ readonly png: Buffer; readonly grey: { readonly width: number; readonly height: number; readonly samples: Buffer } }> => {
  const file = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) } });
  const { image, symbol } = await writeBarcode(text, { format: 'QRCode', scale: 4 });
  const scale = 4;
  const [width, height] = [symbol.width, symbol.height];
  const samples = Buffer.alloc(width * scale * height * scale);
  for (let row = 0; row < height * scale; row += 1) for (let column = 0; column < width * scale; column += 1) samples[row * width * scale + column] = symbol.data[Math.floor(row / scale) * width + Math.floor(column / scale)] ?? 255;
  return { png: Buffer.from(await image?.arrayBuffer() ?? new ArrayBuffer(0)), grey: { width: width * scale, height: height * scale, samples } };
};

/** A ZIP of some files, locked where a password is given: by AES, or as old programs do it. */
export const zip = async (files: Readonly<Record<string, string | Buffer>>, password: string | null = null, old = false): Promise<Buffer> => {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [name, content] of Object.entries(files)) await writer.add(name, typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content), password === null ? {} : { password, zipCrypto: old, encryptionStrength: 3 });
  return Buffer.from(await writer.close());
};
