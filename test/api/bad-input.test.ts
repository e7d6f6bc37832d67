import { expect } from 'chai';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { createApi } from '../../api/server.ts';
import { errorBodySchema } from '../../api/errors.ts';
import { FakeWorld, listingOf } from './fakes.ts';

/** A million in the long mode (`HARRIER_REQUESTS=1000000 npm test -- test/api/bad-input.test.ts`), some in every run. */
const requests = Number(process.env['HARRIER_REQUESTS'] ?? 1500);
const seed = Number(process.env['HARRIER_SEED'] ?? Date.now() % 1_000_000);

const key = 'A'.repeat(22);
const paths = [
  '/v1/submissions', `/v1/submissions/${key}`, '/v1/lookup', '/v1/lookup?url=', '/v1/lookup?hashPrefix=', `/v1/urls/${key}`, `/v1/urls/${key}/recrawl`, `/v1/captures/0mabcdefg-${key}/dom?frame=`, '/v1/feeds/', '/v1/feeds/hosts',
  '/v1/review', '/v1/review/listings', '/v1/listings?expression=', '/v1/campaigns?max=', '/v1/campaigns/x', `/v1/urls/${key}/campaign`, '/v1/keys', '/v1/keys/x/revoke', '/v1/audit?after=', '/v1/appeals', `/v1/appeals/${key}`, '/v1/shares', '/v1/shared/x/hosts', '/v1/status?recent=', '/v1/stream?after=x',
  '/v4/threatLists', '/v4/threatListUpdates:fetch', '/v4/fullHashes:find', '/v4/threatMatches:find', '/v4/encodedUpdates/', '/v5/hashes:search?hashPrefixes=', '/v5/hashLists', '/v5/hashLists:batchGet?names=', '/v5/hashList/', '/taxii2/', '/openapi.json', '/healthz',
];

/** Bodies as clients send them, then with a part replaced by anything. */
const bodies: readonly object[] = [
  { url: 'http://a.test/' }, { urls: ['http://a.test/'], priority: 1 }, { hashPrefixes: ['00000000'] }, { expression: 'bad.test/', decision: 'pause', note: '' }, { name: 'a key', role: 'reader', days: 3 }, { reason: 'a reason' },
  { client: { clientId: 'x' }, threatInfo: { threatTypes: ['MALWARE'], platformTypes: ['LINUX'], threatEntryTypes: ['URL'], threatEntries: [{ hash: 'AAAAAA==' }, { url: 'http://a.test/' }] } },
  { listUpdateRequests: [{ threatType: 'MALWARE', platformType: 'LINUX', threatEntryType: 'URL', state: 'Z2FyYmFnZQ==', constraints: { maxUpdateEntries: 3, supportedCompressions: ['RAW', 'RICE'] } }] },
  { urls: Array.from({ length: 501 }, (_, index) => `http://h${index}.test/`) }, { hashPrefixes: Array.from({ length: 501 }, () => '00000000') },
];
const spoilt = fc.tuple(fc.constantFrom(...bodies), fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 3 })).map(([body, name, value]) => {
  const names = Object.keys(body);
  const at = name.length < names.length ? names[name.length] ?? name : name;
  return JSON.stringify({ ...body, [at]: value });
});
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const query = fc.oneof(fc.constant(''), fc.string({ maxLength: 40 }).map(encodeURIComponent), fc.webQueryParameters(), fc.base64String({ maxLength: 60 }).map((text) => `&$req=${encodeURIComponent(text)}&$ct=application/x-protobuf`));
const request = fc.record({
  method: fc.constantFrom('GET', 'GET', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
  path: fc.tuple(fc.constantFrom(...paths), query).map(([path, text]) => path + text),
  payload: fc.oneof(spoilt, spoilt, bytes, fc.constantFrom(...bodies).map((body) => JSON.stringify(body)), fc.constantFrom(...bodies).chain((body) => fc.nat(60).map((cut) => JSON.stringify(body).slice(0, cut))), fc.jsonValue().map((value) => JSON.stringify(value) ?? '')),
  type: fc.constantFrom('application/json', 'application/x-protobuf', 'text/plain', 'application/json; charset=utf-16', 'multipart/form-data; boundary=x', ''),
  headers: fc.dictionary(fc.constantFrom('accept', 'if-none-match', 'last-event-id', 'range', 'origin', 'x-http-method-override', 'accept-encoding'), fc.string({ maxLength: 30, unit: fc.constantFrom(...'abc/*,;=0"\\ .') }), { maxKeys: 3 }),
  authorization: fc.option(fc.constantFrom('Bearer hk_aaaaaaaa_x', `Bearer hk_aaaaaaaa_${'A'.repeat(43)}`, 'Basic eDp5', 'Bearer'), { nil: null }),
});

describe('a hostile client', () => {
  it(`gets a documented refusal for whatever it sends, and nobody else notices (${requests} requests, seed ${seed})`, async () => {
    const world = new FakeWorld();
    world.listings.set('bad.test', listingOf('bad.test/'));
    const server = createApi({ ...world.deps(), limits: { ...world.deps().limits, requestsPerMinute: 1e9 } });
    const asked = '/v1/lookup?url=http%3A%2F%2Fbad.test%2Flogin';
    const before = (await server.inject(asked)).body;
    await fc.assert(fc.asyncProperty(request, async ({ method, path, payload, type, headers, authorization }) => {
      const options = { method, url: path, headers: { host: 'localhost', ...headers, ...(type === '' ? {} : { 'content-type': type }), ...(authorization === null ? {} : { authorization }) }, ...(method === 'GET' || method === 'HEAD' ? {} : { payload }) } as InjectOptions; // The methods are those of the list above.
      const answer = await server.inject(options);
      expect(answer.statusCode, `${method} ${path} ${String(payload)}`).to.be.below(500);
      if (answer.statusCode >= 400 && method !== 'HEAD') {
        const isOurs = path.startsWith('/v1/') ? errorBodySchema.safeParse(answer.json()).success : path.startsWith('/taxii2/') ? 'error_code' in answer.json<object>() || 'error' in answer.json<object>() : typeof answer.json<{ error?: unknown }>().error === 'object';
        expect(isOurs, answer.body).to.equal(true);
      }
      expect((await server.inject(asked)).body).to.equal(before);
    }), { numRuns: requests, seed });
    await server.close();
  }).timeout(Math.max(60_000, requests * 20));

  it('is told that 100 MB are too many before they have arrived', async () => {
    const app = createApi(new FakeWorld().deps());
    const answer = await app.inject({ method: 'POST', url: '/v1/lookup', headers: { 'content-type': 'application/json' }, payload: Buffer.alloc(100_000_000, 0x20) });
    expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).to.deep.equal([413, 'body-too-large']);
    await app.close();
  });
});
