import { createHash } from 'node:crypto';

/** Hex SHA-256. */
export const sha256 = (body: Uint8Array | string): string => createHash('sha256').update(body).digest('hex');
