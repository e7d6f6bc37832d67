import { request } from 'undici';
import { CtLogError } from './log.ts';

const headersMs = 30_000;

/** A log's answer, at most `maxBytes` of it. Redirects are not followed: a log's address is its identity. */
export const getBytes = async (url: string, maxBytes: number, userAgent: string, signal: AbortSignal): Promise<Buffer> => {
  try {
    const { statusCode, headers, body } = await request(url, { headers: { 'user-agent': userAgent }, headersTimeout: headersMs, bodyTimeout: headersMs, signal });
    if (statusCode !== 200) {
      await body.dump({ limit: 65_536 }).catch(() => undefined); // the connection is closed instead of used again
      const retryAfter = String(headers['retry-after'] ?? '');
      throw new CtLogError(`${pathOf(url)} answered ${statusCode}`, /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : null);
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new CtLogError(`${pathOf(url)} sends more than ${maxBytes.toLocaleString('en')} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CtLogError) throw error;
    throw new CtLogError(`${pathOf(url)} can't be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
};

const pathOf = (url: string): string => url.slice(0, 200);
