import { z } from 'zod';
import { threatSchema, verdictKinds, type LookupAnswer, type Verdict } from '../../records/index.ts';
import type { ParsedUrl } from '../../url/types.ts';
import { ApiError, errorBodySchema } from '../errors.ts';
import { lookupAnswerSchema, refusals } from '../shapes.ts';
import { readUrl } from '../url-refusals.ts';
import type { Routes } from './plugin.ts';

export const maxLookups = 500;

const ratingSchema = z.object({
  verdict: z.enum(verdictKinds),
  threat: threatSchema.nullable(),
  score: z.number(),
  says: z.array(z.string()),
}).describe('What the URL alone looks like; nothing was fetched.');
const foundSchema = z.intersection(z.object({ url: z.string(), key: z.string(), rating: ratingSchema }), lookupAnswerSchema);
type Found = z.infer<typeof foundSchema>;

/** `GET /v1/lookup?url=`, `POST /v1/lookup`. Who asks for what is neither stored nor logged. */
export const lookupRoutes: Routes = ({ reputation, rate, ask, now }) => (app, _options, done) => {
  const lookup = async (urls: readonly ParsedUrl[]): Promise<Found[]> => {
    const answers = urls.length === 0 ? [] : await ask(() => reputation.lookup(urls.map(({ canonical }) => canonical), now()));
    return urls.map((url, index) => found(url, answers[index] ?? { answer: 'unavailable', reason: 'the store gave no answer' }, rate(url, now())));
  };

  app.get('/v1/lookup', {
    schema: {
      summary: 'Ask whether a URL is listed',
      tags: ['lookup'],
      querystring: z.object({ url: z.string() }),
      response: { 200: foundSchema, ...refusals },
    },
  }, async ({ query }) => {
    const url = readUrl(query.url, 'url');
    if (url instanceof ApiError) throw url;
    const [answer] = await lookup([url]);
    if (answer === undefined) throw new ApiError('store-unavailable');
    return answer;
  });

  app.post('/v1/lookup', {
    schema: {
      summary: 'Ask about up to 500 URLs',
      description: 'One answer a URL, in the order asked; one that is no URL has an error in its place.',
      tags: ['lookup'],
      body: z.strictObject({ urls: z.array(z.string()).min(1).max(maxLookups) }),
      response: { 200: z.object({ answers: z.array(z.union([foundSchema, errorBodySchema])) }), ...refusals },
    },
  }, async ({ body }) => {
    const read = body.urls.map((text, index) => readUrl(text, `urls.${index}`));
    const answers = (await lookup(read.filter((url): url is ParsedUrl => !(url instanceof ApiError)))).values();
    return { answers: read.map((url) => (url instanceof ApiError ? url.body() : answers.next().value as Found /* one answer a URL */)) };
  });
  done();
};

const found = ({ visit, key }: ParsedUrl, answer: LookupAnswer, { verdict, threat, score, signals }: Verdict): Found =>
  ({ url: visit, key, rating: { verdict, threat, score, says: signals.map(({ says }) => says) }, ...answer });
