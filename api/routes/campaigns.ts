import { z } from 'zod';
import { campaignSchema } from '../../records/index.ts';
import { ApiError } from '../errors.ts';
import { refusals, summaryOf, urlKeyParams, verdictSummarySchema } from '../shapes.ts';
import type { Routes } from './plugin.ts';

/** `GET /v1/campaigns`, `GET /v1/campaigns/:id`, `GET /v1/urls/:key/campaign`. */
export const campaignRoutes: Routes = ({ campaigns, reputation, ask }) => (app, _options, done) => {
  app.get('/v1/campaigns', {
    schema: { summary: 'Campaigns that grew last: captures that share what attackers reuse', tags: ['campaigns'], querystring: z.object({ max: z.coerce.number().int().min(1).max(200).default(50) }), response: { 200: z.object({ campaigns: z.array(campaignSchema) }), ...refusals } },
  }, async ({ query }) => ({ campaigns: await ask(() => campaigns.recent(query.max)) }));

  app.get('/v1/campaigns/:id', {
    schema: {
      summary: 'One campaign: what ties it together, and its members, newest first', tags: ['campaigns'], params: z.object({ id: z.string().regex(/^\d{1,15}$/, 'must be the number of a campaign') }), querystring: z.object({ max: z.coerce.number().int().min(0).max(500).default(50) }),
      response: { 200: z.object({ campaign: campaignSchema, members: z.array(verdictSummarySchema) }), ...refusals },
    },
  }, async ({ params, query }) => {
    const campaign = await ask(() => campaigns.get(params.id));
    if (campaign === null) throw new ApiError('unknown-campaign');
    const keys = query.max === 0 ? [] : await ask(() => campaigns.members(campaign.id, query.max));
    const verdicts = await ask(() => Promise.all(keys.map((key) => reputation.verdictOf(key))));
    return { campaign, members: verdicts.filter((verdict) => verdict !== null).map(summaryOf) };
  });

  app.get('/v1/urls/:key/campaign', {
    schema: { summary: 'The campaign that a URL is of', tags: ['campaigns'], params: urlKeyParams, response: { 200: campaignSchema, ...refusals } },
  }, async ({ params }) => {
    const id = await ask(() => campaigns.campaignOf(params.key));
    const campaign = id === null ? null : await ask(() => campaigns.get(id));
    if (campaign === null) throw new ApiError('unknown-campaign');
    return campaign;
  });
  done();
};
