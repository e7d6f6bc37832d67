/**
 * MurmurHash3 x86, 32 bits, seed 0, as a signed number (Austin Appleby's public domain reference, MurmurHash3.cpp).
 *
 * @example murmur3(Buffer.from('hello')) // 613153351
 */
export const murmur3 = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length & ~3;
  let hash = 0;
  for (let at = 0; at < whole; at += 4) hash = (Math.imul(rotate(hash ^ mixed(view.getUint32(at, true)), 13), 5) + 0xe6546b64) | 0;
  let tail = 0;
  for (let at = bytes.length - 1; at >= whole; at--) tail = (tail << 8) | (bytes[at] ?? 0);
  if (whole < bytes.length) hash ^= mixed(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
};

const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));
const mixed = (block: number): number => Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);

/** As internet-wide scanners index icons: of the base64, a line break after each 76 characters and at the end (Python's base64.encodebytes). */
export const iconHash = (body: Uint8Array): number => murmur3(Buffer.from(Buffer.from(body).toString('base64').replace(/.{1,76}/g, '$&\n')));
