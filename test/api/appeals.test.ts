import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { createApi } from '../../api/server.ts';
import { FakeWorld, listingOf, nowMs } from './fakes.ts';

describe('appeals', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => { world = new FakeWorld({ keys: ['settings-key-0123456789'] }); world.listings.set('bad.test', listingOf('bad.test/')); app = createApi(world.deps()); });
  afterEach(() => app.close());
  const appeal = (url: string) => app.inject({ method: 'POST', url: '/v1/appeals', payload: { url }, remoteAddress: '203.0.113.7' });

  it('of anybody lead to a visit at once, and keep nothing of who asked', async () => {
    const answer = await appeal('http://bad.test/shop');
    expect(answer.statusCode).to.equal(202);
    expect(answer.json()).to.include({ url: 'http://bad.test/shop', expression: 'bad.test/', visits: 1 });
    expect(world.submitted).to.deep.equal([{ submission: { url: 'http://bad.test/shop', source: 'appeal', atMs: nowMs, trust: 0.5, priority: 0 }, revive: true }]);
    expect(JSON.stringify([world.appealed, world.logLines])).to.not.contain('203.0.113');
  });

  it('are answered by their ticket once a visit has judged', async () => {
    const { ticket } = (await appeal('http://bad.test/shop')).json<{ ticket: string }>();
    expect((await app.inject(`/v1/appeals/${ticket}`)).json()).to.deep.include({ state: 'waiting', verdict: null }).and.to.have.nested.property('lookup.answer', 'listed');
    world.know('http://bad.test/shop', { verdict: 'benign', score: 0.01, atMs: nowMs + 1 });
    expect((await app.inject(`/v1/appeals/${ticket}`)).json()).to.deep.include({ state: 'visited' }).and.to.have.nested.property('verdict.verdict', 'benign');
    expect((await app.inject(`/v1/appeals/${'x'.repeat(22)}`)).statusCode).to.equal(404);
  });

  it('of a crowd make one visit', async () => {
    await appeal('http://bad.test/shop');
    expect((await appeal('http://bad.test/shop')).json()).to.include({ visits: 0 });
    expect(world.submitted).to.have.length(1);
  });
});
