/**
 * Percent-decoding until nothing is left to decode, in one pass over the bytes.
 *
 * Repeating whole passes costs the square of the nesting ("%252525..." in 8 KB is 4,000 passes). Two
 * escapes never overlap (neither hex digit can be a percent sign), so the order of decoding does not
 * matter, and each escape can be decoded at the moment its last byte is written:
 *
 *     %2541   writes % 2 5 -> %      then  % 4 1 -> A
 */

const percent = 0x25;

/** Value of a hex digit by its byte, -1 for every other byte. */
const hexValues = Int8Array.from({ length: 256 }, (_, byte) => {
  const digit = String.fromCharCode(byte);
  return /[0-9a-fA-F]/.test(digit) ? Number.parseInt(digit, 16) : -1;
});

/**
 * Decodes in place; returns how many bytes are left. A percent sign without two hex digits stays.
 *
 * @example unescapeBytes(Buffer.from('%25%32%35')) // 1, and the first byte is '%'
 */
export const unescapeBytes = (bytes: Uint8Array): number => {
  let end = 0;
  for (const byte of bytes) {
    bytes[end] = byte;
    end += 1;
    while (end >= 3 && bytes[end - 3] === percent) {
      const high = hexValues[bytes[end - 2] ?? 0] ?? -1;
      const low = hexValues[bytes[end - 1] ?? 0] ?? -1;
      if (high < 0 || low < 0) break;
      end -= 2;
      bytes[end - 1] = high * 16 + low;
    }
  }
  return end;
};

/** Text as its UTF-8 bytes, wholly decoded, one character a byte. */
export const unescapeText = (text: string): string => {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.toString('latin1', 0, unescapeBytes(bytes));
};

const escapesNeeded = /[^\x21\x22\x24\x26-\x7e]/;
const escapeTable = Array.from({ length: 256 }, (_, byte) =>
  escapesNeeded.test(String.fromCharCode(byte)) ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte));

/** Escapes every byte <= 0x20, >= 0x7f, '#' and '%', upper-case hex. `bytes` has one character a byte. */
export const escapeBytes = (bytes: string): string => {
  if (!escapesNeeded.test(bytes)) return bytes;
  let escaped = '';
  for (let at = 0; at < bytes.length; at += 1) escaped += escapeTable[bytes.charCodeAt(at) & 0xff];
  return escaped;
};
