import { z } from 'zod';
import { scopes, threatSchema, verdictKinds, type LookupAnswer } from '../../records/index.ts';
import type { Rating } from '../../reputation/replica/contract.ts';
import type { ParsedUrl } from '../../url/types.ts';
import { ApiError, errorBodySchema, type ErrorBody } from '../errors.ts';
import { lookupAnswerSchema, ratingSchema, refusals } from '../shapes.ts';
import { readUrl } from '../url-refusals.ts';
import { prefixText, readPrefix } from '../hash-prefix.ts';
import type { Routes } from './plugin.ts';

export const maxLookups = 500;

const byUrlSchema = z.object({
  verdict: z.enum(verdictKinds),
  threat: threatSchema.nullable(),
  /** 0 to 1. */
  score: z.number(),
  says: z.array(z.string()),
}).describe('What the text of the URL looks like; nothing was fetched. A hint, never a listing.');
const foundSchema = z.intersection(z.object({ url: z.string(), key: z.string(), rating: ratingSchema, byUrl: byUrlSchema.optional() }), lookupAnswerSchema);
type Found = z.infer<typeof foundSchema>;

const hashesSchema = z.object({
  prefix: z.string(),
  answer: z.enum(['listed', 'not-listed', 'stale', 'unavailable']).describe('"listed": some hash that starts so is; yours only if it is among `hashes`.'),
  hashes: z.array(z.object({ hash: z.string(), threat: threatSchema, scope: z.enum(scopes), score: z.number(), compromised: z.boolean(), expiresAtMs: z.number() })),
  cacheSecs: z.number(),
});
type Hashes = z.infer<typeof hashesSchema>;

const urlText = z.string().max(100_000);
const byUrl = z.stringbool().default(false).describe('true: say also what the text of the URL looks like.');
const bodySchema = z.union([
  z.strictObject({ urls: z.array(urlText).min(1).max(maxLookups), byUrl: z.boolean().default(false) }),
  z.strictObject({ hashPrefixes: z.array(prefixText).min(1).max(maxLookups) }),
], `must hold either "urls" or "hashPrefixes", 1 to ${maxLookups} of them`);

/**
 * `GET /v1/lookup?url=` or `?hashPrefix=`, `POST /v1/lookup`: answered from this process's memory, without a
 * question to Redis. Who asks for what is neither stored nor logged; only how often a hash prefix is asked about.
 */
export const lookupRoutes: Routes = ({ replica, lookups, keptForm, rate, now, ageing }) => (app, _options, done) => {
  const found = (url: ParsedUrl, answer: LookupAnswer, rating: Rating, isByUrl: boolean, nowMs: number): Found => {
    const asked = { url: url.visit, key: url.key, rating: { ...rating }, ...answer };
    if (!isByUrl) return asked;
    const { verdict, threat, score, signals } = rate(url, nowMs);
    return { ...asked, byUrl: { verdict, threat, score, says: signals.map(({ says }) => says) } };
  };

  const byUrls = (urls: readonly ParsedUrl[], isByUrl: boolean): Found[] => {
    const nowMs = now();
    const answers = replica.lookup(urls.map(({ canonical }) => canonical), nowMs);
    return urls.map((url, index) => {
      lookups.note(url.canonical);
      const answer = answers[index] ?? { answer: 'unavailable', reason: 'The list gave no answer.' };
      // A recipient asks about a link with their own address in it; what was visited and listed has none.
      const kept = answer.answer === 'not-listed' ? keptForm(url) : null;
      if (kept === null) return found(url, answer, replica.rating(url.key, nowMs), isByUrl, nowMs);
      return found(url, replica.lookup([kept.canonical], nowMs)[0] ?? answer, replica.rating(kept.key, nowMs), isByUrl, nowMs);
    });
  };

  const byPrefix = (prefix: Buffer): Hashes => {
    const nowMs = now();
    const { state } = replica.status(nowMs);
    const text = prefix.toString('hex');
    if (state === 'building') return { prefix: text, answer: 'unavailable', hashes: [], cacheSecs: 0 };
    const hashes = replica.startingWith(prefix, nowMs).map(({ hash, ...facts }) => ({ hash: Buffer.from(hash).toString('hex'), ...facts }));
    if (state === 'behind') return { prefix: text, answer: 'stale', hashes, cacheSecs: 1 };
    return { prefix: text, answer: hashes.length === 0 ? 'not-listed' : 'listed', hashes, cacheSecs: hashes.length === 0 ? ageing.notListedCacheSecs : ageing.listedCacheSecs };
  };

  // Both answers are made here of what was checked before: the schema is for readers, and is held to them by test/api/lookup.test.ts.
  const plainJson = { serializerCompiler: () => (answer: unknown) => JSON.stringify(answer) };

  // JSON that no browser shows: of the headers for pages this one is enough, and all of them cost as much as the answer.
  app.addHook('onRequest', (_request, reply, next) => { void reply.header('x-content-type-options', 'nosniff'); next(); });

  app.get('/v1/lookup', {
    ...plainJson,
    helmet: false,
    schema: {
      summary: 'Ask whether a URL is listed, or what is listed under a hash prefix',
      tags: ['lookup'],
      querystring: z.strictObject({ url: urlText.optional(), hashPrefix: prefixText.optional(), byUrl }).refine(({ url, hashPrefix }) => (url === undefined) !== (hashPrefix === undefined), 'must have either "url" or "hashPrefix"'),
      response: { 200: z.union([foundSchema, hashesSchema]), ...refusals },
    },
  }, ({ query }) => {
    if (query.hashPrefix !== undefined) return byPrefix(readPrefix(query.hashPrefix));
    const url = readUrl(query.url ?? '', 'url');
    if (url instanceof ApiError) throw url;
    const [answer] = byUrls([url], query.byUrl);
    if (answer === undefined) throw new ApiError('store-unavailable');
    return answer;
  });

  app.post('/v1/lookup', {
    ...plainJson,
    helmet: false,
    schema: {
      summary: 'Ask about up to 500 URLs, or up to 500 hash prefixes',
      description: 'One answer each, in the order asked; what is no URL has an error in its place. A hash prefix is the first 4 to 32 bytes of the SHA-256 of a Safe Browsing expression, hex or base64.',
      tags: ['lookup'],
      body: bodySchema,
      response: { 200: z.object({ answers: z.array(z.union([foundSchema, hashesSchema, errorBodySchema])) }), ...refusals },
    },
  }, ({ body }) => {
    if ('hashPrefixes' in body) return { answers: body.hashPrefixes.map((text) => byPrefix(readPrefix(text))) };
    const read = body.urls.map((text, index) => readUrl(text, `urls.${index}`));
    const answers = byUrls(read.filter((url): url is ParsedUrl => !(url instanceof ApiError)), body.byUrl).values();
    return { answers: read.map((url): Found | ErrorBody => (url instanceof ApiError ? url.body() : answers.next().value as Found /* one answer a URL */)) };
  });
  done();
};
