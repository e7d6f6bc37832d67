import { createHash } from 'node:crypto';

/** UUID of version 5 (RFC 9562): the same name in the same namespace is the same id for ever. */
export const uuidOf = (namespace: string, name: string): string => {
  const digest = createHash('sha1').update(Buffer.from(namespace.replaceAll('-', ''), 'hex')).update(name).digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** Under which Harrier's own ids are made. Chosen once at random; another one would make every id a new one. */
export const harrierNamespace = '6f1c2d0a-8f0e-4c57-9a43-5b8a2f6f7d11';
