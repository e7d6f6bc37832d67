import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { lookupAnswerSchema, refusals, verdictSummarySchema, summaryOf } from '../shapes.ts';
import { readUrl, sentenceOf } from '../url-refusals.ts';
import type { Routes } from './plugin.ts';

const tags = ['appeals'];

/**
 * `POST /v1/appeals`, `GET /v1/appeals/:ticket`: anybody may say that something is wrongly listed, or ask for another
 * look at it. What the listing stands on is visited at once; who asked isn't kept.
 */
export const appealRoutes: Routes = ({ appeals, review, reputation, replica, frontier, door, ask, now }) => (app, _options, done) => {
  app.post('/v1/appeals', {
    config: { rateLimit: { max: 30, timeWindow: 60_000 } },
    schema: {
      summary: 'Appeal against a listing, or ask for another look at a URL; needs no key',
      tags,
      body: z.strictObject({ url: z.string().max(100_000) }),
      response: { 202: z.object({ ticket: z.string(), url: z.string(), expression: z.string().nullable().describe('The listing that it is about; null where none is known.'), visits: z.number().int().describe('URLs that are visited for it; 0 where the same was asked a moment ago.') }), ...refusals },
    },
  }, async ({ body }, reply) => {
    const url = readUrl(body.url, 'url');
    if (url instanceof ApiError) throw url;
    const nowMs = now();
    const [answer] = replica.lookup([url.canonical], nowMs);
    const expression = answer?.answer === 'listed' || answer?.answer === 'stale' ? answer.listing?.expression ?? null : null;
    const known = expression === null ? null : await ask(() => reputation.listingOf(expression));
    const appeal = await ask(() => appeals.open({ urlKey: url.key, url: url.visit, expression }, nowMs));
    if (!appeal.isNew) return reply.code(202).send({ ticket: appeal.ticket, url: appeal.url, expression: appeal.expression, visits: 0 });
    const records = await ask(() => Promise.all((known?.standsOn ?? []).map((key) => frontier.get(key as typeof url.key /* as record.lua stored it */))));
    const urls = [...new Set<string>([url.visit, ...records.flatMap((record) => (record === null ? [] : [record.url]))])];
    const outcomes = await ask(() => door.submit(urls.map((text) => ({ url: text, source: 'appeal', atMs: nowMs, trust: 0.5, priority: 0 })), { revive: true }));
    const [first] = outcomes;
    await ask(() => Promise.all([url.key, ...records.flatMap((record) => (record === null ? [] : [record.key]))].map((key) => review.appeal(key, nowMs))));
    if (first?.outcome === 'refused' && outcomes.length === 1) throw new ApiError('url-refused', sentenceOf(first.reason), { field: 'url' });
    return reply.code(202).send({ ticket: appeal.ticket, url: appeal.url, expression, visits: outcomes.filter(({ outcome }) => outcome === 'accepted').length });
  });

  app.get('/v1/appeals/:ticket', {
    schema: {
      summary: 'What became of an appeal',
      tags,
      params: z.object({ ticket: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'must be the ticket that the appeal was answered with') }),
      response: { 200: z.object({ state: z.enum(['waiting', 'visited']), url: z.string(), expression: z.string().nullable(), atMs: z.number(), verdict: verdictSummarySchema.nullable(), lookup: lookupAnswerSchema }), ...refusals },
    },
  }, async ({ params: { ticket } }) => {
    const appeal = await ask(() => appeals.get(ticket));
    const url = appeal === null ? null : readUrl(appeal.url, 'url');
    if (appeal === null || url === null || url instanceof ApiError) throw new ApiError('unknown-appeal');
    const verdict = await ask(() => reputation.verdictOf(appeal.urlKey));
    const isNewer = verdict !== null && verdict.atMs >= appeal.atMs && verdict.why !== 'looking-again';
    const [lookup] = replica.lookup([url.canonical], now());
    return {
      state: isNewer ? 'visited' as const : 'waiting' as const, url: appeal.url, expression: appeal.expression, atMs: appeal.atMs,
      verdict: isNewer ? summaryOf(verdict) : null, lookup: lookup ?? { answer: 'unavailable' as const, reason: 'The list gave no answer.' },
    };
  });
  done();
};
