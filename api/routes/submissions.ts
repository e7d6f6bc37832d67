import { z } from 'zod';
import type { DoorOutcome } from '../../intake/door.ts';
import type { Priority, Submission } from '../../records/index.ts';
import { ApiError } from '../errors.ts';
import { refusals, summaryOf, urlKeyParams, verdictSummarySchema } from '../shapes.ts';
import { sentenceOf } from '../url-refusals.ts';
import type { Routes } from './plugin.ts';

export const maxSubmissions = 1000;
/** How much of a refused URL is said back. */
const echoChars = 500;
/** Whoever may write here is known to the operator, which is more than anybody and less than a curated feed. */
const apiTrust = 0.5;

const priority = z.number().int().min(0).max(3).default(1).transform((number) => number as Priority).describe('0 is visited first.');
const bodySchema = z.union([
  z.strictObject({ url: z.string(), priority }),
  z.strictObject({ urls: z.array(z.string()).min(1).max(maxSubmissions), priority }),
], 'must hold either "url" or "urls" (1 to 1000 of them), and "priority" (0 to 3) at most beside it');

const acceptedSchema = z.object({
  /** Which of the URLs sent, from 0. */
  index: z.number().int(),
  /** Also the URL's key: nothing is stored about who submitted it. */
  id: z.string(),
  url: z.string(),
  key: z.string(),
  outcome: z.enum(['new', 'known', 'sooner', 'revived']),
  /** True where a secret part of the URL was replaced before anything was kept. */
  redacted: z.boolean(),
});
const refusedSchema = z.object({ index: z.number().int(), url: z.string(), code: z.string(), message: z.string() });

/** `POST /v1/submissions`, `GET /v1/submissions/:key`. */
export const submissionRoutes: Routes = ({ door, frontier, reputation, ask, mustWrite, now }) => (app, _options, done) => {
  app.post('/v1/submissions', {
    onRequest: (request, _reply, next) => { mustWrite(request); next(); },
    schema: {
      summary: 'Offer one URL or up to 1000 for a visit',
      description: 'What is accepted is not lost. A single URL that is refused answers 422; of many, those refused are listed beside those accepted.',
      tags: ['submissions'],
      body: bodySchema,
      response: { 202: z.object({ accepted: z.array(acceptedSchema), refused: z.array(refusedSchema) }), ...refusals },
    },
  }, async (request, reply) => {
    const { body } = request;
    const urls = 'url' in body ? [body.url] : body.urls;
    const submissions = urls.map((url): Submission => ({ url, source: 'api', atMs: now(), trust: apiTrust, priority: body.priority }));
    const outcomes = await ask(() => door.submit(submissions));
    const answer = sorted(urls, outcomes);
    const [refused] = answer.refused;
    if ('url' in body && refused !== undefined) throw new ApiError('url-refused', refused.message, { field: 'url' });
    return reply.code(202).send(answer);
  });

  app.get('/v1/submissions/:key', {
    schema: {
      summary: 'Where a submitted URL stands',
      tags: ['submissions'],
      params: urlKeyParams,
      response: {
        200: z.object({
          id: z.string(),
          url: z.string(),
          state: z.enum(['due', 'leased', 'resting', 'buried']).describe('due: waits for a visit; leased: is being visited or judged; resting: judged, waits for its next look; buried: given up'),
          buried: z.string().nullable(),
          attempts: z.number().int(),
          dueAtMs: z.number().nullable(),
          verdict: verdictSummarySchema.nullable(),
        }),
        ...refusals,
      },
    },
  }, async ({ params: { key } }) => {
    const [record, verdict] = await ask(() => Promise.all([frontier.get(key), reputation.verdictOf(key)]));
    if (record === null) throw new ApiError('unknown-url');
    return { id: record.key, url: record.url, state: record.state, buried: record.buried, attempts: record.attempts, dueAtMs: record.dueAtMs, verdict: verdict === null ? null : summaryOf(verdict) };
  });
  done();
};

const sorted = (urls: readonly string[], outcomes: readonly DoorOutcome[]): { accepted: z.infer<typeof acceptedSchema>[]; refused: z.infer<typeof refusedSchema>[] } => ({
  accepted: outcomes.flatMap((outcome, index) => (outcome.outcome === 'accepted' ? [{ index, id: outcome.key, url: outcome.url.visit, key: outcome.key, outcome: outcome.offer, redacted: outcome.isRedacted }] : [])),
  refused: outcomes.flatMap((outcome, index) => (outcome.outcome === 'refused' ? [{ index, url: (urls[index] ?? '').slice(0, echoChars), code: outcome.reason, message: sentenceOf(outcome.reason) }] : [])),
});
