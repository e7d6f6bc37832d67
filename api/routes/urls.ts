import { z } from 'zod';
import { verdictSchema } from '../../records/index.ts';
import { parseUrl } from '../../url/parse.ts';
import { ApiError } from '../errors.ts';
import { lookupAnswerSchema, refusals, urlKeyParams } from '../shapes.ts';
import { sentenceOf } from '../url-refusals.ts';
import type { Routes } from './plugin.ts';

const mostCaptures = 50;

/** `GET /v1/urls/:key`: all that is known of one URL. `POST /v1/urls/:key/recrawl`: have it visited again. */
export const urlRoutes: Routes = ({ door, frontier, reputation, replica, evidence, explain, ask, mustWrite, now }) => (app, _options, done) => {
  app.get('/v1/urls/:key', {
    schema: {
      summary: 'What is known of a URL: where it stands, its newest verdict with the reasons, its captures, its listing',
      tags: ['urls'],
      params: urlKeyParams,
      response: {
        200: z.object({
          key: z.string(),
          url: z.string(),
          record: z.object({
            state: z.enum(['due', 'leased', 'resting', 'buried']),
            buried: z.string().nullable(),
            lane: z.enum(['probe', 'render']),
            attempts: z.number().int(),
            dueAtMs: z.number().nullable(),
            firstSeenMs: z.number(),
            source: z.string(),
          }).nullable().describe('Where it stands in the frontier; null where only its verdict is left.'),
          verdict: verdictSchema.nullable(),
          explanation: z.string().nullable(),
          captures: z.array(z.string()).describe('Keys of its captures, newest first, at most 50.'),
          lookup: lookupAnswerSchema,
        }),
        ...refusals,
      },
    },
  }, async ({ params: { key } }) => {
    const [record, verdict] = await ask(() => Promise.all([frontier.get(key), reputation.verdictOf(key)]));
    const url = record?.url ?? verdict?.url;
    if (url === undefined) throw new ApiError('unknown-url');
    const parsed = parseUrl(url);
    const [lookup] = parsed.ok ? replica.lookup([parsed.url.canonical], now()) : [];
    return {
      key,
      url,
      record: record === null ? null : { ...record },
      verdict,
      explanation: verdict === null ? null : explain(verdict),
      captures: await ask(() => evidence.keysOf(key, mostCaptures), 'evidence-unavailable'),
      lookup: lookup ?? { answer: 'unavailable' as const, reason: 'the URL has no form to look up' },
    };
  });

  app.post('/v1/urls/:key/recrawl', {
    onRequest: (request, _reply, next) => { mustWrite(request); next(); },
    schema: {
      summary: 'Have a URL visited again now',
      tags: ['urls'],
      params: urlKeyParams,
      response: { 202: z.object({ key: z.string(), outcome: z.enum(['new', 'known', 'sooner', 'revived']) }), ...refusals },
    },
  }, async ({ params: { key } }, reply) => {
    const record = await ask(() => frontier.get(key));
    if (record === null) throw new ApiError('unknown-url');
    const [outcome] = await ask(() => door.submit([{ url: record.url, source: 'api', atMs: now(), trust: 0.5, priority: 0 }], { revive: true }));
    if (outcome === undefined) throw new ApiError('store-unavailable');
    if (outcome.outcome === 'refused') throw new ApiError('url-refused', sentenceOf(outcome.reason));
    return reply.code(202).send({ key: outcome.key, outcome: outcome.offer });
  });
  done();
};
