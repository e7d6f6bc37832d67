import { z } from 'zod';
import { threatSchema } from '../../records/index.ts';
import { claimSchema, reviewItemSchema, type WaitingItem } from '../../reputation/review/contract.ts';
import { reviewReasons } from '../../reputation/review/worth.ts';
import { ApiError } from '../errors.ts';
import { refusals, urlKeyParams } from '../shapes.ts';
import type { Routes } from './plugin.ts';

const tags = ['review'];
const itemSchema = reviewItemSchema.extend({ claim: claimSchema.nullable() });
/** Items that filters look through: the top of the queue. */
const filteredItems = 1000;
const claimedItems = 20;
const mostAlike = 200;

/** `GET /v1/review`, `GET /v1/review/:key`, `POST /v1/review/claims`, `.../claims/release`: what waits for a person. */
export const reviewRoutes: Routes = ({ review, access, ask, now }) => (app, _options, done) => {
  app.get('/v1/review', {
    schema: {
      summary: 'What waits for a person, worth most first',
      description: 'The order is by uncertainty, look-up demand, what a wrong listing would hit, and age. With a filter, the thousand that are worth most are looked through.',
      tags,
      querystring: z.object({
        offset: z.coerce.number().int().min(0).max(1_000_000).default(0), max: z.coerce.number().int().min(1).max(200).default(50),
        reason: z.enum(reviewReasons).optional(), threat: threatSchema.optional(), brand: z.string().max(200).optional(), source: z.string().max(64).optional(),
        q: z.string().max(300).optional().describe('Part of the URL.'),
      }),
      response: { 200: z.object({ waiting: z.number().int().describe('How many wait in all, filters aside.'), items: z.array(itemSchema) }), ...refusals },
    },
  }, async ({ query: { offset, max, ...filters } }) => {
    const isFiltered = Object.values(filters).some((value) => value !== undefined && value !== '');
    if (!isFiltered) return ask(() => review.list(offset, max, now()));
    const { items, waiting } = await ask(() => review.list(0, filteredItems, now()));
    return { waiting, items: items.filter((item) => fits(item, filters)).slice(offset, offset + max) };
  });

  app.get('/v1/review/:key', {
    schema: { summary: 'One that waits, and those that are made of the same', tags, params: urlKeyParams, response: { 200: z.object({ item: itemSchema, alike: z.array(itemSchema).describe('Others that wait and whose page is made of the same, at most 200.') }), ...refusals } },
  }, async ({ params: { key } }) => {
    const item = await ask(() => review.get(key, now()));
    if (item === null) throw new ApiError('unknown-url', 'This URL does not wait for a person.');
    const { shape } = item;
    const alike = shape === null ? [] : await ask(() => review.alike(shape, mostAlike, now()));
    return { item, alike: alike.filter(({ urlKey }) => urlKey !== key) };
  });

  app.post('/v1/review/claims', {
    onRequest: (request, _reply, next) => { access.may(request, 'review'); next(); },
    schema: {
      summary: 'Take one in hand, so that nobody else decides about it meanwhile',
      description: 'Without a key: the first that nobody has. Asked again by the same key it holds longer. A claim ends by itself.',
      tags,
      body: z.strictObject({ key: urlKeyParams.shape.key.optional(), after: urlKeyParams.shape.key.optional().describe('Without `key`: any but this one.') }),
      response: { 200: z.object({ item: itemSchema.nullable().describe('null where nothing waits.') }), ...refusals },
    },
  }, async (request) => {
    const { key, after } = request.body;
    const who = access.may(request, 'review');
    if (key !== undefined) {
      const claim = await ask(() => review.claim(key, who, now()));
      if (claim === null) throw new ApiError('claimed');
      return { item: await ask(() => review.get(key, now())) };
    }
    // A page at a time: the first is nearly always free.
    for (let offset = 0; offset < filteredItems; offset += claimedItems) {
      const { items } = await ask(() => review.list(offset, claimedItems, now()));
      for (const item of items) {
        if (item.urlKey === after || (item.claim !== null && item.claim.who !== who)) continue;
        const claim = await ask(() => review.claim(item.urlKey, who, now()));
        if (claim !== null) return { item: { ...item, claim } };
      }
      if (items.length === 0) break;
    }
    return { item: null };
  });

  app.post('/v1/review/claims/release', {
    onRequest: (request, _reply, next) => { access.may(request, 'review'); next(); },
    schema: { summary: 'Let go of what was claimed', tags, body: z.strictObject({ key: urlKeyParams.shape.key }), response: { 200: z.object({ outcome: z.literal('released') }), ...refusals } },
  }, async (request) => {
    await ask(() => review.release(request.body.key, access.may(request, 'review')));
    return { outcome: 'released' as const };
  });
  done();
};

const fits = (item: WaitingItem, { reason, threat, brand, source, q }: { readonly reason?: string | undefined; readonly threat?: string | undefined; readonly brand?: string | undefined; readonly source?: string | undefined; readonly q?: string | undefined }): boolean =>
  (reason === undefined || item.reasons.some((one) => one === reason)) && (threat === undefined || item.threat === threat) && (source === undefined || item.source === source)
  && (brand === undefined || (item.brand ?? '').toLowerCase() === brand.toLowerCase()) && (q === undefined || item.url.toLowerCase().includes(q.toLowerCase()));
