import type { Response } from 'playwright';
import type { PageResponse } from '../../records/index.ts';
import { collected, failed } from '../../records/index.ts';
import { caps, cutText } from '../caps.ts';
import { isMainDocument } from '../main-document.ts';
import type { Collector, Scene } from './contract.ts';

/** The answer that the last main document came with, and its HTML as the server sent it. */
export const mainResponse = ({ page }: Scene): Collector<'response' | 'html'> => {
  let last: { readonly response: Response; readonly headers: Promise<[string, string][]>; body: Promise<Buffer | Error> | null } | null = null;
  return {
    parts: ['response', 'html'],
    claimMs: 6000,
    attach: () => {
      page.on('response', (response) => {
        const request = response.request();
        const isRedirect = response.status() >= 300 && response.status() < 400 && response.headers()['location'] !== undefined;
        if (isRedirect || !isMainDocument(page, request)) return;
        last = { response, headers: rawHeaders(response), body: null };
      });
      // Chromium keeps a body only until the next document: it is fetched as soon as it is whole.
      page.on('requestfinished', (request) => {
        if (last !== null && last.response.request() === request) last.body = last.response.body().catch(asError);
      });
    },
    finish: async () => {
      if (last === null) return { response: failed('no answer came'), html: failed('no answer came') };
      const { response } = last;
      const body = await (last.body ?? response.body().catch(asError));
      const headers = await last.headers;
      const contentType = headers.find(([name]) => name === 'content-type')?.[1] ?? null;
      const part: PageResponse = { status: response.status(), headers, contentType, bodyBytes: body instanceof Error ? 0 : body.length };
      if (body instanceof Error) return { response: collected(part), html: failed(body.message.split('\n')[0]?.slice(0, 200) ?? 'no body') };
      // Chromium hands text over decoded, whatever charset it came in.
      const text = body.toString('utf8');
      return { response: collected(part), html: collected(cutText(text, caps.html), text.length > caps.html ? `cut at ${caps.html} characters of ${text.length}` : null) };
    },
  };
};

const rawHeaders = async (response: Response): Promise<[string, string][]> => {
  const headers = await response.headersArray().catch(() => Object.entries(response.headers()).map(([name, value]) => ({ name, value })));
  return headers.slice(0, caps.headers).map(({ name, value }) => [name.toLowerCase().slice(0, 200), cutText(value, caps.headerValue)]);
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
