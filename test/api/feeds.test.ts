import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../api/server.ts';
import { gunzipSync } from 'node:zlib';
import { FakeWorld, listingOf, nowMs } from './fakes.ts';

describe('feeds', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => { world = new FakeWorld(); app = createApi(world.deps()); });
  afterEach(() => app.close());

  it('list what there is', async () => {
    const { feeds, recipes } = (await app.inject('/v1/feeds')).json<{ feeds: { name: string; path: string }[]; recipes: { name: string }[] }>();
    expect(feeds.map(({ name, path }) => [name, path])).to.deep.equal([['hosts', '/v1/feeds/hosts'], ['misp', '/v1/feeds/misp/manifest.json']]);
    expect(recipes.map(({ name }) => name)).to.deep.equal(['all', 'recent', 'online', 'high-confidence']);
  });

  it('hold every active listing in their format', async () => {
    world.listings.set('bad.test', listingOf('bad.test/'));
    world.listings.set('worse.test', listingOf('worse.test/'));
    const answer = await app.inject('/v1/feeds/hosts');
    expect(answer.headers['content-type']).to.equal('text/plain; charset=utf-8');
    expect(answer.body).to.equal('# hosts\n0.0.0.0 bad.test\n0.0.0.0 worse.test\n');
  });

  it('are not sent again while the change log stands still', async () => {
    world.change('bad.test/');
    const { etag, 'harrier-position': position } = (await app.inject('/v1/feeds/hosts')).headers;
    expect(position).to.equal('1');
    const again = () => app.inject({ url: '/v1/feeds/hosts', headers: { 'if-none-match': String(etag) } });
    expect((await again()).statusCode).to.equal(304);
    world.change('worse.test/');
    expect((await again()).statusCode).to.equal(200);
  });

  it('say when the list last changed, and answer 304 by that as well', async () => {
    world.change('bad.test/');
    const modified = String((await app.inject('/v1/feeds/hosts')).headers['last-modified']);
    expect(Date.parse(modified)).to.equal(nowMs);
    expect((await app.inject({ url: '/v1/feeds/hosts', headers: { 'if-modified-since': modified } })).statusCode).to.equal(304);
    expect((await app.inject({ url: '/v1/feeds/hosts', headers: { 'if-modified-since': new Date(nowMs - 1000).toUTCString() } })).statusCode).to.equal(200);
    expect((await app.inject({ url: '/v1/feeds/hosts', headers: { 'if-modified-since': modified, 'if-none-match': '"other"' } })).statusCode).to.equal(200);
  });

  it('hold what a recipe, threats and a brand select', async () => {
    const dayMs = 86_400_000;
    world.listings.set('a', listingOf('a.test/', { score: 0.99, firstSeenMs: nowMs - 30 * dayMs, lastSeenMs: nowMs }));
    world.listings.set('b', listingOf('b.test/', { score: 0.8, threat: 'malware', brand: null, lastSeenMs: nowMs - 10 * dayMs }));
    world.listings.set('c', listingOf('c.test/', { compromised: true, threat: 'scam', brand: 'Acorn', cleanLooks: 1 }));
    const names = async (query: string) => (await app.inject(`/v1/feeds/hosts?${query}`)).body.split('\n').slice(1, -1).map((line) => line.slice('0.0.0.0 '.length, -'.test'.length)).join('');
    expect(await Promise.all(['recipe=all', 'recipe=recent', 'recipe=online', 'recipe=high-confidence', 'threat=malware', 'threat=malware&threat=scam', 'brand=kestrel%20bank', 'recipe=recent&brand=Acorn'].map(names)))
      .to.deep.equal(['abc', 'bc', 'a', 'a', 'b', 'bc', 'a', 'c']);
    for (const query of ['recipe=tasty', 'threat=boredom']) expect((await app.inject(`/v1/feeds/hosts?${query}`)).statusCode).to.equal(400);
  });

  it('are sent in gzip to who takes it', async () => {
    for (let number = 0; number < 200; number += 1) world.listings.set(String(number), listingOf(`bad-${number}.test/`));
    const plain = await app.inject('/v1/feeds/hosts');
    const packed = await app.inject({ url: '/v1/feeds/hosts', headers: { 'accept-encoding': 'gzip' } });
    expect(packed.headers['content-encoding']).to.equal('gzip');
    expect(gunzipSync(packed.rawPayload).toString()).to.equal(plain.body);
  });

  it('are a folder for MISP', async () => {
    world.listings.set('bad.test', listingOf('bad.test/'));
    const manifest = (await app.inject('/v1/feeds/misp/manifest.json')).json<Record<string, { info: string }>>();
    const [uuid = ''] = Object.keys(manifest);
    expect((await app.inject(`/v1/feeds/misp/${uuid}.json`)).json<{ Event: { Attribute: { value: string }[] } }>().Event.Attribute.map(({ value }) => value)).to.deep.equal(['bad.test']);
    expect((await app.inject('/v1/feeds/misp/hashes.csv')).body).to.match(new RegExp(`^[0-9a-f]{32},${uuid}\n$`));
    expect((await app.inject('/v1/feeds/misp/other.json')).statusCode).to.equal(404);
  });

  it('are open to a share token until it is used too often or revoked', async () => {
    const headers = { host: 'localhost' };
    expect((await app.inject({ method: 'POST', url: '/v1/shares', headers, payload: { reason: '' } })).statusCode).to.equal(400);
    const { token, id, path } = (await app.inject({ method: 'POST', url: '/v1/shares', headers, payload: { reason: 'resolver of the other office', usesPerHour: 2 } })).json<{ token: string; id: string; path: string }>();
    expect(path).to.equal(`/v1/shared/${token}/`);
    const codes = [];
    for (let times = 0; times < 3; times += 1) codes.push((await app.inject(`${path}hosts`)).statusCode);
    expect(codes).to.deep.equal([200, 200, 429]);
    expect((await app.inject({ url: '/v1/shares', headers })).json<{ shares: { reason: string }[] }>().shares.map(({ reason }) => reason)).to.deep.equal(['resolver of the other office']);
    expect((await app.inject({ method: 'POST', url: `/v1/shares/${id}/revoke`, headers })).statusCode).to.equal(200);
    expect((await app.inject(`${path}hosts`)).json<{ error: { code: string } }>().error.code).to.equal('unknown-share');
  });

  it('name what there is where one is unknown', async () => {
    expect((await app.inject('/v1/feeds/nonsense')).json()).to.deep.equal({ error: { code: 'unknown-feed', message: 'There is no feed of this name; there are: hosts.' } });
  });

  it('break off, rather than end as if whole, when the store goes away half-way', async () => {
    const deps = world.deps();
    const half = createApi({ ...deps, formats: [{ name: 'half', contentType: 'text/plain', about: '', lineEnd: '\n', async *lines() { yield 'x'.repeat(40_000); await Promise.resolve(); throw new Error('gone'); } }] });
    await half.listen({ host: '127.0.0.1', port: 0 });
    const ended = await new Promise<string>((resolve, reject) => {
      httpRequest({ port: (half.server.address() as AddressInfo).port, path: '/v1/feeds/half' }, (response) => {
        response.resume().on('end', () => { resolve('whole'); }).on('error', () => { resolve('broken off'); });
      }).on('error', reject).end();
    });
    await half.close();
    expect(ended).to.equal('broken off');
  });
});
