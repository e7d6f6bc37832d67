import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { createApi } from '../../api/server.ts';
import { FakeWorld, listingOf, nowMs } from './fakes.ts';

const type = 'application/taxii+json;version=2.1';
const objects = '/taxii2/api/collections/all/objects/';
interface Envelope { readonly more?: boolean; readonly next?: string; readonly objects?: readonly { readonly id: string; readonly type: string; readonly revoked?: boolean; readonly pattern?: string }[] }

describe('TAXII 2.1', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  beforeEach(() => { world = new FakeWorld(); app = createApi(world.deps()); });
  afterEach(() => app.close());
  const get = async (url: string, accept = type) => app.inject({ url, headers: { accept } });
  const fill = (number: number): void => { for (let at = 0; at < number; at += 1) world.listings.set(String(at), listingOf(`bad-${at}.test/`, { lastSeenMs: nowMs - (number - at) * 500 })); };

  it('leads from discovery to objects, each answer in its own media type', async () => {
    fill(1);
    const discovery = await get('/taxii2/');
    expect(discovery.headers['content-type']).to.equal(type);
    const [root = ''] = discovery.json<{ api_roots: string[] }>().api_roots;
    expect((await get(root)).json<{ versions: string[] }>().versions).to.deep.equal([type]);
    const { collections } = (await get(`${root}collections/`)).json<{ collections: { id: string; alias: string; can_write: boolean }[] }>();
    expect(collections.map(({ alias, can_write: canWrite }) => [alias, canWrite])).to.deep.equal([['all', false], ['recent', false], ['online', false], ['high-confidence', false]]);
    const answer = await get(`${root}collections/${collections[0]?.id ?? ''}/objects/`);
    expect(answer.json<Envelope>().objects?.map((object) => object.type)).to.deep.equal(['marking-definition', 'identity', 'indicator']);
    expect(answer.headers['content-type']).to.equal(type);
  });

  it('gives every object once to a poller that comes back with the last date', async () => {
    fill(25);
    for (let at = 0; at < 10; at += 1) world.listings.set(`same-${at}`, listingOf(`same-${at}.test/`, { lastSeenMs: nowMs }));
    const ids: string[] = [];
    for (let after = '', rounds = 0; rounds < 20; rounds += 1) {
      const answer = await get(`${objects}?limit=4${after === '' ? '' : `&added_after=${after}`}`);
      const { objects: page = [], more } = answer.json<Envelope>();
      ids.push(...page.map(({ id }) => id));
      after = String(answer.headers['x-taxii-date-added-last']);
      if (more !== true) break;
    }
    expect(new Set(ids).size).to.equal(37);
    expect(ids).to.have.lengthOf(37);
  });

  it('pages by next as well', async () => {
    fill(7);
    const ids: string[] = [];
    for (let next = ''; ;) {
      const page = (await get(`/taxii2/api/collections/all/manifest/?limit=3${next === '' ? '' : `&next=${next}`}`)).json<Envelope>();
      ids.push(...page.objects?.map(({ id }) => id) ?? []);
      if (page.next === undefined) break;
      next = page.next;
    }
    expect(new Set(ids).size).to.equal(9);
  });

  it('revokes what was withdrawn, with a later date', async () => {
    world.listings.set('gone.test', listingOf('gone.test/', { state: 'expired', lastSeenMs: nowMs - 5000, expiresAtMs: nowMs - 1000 }));
    const found = (await get(`${objects}?match[type]=indicator&added_after=${new Date(nowMs - 2000).toISOString()}`)).json<Envelope>().objects;
    expect(found?.map(({ revoked }) => revoked)).to.deep.equal([true]);
  });

  it('filters, and answers {} where nothing is left', async () => {
    fill(3);
    const all = (await get(objects)).json<Envelope>().objects ?? [];
    const id = all.at(-1)?.id ?? '';
    expect((await get(`${objects}?match[id]=${id}`)).json<Envelope>().objects).to.have.lengthOf(1);
    expect((await get(`${objects}${id}/`)).json<Envelope>().objects).to.have.lengthOf(1);
    expect((await get(`${objects}${id}/versions/`)).json<{ versions: string[] }>().versions).to.have.lengthOf(1);
    expect((await get(`${objects}?match[type]=indicator,identity&match[version]=all`)).json<Envelope>().objects).to.have.lengthOf(4);
    for (const query of ['match[type]=malware', 'match[spec_version]=2.0', `added_after=${new Date(nowMs + 1000).toISOString()}`]) expect((await get(`${objects}?${query}`)).body, query).to.equal('{}');
  });

  for (const [why, url, status] of [
    ['an unknown collection', '/taxii2/api/collections/nothing/objects/', 404], ['an unknown object', `${objects}indicator--x/`, 404], ['a limit of 0', `${objects}?limit=0`, 400], ['a limit of text', `${objects}?limit=ten`, 400],
    ['a time that is none', `${objects}?added_after=yesterday`, 400], ['a page that was not given', `${objects}?next=x`, 400], ['a version that is none', `${objects}?match[version]=newest`, 400],
  ] as const) {
    it(`refuses ${why}`, async () => {
      const answer = await get(url);
      expect([answer.statusCode, answer.json<{ http_status: string; title: string }>().http_status, answer.headers['content-type']]).to.deep.equal([status, String(status), type]);
    });
  }

  it('is nothing for who asks for another form', async () => {
    for (const [accept, status] of [['text/html', 406], ['application/taxii+json;version=9.9', 406], ['application/taxii+json', 200], ['*/*', 200], ['application/taxii+json; version=2.1', 200]] as const) {
      expect((await get('/taxii2/', accept)).statusCode, accept).to.equal(status);
    }
  });

  it('takes no objects', async () => {
    expect((await app.inject({ method: 'POST', url: objects, headers: { accept: type, host: 'localhost' }, payload: {} })).statusCode).to.equal(405);
  });
});
