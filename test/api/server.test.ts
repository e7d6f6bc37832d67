import { expect } from 'chai';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../api/server.ts';
import { defaultLimits, type ApiDeps } from '../../api/deps.ts';
import { errorBodySchema } from '../../api/errors.ts';
import { once } from 'node:events';
import { FakeWorld } from './fakes.ts';

const key = 'A'.repeat(22);

describe('the server', () => {
  const refuses: readonly (readonly [string, InjectOptions, number, string])[] = [
    ['an unknown path', { url: '/v1/nothing' }, 404, 'unknown-route'],
    ['a method that the path does not take', { method: 'DELETE', url: '/v1/lookup' }, 405, 'method-not-allowed'],
    ['a method before it reads the body', { method: 'PUT', url: '/v1/lookup', payload: 'x', headers: { 'content-type': 'text/xml' } }, 405, 'method-not-allowed'],
    ['a body that is no JSON', { method: 'POST', url: '/v1/lookup', payload: '{"urls": [', headers: { 'content-type': 'application/json' } }, 400, 'malformed-json'],
    ['an empty body', { method: 'POST', url: '/v1/lookup', payload: '', headers: { 'content-type': 'application/json' } }, 400, 'malformed-json'],
    ['a body that poisons prototypes', { method: 'POST', url: '/v1/lookup', payload: '{"__proto__": {"urls": ["http://a.test/"]}}', headers: { 'content-type': 'application/json' } }, 400, 'malformed-json'],
    ['a body of another type', { method: 'POST', url: '/v1/lookup', payload: '{"urls":["http://a.test/"]}', headers: { 'content-type': 'text/plain' } }, 415, 'unsupported-media-type'],
    ['a form', { method: 'POST', url: '/v1/lookup', payload: 'urls=http://a.test/', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported-media-type'],
    ['a body over 1 MiB', { method: 'POST', url: '/v1/lookup', payload: JSON.stringify({ urls: ['x'.repeat(1024 * 1024)] }), headers: { 'content-type': 'application/json' } }, 413, 'body-too-large'],
    ['a path that is no path', { url: '/v1/urls/%E0%A4%A' }, 400, 'malformed-request'],
    ['a key that is endless', { url: `/v1/urls/${'A'.repeat(5000)}` }, 414, 'path-too-long'],
    ['a value that is missing', { url: '/v1/lookup' }, 400, 'invalid-request'],
  ];
  for (const [what, request, status, code] of refuses) {
    it(`refuses ${what} with ${status} ${code}`, async () => {
      const app = createApi(new FakeWorld().deps());
      const answer = await app.inject(request);
      await app.close();
      expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).to.deep.equal([status, code]);
    });
  }

  it('names the methods that a path takes', async () => {
    const app = createApi(new FakeWorld().deps());
    expect((await app.inject({ method: 'DELETE', url: '/v1/lookup' })).headers['allow']?.split(', ')).to.have.members(['GET', 'HEAD', 'POST']);
    await app.close();
  });

  it('refuses an address that asks too much, and tells it when to come back', async () => {
    const app = createApi(new FakeWorld({ limits: { ...defaultLimits, requestsPerMinute: 3 } }).deps());
    const ask = (remoteAddress: string, url = '/v1/feeds') => app.inject({ url, remoteAddress });
    for (let index = 0; index < 3; index += 1) expect((await ask('192.0.2.1')).statusCode).to.equal(200);
    const refused = await ask('192.0.2.1');
    expect([refused.statusCode, refused.json<{ error: { code: string } }>().error.code]).to.deep.equal([429, 'too-many-requests']);
    expect(Number(refused.headers['retry-after'])).to.be.within(1, 60);
    expect((await ask('192.0.2.1', '/nothing')).statusCode, 'unknown paths count too').to.equal(429);
    expect((await ask('192.0.2.2')).statusCode, 'another address').to.equal(200);
    expect((await ask('192.0.2.1', '/healthz')).statusCode, 'health is not counted').to.equal(200);
    await app.close();
  });

  it('answers 503 within its limit when the store never answers', async () => {
    const never = (): Promise<never> => new Promise(() => undefined);
    const app = createApi(new FakeWorld({ ...storesThat(never), limits: { ...defaultLimits, storeMs: 30 } }).deps());
    for (const request of storeRequests) {
      const answer = await app.inject(request);
      expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code], JSON.stringify(request)).to.deep.equal([503, request.url.includes('captures') ? 'evidence-unavailable' : 'store-unavailable']);
    }
    expect((await app.inject('/healthz')).statusCode).to.equal(200);
    await app.close();
  });

  it('answers 503 without a word of the fault when the store fails', async () => {
    const app = createApi(new FakeWorld(storesThat(() => Promise.reject(new Error('ECONNREFUSED 10.0.0.5:6379')))).deps());
    for (const request of storeRequests) {
      const answer = await app.inject(request);
      expect(answer.statusCode, JSON.stringify(request)).to.equal(503);
      expect(answer.body).to.not.match(/ECONNREFUSED|10\.0\.0\.5/);
    }
    await app.close();
  });

  it('keeps its own faults to its log', async () => {
    const world = new FakeWorld({ explain: () => { throw new TypeError('secret detail'); } });
    const app = createApi(world.deps());
    const answer = await app.inject(`/v1/urls/${world.know('http://a.test/', {}).key}`);
    expect([answer.statusCode, answer.json()]).to.deep.equal([500, { error: { code: 'internal', message: 'A fault of this server; its log says more.' } }]);
    expect(world.logLines.join('')).to.contain('secret detail');
    await app.close();
  });

  it('answers what is no HTTP with its own error, and logs no address', async () => {
    const world = new FakeWorld();
    const app = createApi(world.deps());
    await app.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
    let said = '';
    socket.setEncoding('utf8').on('data', (text: string) => { said += text; });
    socket.write('NONSENSE\r\n\r\n');
    await once(socket, 'close');
    await app.close();
    expect(said).to.match(/^HTTP\/1\.1 400 Bad Request\r\n/).and.contain('"malformed-request"');
    expect(world.logLines.join('')).to.not.match(/remoteAddress|remotePort/);
  });

  it('lets no page load, run or frame anything but its own files', async () => {
    const app = createApi(new FakeWorld().deps());
    const { headers } = await app.inject('/v1/status');
    await app.close();
    expect(headers['content-security-policy']).to.contain("default-src 'none'").and.contain("script-src 'self'").and.contain("frame-ancestors 'none'").and.contain("require-trusted-types-for 'script'").and.not.contain('unsafe');
    expect(headers).to.deep.include({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  });

  it('counts answers by route pattern, never by path', async () => {
    const world = new FakeWorld();
    const app = createApi(world.deps());
    await app.inject(`/v1/urls/${key}`);
    await app.inject('/v1/lookup?url=http://secret.test/');
    await app.inject('/who/asks');
    const { body, headers } = await app.inject('/metrics');
    await app.close();
    expect(headers['content-type']).to.match(/^text\/plain/);
    expect(body).to.contain('harrier_http_answer_seconds_count{route="/v1/urls/:key",method="GET",status="404"} 1').and.contain('route="unknown"');
    expect(body).to.not.match(/secret|AAAA|who/);
  });

  it('answers garbage with a refusal from its table, never with a fault', async function () {
    this.timeout(60_000);
    const app = createApi(new FakeWorld({ limits: { ...defaultLimits, requestsPerMinute: 1_000_000 } }).deps());
    const path = fc.oneof(fc.constantFrom(...paths), fc.tuple(fc.constantFrom(...paths), fc.string({ unit: 'binary', maxLength: 60 })).map(([start, rest]) => `${start}${encodeURIComponent(rest)}`), fc.string({ maxLength: 60 }).map((rest) => `/${rest.replace(/[^\x21-\x7e]/g, '')}`)).filter((text) => URL.canParse(text, 'http://localhost'));
    const body = fc.option(fc.oneof(
      fc.json(),
      fc.string({ maxLength: 300 }),
      fc.record({ url: fc.anything(), urls: fc.oneof(fc.anything(), fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()))), priority: fc.anything() }, { requiredKeys: [] }).map((object) => JSON.stringify(object, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value))),
    ));
    const type = fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain', 'multipart/form-data', 'a/b;;;', '');
    await fc.assert(fc.asyncProperty(fc.constantFrom('GET' as const, 'POST' as const, 'HEAD' as const, 'PUT' as const, 'DELETE' as const, 'OPTIONS' as const), path, body, type, async (method, url, payload, contentType) => {
      const answer = await app.inject({ method, url, ...(payload === null ? {} : { payload }), headers: contentType === '' ? {} : { 'content-type': contentType } });
      expect(answer.statusCode).to.be.below(500);
      if (answer.statusCode >= 400 && method !== 'HEAD') expect(errorBodySchema.safeParse(answer.json()).success, answer.body).to.be.true;
    }), { numRuns: 800 });
    await app.close();
  });
});

