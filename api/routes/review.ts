import { z } from 'zod';
import { listingSchema, type Listing } from '../../records/index.ts';
import { refusals, summaryOf, verdictSummarySchema } from '../shapes.ts';
import type { Routes } from './plugin.ts';

const mostRows = 200;

/** `GET /v1/review`: what waits for a person. */
export const reviewRoutes: Routes = ({ reputation, recent, ask, limits, now }) => (app, _options, done) => {
  /** The store has no index of what is held: it is read through for at most half of the time that a client waits. */
  const heldListings = async (): Promise<{ held: Listing[]; complete: boolean }> => {
    const untilMs = now() + limits.storeMs / 2;
    const held: Listing[] = [];
    for await (const listing of reputation.listings('held')) {
      held.push(listing);
      if (held.length >= mostRows || now() > untilMs) return { held, complete: false };
    }
    return { held, complete: true };
  };

  app.get('/v1/review', {
    schema: {
      summary: 'Listings held back from blocking, and the newest suspicious verdicts',
      tags: ['review'],
      response: {
        200: z.object({
          held: z.array(listingSchema),
          complete: z.boolean().describe('False where more is held than is told here.'),
          suspicious: z.array(verdictSummarySchema),
        }),
        ...refusals,
      },
    },
  }, async () => {
    const [listings, verdicts] = await ask(() => Promise.all([heldListings(), recent(mostRows)]));
    return { ...listings, suspicious: verdicts.filter(({ verdict }) => verdict === 'suspicious').map(summaryOf) };
  });
  done();
};
