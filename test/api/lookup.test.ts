import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { createApi } from '../../api/server.ts';
import { listedFactsOf } from '../../reputation/replica/facts.ts';
import { FakeWorld, listingOf } from './fakes.ts';

describe('look-ups', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => { world = new FakeWorld(); world.listings.set('bad.test', listingOf('bad.test/')); app = createApi(world.deps()); });
  afterEach(() => app.close());

  it('answer with the listing, and with what the URL alone looks like', async () => {
    const answer = await app.inject('/v1/lookup?url=http%3A%2F%2Fbad.test%2Flogin');
    expect(answer.statusCode).to.equal(200);
    expect(answer.json()).to.deep.include({ url: 'http://bad.test/login', answer: 'listed', cacheSecs: 300, listing: listedFactsOf(listingOf('bad.test/')), rating: { verdict: 'undecided', threat: null, score: 0.03, says: [] } });
  });

  it('keep the order of many, with an error in the place of what is no URL', async () => {
    const answer = await app.inject({ method: 'POST', url: '/v1/lookup', payload: { urls: ['http://good.test/', 'data:,x', 'http://bad.test/'] } });
    const { answers } = answer.json<{ answers: { answer?: string; error?: { field: string } }[] }>();
    expect(answers.map(({ answer: kind, error }) => kind ?? error?.field)).to.deep.equal(['not-listed', 'urls.1', 'listed']);
  });

  it('take 500 URLs and refuse 501', async () => {
    const urls = Array.from({ length: 501 }, (_, index) => `http://h${index}.test/`);
    const full = await app.inject({ method: 'POST', url: '/v1/lookup', payload: { urls: urls.slice(1) } });
    expect(full.json<{ answers: object[] }>().answers).to.have.length(500);
    expect((await app.inject({ method: 'POST', url: '/v1/lookup', payload: { urls } })).statusCode).to.equal(400);
  });

  it('hand on that nobody could be asked', async () => {
    const away = new FakeWorld();
    const deps = away.deps();
    const other = createApi({ ...deps, reputation: { ...deps.reputation, lookup: (urls) => Promise.resolve(urls.map(() => ({ answer: 'unavailable', reason: 'loading' }))) } });
    expect((await other.inject('/v1/lookup?url=http://bad.test/')).json()).to.deep.include({ answer: 'unavailable', reason: 'loading' });
    await other.close();
  });

  it('leave no trace of the URL or the asker in the log', async () => {
    await app.inject({ url: '/v1/lookup?url=http://secret.test/', remoteAddress: '203.0.113.7', headers: { 'user-agent': 'nosy' } });
    await app.inject({ method: 'POST', url: '/v1/lookup?url=http://secret.test/', remoteAddress: '203.0.113.7', payload: 'nonsense', headers: { 'content-type': 'application/json' } });
    expect(world.logLines.join('')).to.not.match(/secret|203\.0\.113|nosy/);
  });
});
