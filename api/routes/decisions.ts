import { z } from 'zod';
import { scopes, threatSchema } from '../../records/index.ts';
import { decisions as kinds, decisionSchema } from '../../reputation/review/contract.ts';
import { ApiError } from '../errors.ts';
import { refusals, urlKeyParams } from '../shapes.ts';
import type { Routes } from './plugin.ts';

const tags = ['review'];
const id = z.string().regex(/^\d{1,15}-\d{1,10}$/, 'must be the id of a decision');
const outcomes = ['listed', 'renewed', 'held', 'delisted', 'unlisted', 'outdated', 'waits', 'noted', 'claimed', 'unknown'] as const;

/** `POST /v1/review/decisions`, `GET /v1/review/decisions`, `POST /v1/review/decisions/:id/undo`. */
export const decisionRoutes: Routes = ({ desk, decisions, access, ask, now }) => (app, _options, done) => {
  app.post('/v1/review/decisions', {
    config: { audited: true },
    onRequest: (request, _reply, next) => { access.may(request, 'review'); next(); },
    schema: {
      summary: 'Decide about one URL, or about all of a list',
      description: 'A decision outranks the machine until it ends (malicious: thirty days; benign: a year) or is taken back. `scope` says how much a malicious one blames; without it the machine\'s rules do. Where a listing needs two people, this counts as an approval and the URL waits for another (`waits`).',
      tags,
      body: z.strictObject({
        keys: z.array(urlKeyParams.shape.key).min(1).max(200), decision: z.enum(kinds), threat: threatSchema.nullable().default(null),
        scope: z.enum(scopes).nullable().default(null), note: z.string().max(500).default(''),
      }),
      response: { 200: z.object({ decided: z.array(z.object({ urlKey: z.string(), outcome: z.enum(outcomes), id: z.string().nullable() })) }), ...refusals },
    },
  }, async (request) => {
    const { keys, ...deciding } = request.body;
    const who = access.may(request, 'review');
    const decided = await desk.decide(keys, deciding, who, now());
    const [only] = decided;
    if (decided.length === 1 && only?.outcome === 'unknown') throw new ApiError('unknown-url');
    if (decided.length === 1 && only?.outcome === 'claimed') throw new ApiError('claimed');
    return { decided };
  });

  app.get('/v1/review/decisions', {
    onRequest: (request, _reply, next) => { access.may(request, 'review'); next(); },
    schema: { summary: 'What was decided, newest first', tags, querystring: z.object({ max: z.coerce.number().int().min(1).max(1000).default(100), before: id.optional() }), response: { 200: z.object({ decisions: z.array(decisionSchema) }), ...refusals } },
  }, async ({ query: { max, before } }) => ({ decisions: await ask(() => decisions.list(max, before)) }));

  app.post('/v1/review/decisions/:id/undo', {
    config: { audited: true },
    onRequest: (request, _reply, next) => { access.may(request, 'review'); next(); },
    schema: { summary: 'Take a decision back: what the machine said last stands again', tags, params: z.object({ id }), response: { 200: z.object({ outcome: z.literal('undone') }), ...refusals } },
  }, async ({ params }) => {
    const outcome = await ask(() => desk.undo(params.id, now()));
    if (outcome === 'unknown') throw new ApiError('unknown-decision');
    if (outcome !== 'undone') throw new ApiError('decision-refused', outcome === 'already' ? 'It was taken back before.' : 'A later decision about the same URL stands; take that one back first.');
    return { outcome };
  });
  done();
};
