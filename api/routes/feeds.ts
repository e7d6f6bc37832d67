import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

/** Lines are sent in pieces of about this size. */
const pieceChars = 32_768;

/** `GET /v1/feeds`, `GET /v1/feeds/:name`: all active listings in one of the export formats, streamed. */
export const feedRoutes: Routes = ({ formats, reputation, ask, now }) => (app, _options, done) => {
  app.get('/v1/feeds', {
    schema: {
      summary: 'Which feeds there are',
      tags: ['feeds'],
      response: { 200: z.object({ feeds: z.array(z.object({ name: z.string(), contentType: z.string(), about: z.string(), path: z.string() })) }), ...refusals },
    },
  }, () => ({ feeds: formats.map(({ name, contentType, about }) => ({ name, contentType, about, path: `/v1/feeds/${name}` })) }));

  app.get('/v1/feeds/:name', {
    schema: {
      summary: 'All active listings in one format',
      description: 'Harrier-Position is the place in the change log from which /v1/stream goes on. The ETag stays the same while the log does.',
      tags: ['feeds'],
      params: z.object({ name: z.string() }),
    },
  }, async (request, reply) => {
    const format = formats.find(({ name }) => name === request.params.name);
    if (format === undefined) throw new ApiError('unknown-feed', `There is no feed of this name; there are: ${formats.map(({ name }) => name).join(', ')}.`);
    const position = await ask(() => reputation.position());
    const etag = `W/"${createHash('sha256').update(`${format.name} ${position}`).digest('base64url').slice(0, 22)}"`;
    void reply.header('etag', etag).header('harrier-position', position).header('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const lines = format.lines(reputation.listings(), { nowMs: now() })[Symbol.asyncIterator]();
    // The first line is asked for before the head goes out: a store that is away still gets its own status.
    const first = await ask(() => lines.next());
    const pieces = async function* (): AsyncGenerator<string> {
      try {
        let piece = '';
        for (let line = first; line.done !== true; line = await ask(() => lines.next())) {
          piece += line.value + format.lineEnd;
          if (piece.length < pieceChars) continue;
          yield piece;
          piece = '';
        }
        if (piece !== '') yield piece;
      } finally {
        await lines.return?.();
      }
    };
    return reply.type(format.contentType).send(Readable.from(pieces()));
  });
  done();
};
