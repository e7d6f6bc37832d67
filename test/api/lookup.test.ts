import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { lookupAnswerSchema, ratingSchema } from '../../api/shapes.ts';
import { createApi } from '../../api/server.ts';
import { listedFactsOf } from '../../reputation/replica/facts.ts';
import { expressionHash } from '../../url/keys.ts';
import { FakeWorld, listingOf } from './fakes.ts';

describe('look-ups', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => { world = new FakeWorld(); world.listings.set('bad.test', listingOf('bad.test/')); app = createApi(world.deps()); });
  afterEach(() => app.close());

  it('answer with the listing, and with what the URL alone looks like', async () => {
    const answer = await app.inject('/v1/lookup?url=http%3A%2F%2Fbad.test%2Flogin');
    expect(answer.statusCode).to.equal(200);
    expect(answer.json()).to.deep.include({ url: 'http://bad.test/login', answer: 'listed', cacheSecs: 300, listing: listedFactsOf(listingOf('bad.test/')), rating: { state: 'untested', score: null } });
    expect((await app.inject('/v1/lookup?byUrl=true&url=http%3A%2F%2Fbad.test%2Flogin')).json()).to.deep.include({ byUrl: { verdict: 'undecided', threat: null, score: 0.03, says: [] } });
  });

  it('have the shape that the schema tells', async () => {
    const shape = z.intersection(z.strictObject({ url: z.string(), key: z.string(), rating: ratingSchema }).loose(), lookupAnswerSchema);
    for (const url of ['http://bad.test/x', 'http://good.test/']) shape.parse((await app.inject(`/v1/lookup?url=${url}`)).json());
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

  it('answer about a recipient\'s own link by what is kept of it, and keep nothing of the recipient', async () => {
    const kept = 'http://lure.test/?e=someone@example.com';
    const own = new FakeWorld();
    own.know(kept, { verdict: 'malicious', score: 0.98 });
    const byWhole = { ...own.replica, lookup: (urls: readonly string[]) => urls.map((url) => (url === kept ? { answer: 'listed', listing: listedFactsOf(listingOf('lure.test/')), cacheSecs: 300 } as const : { answer: 'not-listed', cacheSecs: 300 } as const)) };
    const asking = createApi({ ...own.deps(), replica: byWhole });
    try {
      const answer = (await asking.inject(`/v1/lookup?url=${encodeURIComponent('http://lure.test/?e=jane.miller@corp.test')}`)).json<object>();
      expect(answer).to.deep.include({ answer: 'listed' }).and.to.have.nested.property('rating.state', 'tested');
      expect((await asking.inject('/v1/lookup?url=http://lure.test/?e=other')).json()).to.deep.include({ answer: 'not-listed' });
      expect(own.logLines.join('')).to.not.contain('jane');
    } finally {
      await asking.close();
    }
  });

  it('rate what was visited, from 0 to 100, and count what is asked', async () => {
    world.know('http://good.test/', { verdict: 'benign', score: 0.014 });
    expect((await app.inject('/v1/lookup?url=http://good.test/')).json()).to.deep.include({ answer: 'not-listed', rating: { state: 'tested', score: 1, verdict: 'benign', day: '2026-11-24' } });
    expect(world.asked).to.deep.equal(['http://good.test/']);
  });

  it('answer by hash prefix, in hex and in base64, without ever seeing a URL', async () => {
    const hash = expressionHash('bad.test/');
    const whole = { hash: hash.toString('hex'), threat: 'phishing', scope: 'host', score: 0.98, compromised: false, expiresAtMs: listedFactsOf(listingOf('bad.test/')).expiresAtMs };
    for (const prefix of [hash.subarray(0, 4).toString('hex'), hash.subarray(0, 5).toString('base64'), hash.toString('base64url')]) {
      expect((await app.inject(`/v1/lookup?hashPrefix=${encodeURIComponent(prefix)}`)).json(), prefix).to.deep.include({ answer: 'listed', hashes: [whole], cacheSecs: 300 });
    }
    const many = await app.inject({ method: 'POST', url: '/v1/lookup', payload: { hashPrefixes: [hash.subarray(0, 4).toString('hex'), '00000000'] } });
    expect(many.json<{ answers: { answer: string }[] }>().answers.map(({ answer }) => answer)).to.deep.equal(['listed', 'not-listed']);
    for (const wrong of ['abcde', 'zz', '', '0'.repeat(66), 'not base64!']) expect((await app.inject(`/v1/lookup?hashPrefix=${encodeURIComponent(wrong)}`)).statusCode, wrong).to.equal(400);
    expect((await app.inject('/v1/lookup')).statusCode).to.equal(400);
    expect(world.asked).to.deep.equal([]);
  });

  it('hand on that nobody could be asked', async () => {
    const away = new FakeWorld();
    const deps = away.deps();
    const other = createApi({ ...deps, replica: { ...deps.replica, lookup: (urls) => urls.map(() => ({ answer: 'unavailable', reason: 'loading' })) } });
    expect((await other.inject('/v1/lookup?url=http://bad.test/')).json()).to.deep.include({ answer: 'unavailable', reason: 'loading' });
    await other.close();
  });

  it('leave no trace of the URL or the asker in the log', async () => {
    await app.inject({ url: '/v1/lookup?url=http://secret.test/', remoteAddress: '203.0.113.7', headers: { 'user-agent': 'nosy' } });
    await app.inject({ method: 'POST', url: '/v1/lookup?url=http://secret.test/', remoteAddress: '203.0.113.7', payload: 'nonsense', headers: { 'content-type': 'application/json' } });
    expect(world.logLines.join('')).to.not.match(/secret|203\.0\.113|nosy/);
  });
});
