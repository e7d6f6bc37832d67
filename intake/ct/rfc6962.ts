import { z } from 'zod';
import { namesOfLeaf } from './entries.ts';
import { getBytes } from './http.ts';
import { CtLogError, type CtReader } from './log.ts';

/** Entries asked for at once; logs give fewer where they like (mostly 256 or 1,000). */
const asked = 1024;
/** An entry has its certificate twice and the chain: some 8 KB in base64, rarely far more. */
const maxBytes = 64_000_000;

const headSchema = z.object({ tree_size: z.number().int().min(0), timestamp: z.number().int(), sha256_root_hash: z.string().max(64) });
const entriesSchema = z.object({ entries: z.array(z.object({ leaf_input: z.string() })).min(1).max(100_000) });

/** RFC 6962, 4.3 and 4.6. */
export const rfc6962Reader = (userAgent: string): CtReader => {
  const get = async <T>(url: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> => {
    const body = await getBytes(url, maxBytes, userAgent, signal);
    try {
      return schema.parse(JSON.parse(body.toString('utf8')));
    } catch {
      throw new CtLogError(`${url.slice(0, 200)} does not answer as RFC 6962 says`);
    }
  };
  return {
    head: async ({ url }, signal) => {
      const head = await get(`${url}ct/v1/get-sth`, headSchema, signal);
      return { size: head.tree_size, root: head.sha256_root_hash, atMs: head.timestamp };
    },
    entries: async ({ url }, from, to, signal) => {
      const { entries } = await get(`${url}ct/v1/get-entries?start=${from}&end=${Math.min(to, from + asked) - 1}`, entriesSchema, signal);
      const taken = entries.slice(0, to - from);
      return { entries: taken.map(({ leaf_input }) => namesOfLeaf(Buffer.from(leaf_input, 'base64'))), next: from + taken.length };
    },
  };
};
