import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApi } from '../../api/server.ts';
import { FakeWorld, listingOf } from './fakes.ts';

describe('feeds', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => { world = new FakeWorld(); app = createApi(world.deps()); });
  afterEach(() => app.close());

  it('list what there is', async () => {
    expect((await app.inject('/v1/feeds')).json()).to.deep.equal({ feeds: [{ name: 'hosts', contentType: 'text/plain; charset=utf-8', about: 'One line a host.', path: '/v1/feeds/hosts' }] });
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
