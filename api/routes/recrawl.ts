import { z } from 'zod';
import { refusals, summaryOf, verdictSummarySchema } from '../shapes.ts';
import type { Routes } from './plugin.ts';

/** `GET /v1/recrawl`: what is visited next, and why. */
export const recrawlRoutes: Routes = ({ frontier, reputation, ask, now }) => (app, _options, done) => {
  app.get('/v1/recrawl', {
    schema: {
      summary: 'What is visited next, when, and what the last visit said',
      description: 'In the order of due times, about: what is due at the same quarter of an hour may come in any order. Without a verdict it is a first visit.',
      tags: ['recrawl'],
      querystring: z.object({ max: z.coerce.number().int().min(1).max(200).default(50) }),
      response: {
        200: z.object({
          atMs: z.number(),
          due: z.object({ probe: z.number().int(), render: z.number().int() }).describe('How many are due by now.'),
          next: z.array(z.object({
            urlKey: z.string(), url: z.string(), dueAtMs: z.number(), lane: z.enum(['probe', 'render']), priority: z.number().int(), attempts: z.number().int().describe('Visits that failed since the last verdict.'), source: z.string(),
            verdict: verdictSummarySchema.nullable(),
          })),
        }),
        ...refusals,
      },
    },
  }, async ({ query: { max } }) => {
    const [records, { due }] = await ask(() => Promise.all([frontier.upcoming(max), frontier.counts()]));
    const verdicts = await ask(() => reputation.verdictsOf(records.map(({ key }) => key)));
    return {
      atMs: now(), due: { ...due },
      next: records.map(({ key, url, dueAtMs, lane, priority, attempts, source }, index) => {
        const verdict = verdicts[index] ?? null;
        return { urlKey: key, url, dueAtMs: dueAtMs ?? now(), lane, priority, attempts, source, verdict: verdict === null ? null : summaryOf(verdict) };
      }),
    };
  });
  done();
};
