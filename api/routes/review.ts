import { z } from 'zod';
import { listingSchema } from '../../records/index.ts';
import { refusals, summaryOf, verdictSummarySchema } from '../shapes.ts';
import type { Routes } from './plugin.ts';

const mostRows = 200;

/** `GET /v1/review`: what waits for a person. */
export const reviewRoutes: Routes = ({ held, recent, ask }) => (app, _options, done) => {
  app.get('/v1/review', {
    schema: {
      summary: 'Listings held back from blocking, and the newest suspicious verdicts',
      tags: ['review'],
      response: { 200: z.object({ held: z.array(listingSchema), suspicious: z.array(verdictSummarySchema) }), ...refusals },
    },
  }, async () => {
    const [listings, verdicts] = await ask(() => Promise.all([held(mostRows), recent(mostRows)]));
    return { held: [...listings], suspicious: verdicts.filter(({ verdict }) => verdict === 'suspicious').map(summaryOf) };
  });
  done();
};
