import { z } from 'zod';

/** Bytes of a body. zod has no Uint8Array of its own that survives a structured clone, so the check is by instance. */
export const bytesSchema = z.instanceof(Uint8Array);
