import { z } from 'zod';
import { searchFieldNames, searchFields } from '../../reputation/search/terms.ts';
import { ApiError } from '../errors.ts';
import { refusals, summaryOf, verdictSummarySchema } from '../shapes.ts';
import type { Routes } from './plugin.ts';

const value = z.string().trim().min(1).max(300);
const fieldsSchema = z.object(Object.fromEntries(searchFieldNames.map((name) => [name, value.optional().describe(searchFields[name])])) as Record<(typeof searchFieldNames)[number], z.ZodOptional<typeof value>>);

/** `GET /v1/search`: URLs by what visits saw. */
export const searchRoutes: Routes = ({ search, reputation, ask }) => (app, _options, done) => {
  app.get('/v1/search', {
    schema: {
      summary: 'URLs by host, address, certificate, icon, shape, script, form target, brand, threat, rule or word',
      description: 'Several must all hold. Looks of the last ninety days are found, of each value the newest 5,000 URLs; newest look first.',
      tags: ['search'],
      querystring: fieldsSchema.extend({ max: z.coerce.number().int().min(1).max(200).default(50) }),
      response: { 200: z.object({ terms: z.array(z.object({ field: z.enum(searchFieldNames), value: z.string(), urls: z.number().int().describe('How many URLs have this one.') })), found: z.array(verdictSummarySchema) }), ...refusals },
    },
  }, async ({ query: { max, ...fields } }) => {
    const terms = searchFieldNames.flatMap((field) => { const given = fields[field]; return given === undefined ? [] : [{ field, value: given }]; });
    if (terms.length === 0) throw new ApiError('invalid-request', `name at least one of ${searchFieldNames.join(', ')}`);
    const [rows, counts] = await ask(() => Promise.all([search.find(terms, max), search.count(terms)]));
    const verdicts = await ask(() => reputation.verdictsOf(rows.map(({ urlKey }) => urlKey)));
    return { terms: terms.map((term, index) => ({ ...term, urls: counts[index] ?? 0 })), found: verdicts.flatMap((verdict) => (verdict === null ? [] : [summaryOf(verdict)])) };
  });
  done();
};
