import { z } from 'zod';
import { verdictKinds } from '../../records/index.ts';
import { refusals, summaryOf, verdictSummarySchema } from '../shapes.ts';
import type { Routes } from './plugin.ts';

/** `GET /v1/status`: how far everything is, and what was found last. */
export const statusRoutes: Routes = ({ frontier, progress, recent, ask, version, now }) => (app, _options, done) => {
  app.get('/v1/status', {
    schema: {
      summary: 'Counts of the frontier, totals of the verdicts, the newest verdicts',
      tags: ['status'],
      querystring: z.object({ recent: z.coerce.number().int().min(0).max(200).default(25) }),
      response: {
        200: z.object({
          version: z.string(),
          atMs: z.number(),
          known: z.number().int(),
          due: z.object({ probe: z.number().int(), render: z.number().int() }),
          leased: z.number().int(),
          buried: z.number().int(),
          judged: z.number().int().describe('Verdicts given so far, repeated looks included.'),
          verdicts: z.record(z.enum(verdictKinds), z.number().int()),
          recent: z.array(verdictSummarySchema),
        }),
        ...refusals,
      },
    },
  }, async ({ query }) => {
    const [{ known, due, leased, buried }, verdicts, newest] = await ask(() => Promise.all([frontier.counts(), progress(), recent(query.recent)]));
    const judged = verdictKinds.reduce((sum, kind) => sum + verdicts[kind], 0);
    return { version, atMs: now(), known, due: { ...due }, leased, buried, judged, verdicts: { ...verdicts }, recent: newest.map(summaryOf) };
  });
  done();
};
