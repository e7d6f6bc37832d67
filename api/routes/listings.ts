import { z } from 'zod';
import { listingSchema } from '../../records/index.ts';
import { decisionOutcomes } from '../../reputation/contract.ts';
import { ApiError } from '../errors.ts';
import { refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

const expression = z.string().min(1).max(8192).describe('A Safe Browsing expression: "host/", "host/path?query".');

/** `GET /v1/listings`: the whole record of one. `POST /v1/review/listings`: a reviewer decides about it. */
export const listingRoutes: Routes = ({ reputation, access, ask, now }) => (app, _options, done) => {
  app.get('/v1/listings', {
    schema: { summary: 'All that is recorded of one listing, its earlier times included', tags: ['review'], querystring: z.object({ expression }), response: { 200: listingSchema, ...refusals } },
  }, async ({ query }) => {
    const known = await ask(() => reputation.listingOf(query.expression));
    if (known === null) throw new ApiError('unknown-listing');
    return known.listing;
  });

  app.post('/v1/review/listings', {
    config: { audited: true },
    onRequest: (request, _reply, next) => { access.may(request, 'review'); next(); },
    schema: {
      summary: 'Approve a held listing, pause, resume or overturn one',
      description: 'A held listing is published when as many reviewers have approved it as `hold.approvalsNeeded` says, each with a key of their own. An overturned one can not be listed by the machine for a year.',
      tags: ['review'],
      body: z.strictObject({ expression, decision: z.enum(['approve', 'pause', 'resume', 'overturn']), note: z.string().max(500).default('') }),
      response: { 200: z.object({ outcome: z.enum([...decisionOutcomes, 'overturned']), listing: listingSchema }), ...refusals },
    },
  }, async (request) => {
    const { body } = request;
    const who = access.may(request, 'review');
    const outcome = await ask(() => (body.decision === 'overturn' ? reputation.overturn(body.expression, now(), body.note) : reputation.decide(body.expression, body.decision, who, body.note, now())));
    const known = outcome === 'unknown' ? null : await ask(() => reputation.listingOf(body.expression));
    if (known === null) throw new ApiError('unknown-listing');
    if (outcome === 'shared') throw new ApiError('decision-refused', 'This would block everybody on a shared host; nobody can release it.', { field: 'decision' });
    if (outcome === 'again') throw new ApiError('decision-refused', 'You have approved it already; somebody else must as well, with a key of their own.', { field: 'decision' });
    if (outcome === 'not-so') throw new ApiError('decision-refused', `The listing is ${known.listing.state}, and its time may be over; this can't be decided about it now.`, { field: 'decision' });
    return { outcome, listing: known.listing };
  });
  done();
};
