import { z } from 'zod';
import { recipes } from '../../reputation/formats/recipes.ts';
import { mispEvent, mispEvents, mispHashes, mispManifest } from '../../reputation/formats/misp.ts';
import { selected } from '../../reputation/formats/recipes.ts';
import { ApiError } from '../errors.ts';
import { feedQuery, isKnownToClient, selectionOf, sendFeed } from '../feed.ts';
import { refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

/** `GET /v1/feeds`, `GET /v1/feeds/:name`: active listings in one of the export formats, streamed. `GET /v1/feeds/misp/:file`: MISP's three kinds of file. */
export const feedRoutes: Routes = (deps) => (app, _options, done) => {
  const { formats, reputation, ask, now } = deps;
  const feedOf = (name: string): (typeof formats)[number] => {
    const format = formats.find((known) => known.name === name);
    if (format === undefined) throw new ApiError('unknown-feed', `There is no feed of this name; there are: ${formats.map((known) => known.name).join(', ')}.`);
    return format;
  };

  app.get('/v1/feeds', {
    schema: {
      summary: 'Which feeds there are, and which recipes for them',
      tags: ['feeds'],
      response: {
        200: z.object({
          feeds: z.array(z.object({ name: z.string(), contentType: z.string(), about: z.string(), path: z.string() })),
          recipes: z.array(z.object({ name: z.string(), about: z.string() })),
        }),
        ...refusals,
      },
    },
  }, () => ({
    feeds: [
      ...formats.map(({ name, contentType, about }) => ({ name, contentType, about, path: `/v1/feeds/${name}` })),
      { name: 'misp', contentType: 'application/json; charset=utf-8', about: 'A MISP feed: give MISP the folder /v1/feeds/misp as its URL.', path: '/v1/feeds/misp/manifest.json' },
    ],
    recipes: recipes.map(({ name, about }) => ({ name, about })),
  }));

  app.get('/v1/feeds/:name', {
    compress: {},
    schema: {
      summary: 'Active listings in one format',
      description: 'Harrier-Position is the place in the change log from which /v1/stream goes on. ETag and Last-Modified stay the same while the log does.',
      tags: ['feeds'],
      params: z.object({ name: z.string() }),
      querystring: feedQuery,
    },
  }, (request, reply) => sendFeed(deps, feedOf(request.params.name), selectionOf(request.query), request, reply));

  app.get('/v1/feeds/misp/:file', {
    compress: {},
    schema: { summary: 'A MISP feed: manifest.json, hashes.csv, and a file for each event', tags: ['feeds'], params: z.object({ file: z.string() }), querystring: feedQuery },
  }, async (request, reply) => {
    const selection = selectionOf(request.query);
    const { file } = request.params;
    if (await isKnownToClient(deps, `misp ${file}`, selection, request, reply)) return reply.code(304).send();
    const events = await ask(() => mispEvents(selected(reputation.listings(), selection, now())));
    if (file === 'manifest.json') return reply.type('application/json; charset=utf-8').send(mispManifest(events));
    if (file === 'hashes.csv') return reply.type('text/csv; charset=utf-8').send([...mispHashes(events)].map((line) => `${line}\n`).join(''));
    const event = events.find(({ uuid }) => file === `${uuid}.json`);
    if (event === undefined) throw new ApiError('unknown-feed', 'There is no such file in this feed; manifest.json lists its events.');
    return reply.type('application/json; charset=utf-8').send(mispEvent(event));
  });

  app.get('/v1/shared/:token/:name', {
    compress: {},
    schema: {
      summary: 'A feed, for whoever was given a share token',
      tags: ['feeds'],
      params: z.object({ token: z.string(), name: z.string() }),
      querystring: feedQuery,
    },
  }, async (request, reply) => {
    const use = await ask(() => deps.shares.use(request.params.token, now()));
    if (use.outcome === 'unknown') throw new ApiError('unknown-share');
    if (use.outcome === 'throttled') {
      void reply.header('retry-after', String(use.retryAfterSecs));
      throw new ApiError('share-throttled');
    }
    return sendFeed(deps, feedOf(request.params.name), selectionOf(request.query), request, reply);
  });
  done();
};