/** Paths without an endless answer. */
const paths = ['/v1/submissions', `/v1/submissions/${key}`, '/v1/submissions/', '/v1/lookup', '/v1/lookup?url=', '/v1/urls/', `/v1/urls/${key}/recrawl`, '/v1/captures/', `/v1/captures/0mabcdefg-${key}/dom?frame=`, '/v1/feeds/', '/v1/review', '/v1/status?recent=', '/v1/stream?after=x', '/openapi.json', '/healthz'];

const storeRequests = [
  { url: '/readyz' },
  { url: '/v1/status' },
  { url: '/v1/review' },
  { url: `/v1/submissions/${key}` },
  { url: `/v1/urls/${key}` },
  { url: `/v1/captures/0mabcdefg-${key}` },
  { url: '/v1/feeds/hosts' },
  { url: '/v1/stream' },
  { method: 'POST', url: '/v1/submissions', payload: { url: 'http://a.test/' } },
  { method: 'POST', url: `/v1/urls/${key}/recrawl` },
] as const satisfies readonly InjectOptions[];

const storesThat = (fail: () => Promise<never>): Partial<ApiDeps> => ({
  door: { submit: fail },
  frontier: { get: fail, counts: fail, upcoming: fail },
  reputation: { verdictOf: fail, verdictsOf: fail, changes: fail, position: fail, listingOf: fail, decide: fail, overturn: fail, listings: () => ({ [Symbol.asyncIterator]: () => ({ next: fail }) }) },
  review: { note: fail, appeal: fail, list: fail, get: fail, claim: fail, release: fail, alike: fail, remove: fail, restore: fail },
  evidence: { get: fail, keysOf: fail },
  recent: fail,
  progress: fail,
});
