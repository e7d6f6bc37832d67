/** base64 and hexadecimal without Node's Buffer. */
export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
export const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
export const toHex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The first four bytes as a number. */
export const prefixOf = (hash: Uint8Array): number => new DataView(hash.buffer, hash.byteOffset).getUint32(0);

/** Numbers as bytes, most significant first. */
export const bigEndian = (numbers: Uint32Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < numbers.length; at += 1) view.setUint32(at * 4, numbers[at] ?? 0);
  return bytes;
};
