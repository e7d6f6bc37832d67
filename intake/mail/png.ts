import { crc32, deflateSync } from 'node:zlib';

export interface PngSize { readonly width: number; readonly height: number; /** A sample's. */ readonly bits: number; /** 1: grey; 3: red, green and blue. */ readonly colours: 1 | 3 }

/** A PNG (ISO/IEC 15948) of rows that begin with their filter byte. `level`: zlib's. */
export const pngOf = ({ width, height, bits, colours }: PngSize, rows: Uint8Array, level?: number): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = bits;
  head[9] = colours === 3 ? 2 : 0;
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level })), chunk('IEND', Buffer.alloc(0))]);
};

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};
