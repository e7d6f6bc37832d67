import { expect } from 'chai';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { auditHash, openAudit } from '../../api/audit.ts';
import { openKeys, type KeyRing, type Permission, type Role } from '../../api/keys.ts';
import { createApi } from '../../api/server.ts';
import { testRedis } from '../queues/redis-server.ts';
import { FakeWorld, listingOf, nowMs } from './fakes.ts';

const dayMs = 86_400_000;

describe('API keys', () => {
  const redis = testRedis();
  let prefix: string;
  let ring: KeyRing;
  let app: FastifyInstance;
  let clockMs: number;
  let world: FakeWorld;
  beforeEach(() => {
    [prefix, clockMs] = [redis.prefix(), nowMs];
    ring = openKeys(redis.client, prefix);
    world = new FakeWorld({ keyRing: ring, audit: openAudit(redis.client, prefix), now: () => clockMs });
    world.listings.set('bad.test', listingOf('bad.test/'));
    app = createApi(world.deps());
  });
  afterEach(() => app.close());

  const make = async (role: Role, scopes: Permission[] | null = null): Promise<string> => (await ring.create({ name: 'test', role, scopes, expiresAtMs: clockMs + dayMs }, clockMs)).key;
  const ask = async (key: string | null, request: InjectOptions): Promise<string> => {
    const answer = await app.inject({ ...request, remoteAddress: '192.0.2.1', headers: key === null ? {} : { authorization: `Bearer ${key}` } });
    return answer.statusCode < 300 ? 'done' : answer.json<{ error: { code: string } }>().error.code;
  };
  const submit = { method: 'POST', url: '/v1/submissions', payload: { url: 'http://a.test/' } } as const;
  const decide = { method: 'POST', url: '/v1/review/listings', payload: { expression: 'bad.test/', decision: 'pause' } } as const;
  const list = { url: '/v1/keys' } as const;

  for (const [role, scopes, outcomes] of [
    ['reader', null, ['role-required', 'role-required', 'role-required']],
    ['reviewer', null, ['done', 'done', 'role-required']],
    ['reviewer', ['submit'], ['done', 'role-required', 'role-required']],
    ['administrator', null, ['done', 'done', 'done']],
    ['administrator', ['administer'], ['role-required', 'role-required', 'done']],
  ] as const) {
    it(`let a ${role}${scopes === null ? '' : ` for ${scopes.join()}`} do what it may, and no more`, async () => {
      const key = await make(role, scopes === null ? null : [...scopes]);
      expect([await ask(key, submit), await ask(key, decide), await ask(key, list)]).to.deep.equal(outcomes);
      expect(await ask(key, { url: '/v1/lookup?url=http://bad.test/' })).to.equal('done');
    });
  }

  it('end at their time, and when they are revoked', async () => {
    const [first, second] = [await make('administrator'), await make('administrator')];
    expect(await ask(first, { method: 'POST', url: `/v1/keys/${second.slice(3, 11)}/revoke` })).to.equal('done');
    expect([await ask(first, submit), await ask(second, submit)]).to.deep.equal(['done', 'key-required']);
    clockMs += dayMs;
    expect(await ask(first, submit)).to.equal('key-required');
    expect(await ask(first, { method: 'POST', url: '/v1/keys/nothing/revoke' })).to.equal('key-required');
  });

  it('are needed by all as soon as there is one, and a wrong one is none', async () => {
    const local = { ...submit, remoteAddress: '127.0.0.1', headers: { host: 'localhost:8400' } };
    expect((await app.inject(local)).statusCode).to.equal(202);
    const key = await make('reviewer');
    expect((await app.inject(local)).statusCode).to.equal(401);
    for (const wrong of [`${key}x`, key.slice(0, -1), key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), 'hk_', '']) expect(await ask(wrong, submit), wrong).to.equal('key-required');
  });

  it('are kept as hashes, known to other processes after a refresh, and told once', async () => {
    const key = await make('administrator');
    const kept = JSON.stringify(await redis.client.hgetall(`{${prefix}:api}:keys`));
    expect(kept).to.not.contain(key.slice(12));
    const other = openKeys(redis.client, prefix);
    expect(other.find(key)).to.equal(null);
    await other.refresh();
    expect(other.find(key)).to.include({ role: 'administrator' });
    const made = await app.inject({ method: 'POST', url: '/v1/keys', headers: { authorization: `Bearer ${key}` }, payload: { name: 'gateway', role: 'reader' } });
    expect(made.json()).to.include({ role: 'reader' }).and.to.have.property('key').match(/^hk_/);
    const listed = await app.inject({ url: '/v1/keys', headers: { authorization: `Bearer ${key}` } });
    expect(listed.body).to.not.match(/"key":|sha256/);
    expect(await ask(key, { method: 'POST', url: '/v1/keys', payload: { name: 'wide', role: 'reader', scopes: ['review'] } })).to.equal('invalid-request');
  });

  it('leave every change in the audit with who made it, each row chained to the one before', async () => {
    const key = await make('administrator');
    await ask(key, decide);
    await ask(key, submit);
    await ask(key, { method: 'POST', url: '/v1/keys', payload: { name: 'gateway', role: 'reader' } });
    const { rows } = (await app.inject({ url: '/v1/audit', headers: { authorization: `Bearer ${key}` } })).json<{ rows: { number: number; who: string; action: string; about: string; atMs: number; hash: string }[] }>();
    expect(rows.map(({ who, action }) => [who, action])).to.deep.equal([[key.slice(3, 11), 'POST /v1/review/listings'], [key.slice(3, 11), 'POST /v1/keys']]);
    expect(rows[0]?.about).to.contain('bad.test/');
    let before = '';
    for (const row of rows) before = expect(row.hash).to.equal(auditHash(before, row)) && row.hash;
    expect(await ask(await make('reviewer'), { url: '/v1/audit' })).to.equal('role-required');
  });

  it('change nothing where the audit can not be written', async () => {
    await app.close();
    const away = { append: () => Promise.reject(new Error('away')), rows: () => Promise.resolve([]) };
    world = new FakeWorld({ audit: away });
    world.listings.set('bad.test', listingOf('bad.test/'));
    app = createApi(world.deps());
    const answer = await app.inject({ ...decide, remoteAddress: '127.0.0.1', headers: { host: 'localhost' } });
    expect(answer.statusCode).to.equal(503);
    expect(world.decided).to.deep.equal([]);
  });
});
