import { z } from 'zod';
import type { FastifyReply } from 'fastify';
import type { CaptureKey } from '../../evidence/contract.ts';
import { evidenceFormats } from '../../evidence/export/index.ts';
import { partNames, type Capture, type PartName } from '../../records/index.ts';
import { captureSummarySchema, summaryOfCapture } from '../capture-summary.ts';
import { ApiError } from '../errors.ts';
import { captureKeyParams, refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

/** `GET /v1/captures/:key`, `.../screenshot`, `.../dom`, `.../har`, `.../wacz`, `.../zip`. What a hostile page wrote leaves as text to keep, never as a page to open. */
export const captureRoutes: Routes = ({ evidence, ask, version }) => (app, _options, done) => {
  const capture = async (key: CaptureKey, wanted: readonly PartName[]): Promise<Capture> => {
    const found = await ask(() => evidence.get(key, { without: partNames.filter((name) => !wanted.includes(name)) }), 'evidence-unavailable');
    if (found === null) throw new ApiError('unknown-capture');
    return found;
  };

  app.get('/v1/captures/:key', {
    schema: { summary: 'What one visit saw, without texts and bodies', tags: ['captures'], params: captureKeyParams, response: { 200: captureSummarySchema, ...refusals } },
  }, async ({ params: { key } }, reply) => {
    const found = await capture(key, partNames);
    return kept(reply).send(summaryOfCapture(key, found));
  });

  app.get('/v1/captures/:key/screenshot', {
    schema: { summary: 'What the page looked like, as JPEG', tags: ['captures'], produces: ['image/jpeg'], params: captureKeyParams },
  }, async ({ params: { key } }, reply) => {
    const { parts: { screenshot } } = await capture(key, ['screenshot']);
    if (screenshot.state !== 'collected') throw new ApiError('part-missing', `There is no screenshot: ${screenshot.why}`);
    return kept(reply).type('image/jpeg').header('content-security-policy', "default-src 'none'; sandbox").send(Buffer.from(screenshot.value.body));
  });

  app.get('/v1/captures/:key/dom', {
    schema: {
      summary: 'The page after its scripts ran (or as served, where no browser looked), as text',
      tags: ['captures'],
      produces: ['text/plain'],
      params: captureKeyParams,
      querystring: z.object({ frame: z.coerce.number().int().min(0).max(10_000).default(0) }),
    },
  }, async ({ params: { key }, query: { frame } }, reply) => {
    const { parts: { frames, html } } = await capture(key, ['frames', 'html']);
    const text = frames.state === 'collected' ? frames.value[frame]?.dom : frame === 0 && html.state === 'collected' ? html.value : undefined;
    if (text === undefined) throw new ApiError('part-missing', frames.state === 'collected' ? `The page had ${frames.value.length} frames.` : `There is no DOM: ${frames.why}`);
    return kept(reply).type('text/plain; charset=utf-8').header('content-security-policy', "default-src 'none'; sandbox").header('content-disposition', `attachment; filename="${key}-${frame}.txt"`).send(text);
  });

  for (const format of evidenceFormats) {
    app.get(`/v1/captures/:key/${format.name}`, { schema: { summary: format.about, tags: ['captures'], produces: [format.contentType], params: captureKeyParams } }, async ({ params }, reply) => {
      const { key } = params;
      const content = await format.write(await capture(key, partNames), version);
      return kept(reply).type(format.contentType).header('content-security-policy', "default-src 'none'; sandbox").header('content-disposition', `attachment; filename="${key}.${format.name}"`).send(content);
    });
  }
  done();
};

/** A capture never changes; it can only be deleted. */
const kept = (reply: FastifyReply): FastifyReply => reply.header('cache-control', 'private, max-age=3600');
