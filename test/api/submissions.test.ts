import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { createApi } from '../../api/server.ts';
import { maxUrlBytes } from '../../url/types.ts';
import { FakeWorld, parsed } from './fakes.ts';

describe('submissions', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => { world = new FakeWorld(); app = createApi(world.deps()); });
  afterEach(() => app.close());
  const post = (payload: object) => app.inject({ method: 'POST', url: '/v1/submissions', payload });

  it('hands a URL to the door and answers with its key as its id', async () => {
    const answer = await post({ url: 'http://new.test/a' });
    const { key } = parsed('http://new.test/a');
    expect(answer.statusCode).to.equal(202);
    expect(answer.json()).to.deep.equal({ accepted: [{ index: 0, id: key, key, url: 'http://new.test/a', outcome: 'new', redacted: false }], refused: [] });
  });

  it('tells the door a kind of source, and nothing about who sent it', async () => {
    await app.inject({ method: 'POST', url: '/v1/submissions', payload: { url: 'http://new.test/', priority: 3 }, headers: { 'user-agent': 'me', 'cookie': 'me=1' } });
    expect(world.submitted.map(({ submission: { atMs: _, ...rest } }) => rest)).to.deep.equal([{ url: 'http://new.test/', source: 'api', trust: 0.5, priority: 3 }]);
  });

  it('takes the good of many and names each bad one by its index', async () => {
    const answer = await post({ urls: ['http://a.test/', 'gopher://b.test/', '', 'http://c.test/'] });
    expect(answer.statusCode).to.equal(202);
    const { accepted, refused } = answer.json<{ accepted: { index: number }[]; refused: { index: number; code: string }[] }>();
    expect(accepted.map(({ index }) => index)).to.deep.equal([0, 3]);
    expect(refused.map(({ index, code }) => [index, code])).to.deep.equal([[1, 'scheme'], [2, 'empty']]);
  });

  it('refuses a single bad URL with 422 and its field', async () => {
    const answer = await post({ url: 'gopher://b.test/' });
    expect(answer.statusCode).to.equal(422);
    expect(answer.json()).to.deep.include({ error: { code: 'url-refused', message: 'The URL is not taken: only http and https are taken.', field: 'url' } });
  });

  it('says back only the start of a refused URL', async () => {
    const answer = await post({ urls: [`http://a.test/${'x'.repeat(maxUrlBytes)}`] });
    expect(answer.json<{ refused: { url: string }[] }>().refused[0]?.url).to.have.length(500);
  });

  it('takes 1000 URLs and refuses 1001', async () => {
    const urls = Array.from({ length: 1001 }, (_, index) => `http://many.test/${index}`);
    expect((await post({ urls: urls.slice(1) })).statusCode).to.equal(202);
    const tooMany = await post({ urls });
    expect(tooMany.statusCode).to.equal(400);
    expect(tooMany.json<{ error: { code: string } }>().error.code).to.equal('invalid-request');
  });

  it('refuses a body with both forms, with neither, and with a field that it does not know', async () => {
    for (const body of [{}, { url: 'http://a.test/', urls: ['http://a.test/'] }, { url: 'http://a.test/', reporter: 'me@a.test' }, { urls: [] }, { url: 7 }]) {
      expect((await post(body)).statusCode, JSON.stringify(body)).to.equal(400);
    }
    expect(world.submitted).to.deep.equal([]);
  });

  it('tells where a URL stands before and after its verdict', async () => {
    const { key } = world.know('http://slow.test/');
    const before = await app.inject(`/v1/submissions/${key}`);
    expect(before.json()).to.deep.include({ id: key, state: 'due', verdict: null });
    world.know('http://slow.test/', { verdict: 'benign', threat: null });
    const after = await app.inject(`/v1/submissions/${key}`);
    expect(after.json()).to.deep.include({ state: 'resting' });
    expect(after.json<{ verdict: object }>().verdict).to.deep.include({ verdict: 'benign', urlKey: key });
  });

  it('answers 404 for a key that was never submitted and 400 for what is no key', async () => {
    expect((await app.inject(`/v1/submissions/${'A'.repeat(22)}`)).json()).to.have.nested.property('error.code', 'unknown-url');
    expect((await app.inject('/v1/submissions/short')).json()).to.have.nested.property('error.field', 'key');
  });

  it('has a URL visited again through the door', async () => {
    const { key } = world.know('http://again.test/', {});
    const answer = await app.inject({ method: 'POST', url: `/v1/urls/${key}/recrawl` });
    expect(answer.statusCode).to.equal(202);
    expect(answer.json()).to.deep.equal({ key, outcome: 'revived' });
    expect(world.submitted).to.have.length(1);
    expect(world.submitted[0]).to.deep.include({ revive: true });
  });
});
