import { expect } from 'chai';
import { openFirstKey } from '../../api/first-key.ts';
import { openKeys } from '../../api/keys.ts';
import { createApi } from '../../api/server.ts';
import { testRedis } from '../queues/redis-server.ts';
import { FakeWorld } from './fakes.ts';

describe('the one-time link', () => {
  const redis = testRedis();

  it('makes one administrator\'s key, once, and no other token does', async () => {
    const prefix = redis.prefix();
    const [firstKey, keyRing] = [openFirstKey(redis.client, prefix), openKeys(redis.client, prefix)];
    const audited: unknown[] = [];
    const app = createApi(new FakeWorld({ firstKey, keyRing, audit: { append: (...row) => { audited.push(row); return Promise.resolve(); }, rows: () => Promise.resolve([]) } }).deps());
    const take = (token: string) => app.inject({ method: 'POST', url: '/v1/keys/first', payload: { token }, remoteAddress: '192.0.2.1' });
    const old = await firstKey.offer();
    const token = await firstKey.offer();
    expect([(await take(old)).statusCode, (await take('guess')).statusCode]).to.deep.equal([401, 401]);
    const [one, other] = await Promise.all([take(token), take(token)]);
    expect([one.statusCode, other.statusCode].sort()).to.deep.equal([201, 401]);
    const { key } = (one.statusCode === 201 ? one : other).json<{ key: string }>();
    expect((await app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${key}` } })).json()).to.deep.include({ role: 'administrator', name: 'first administrator' });
    expect(JSON.stringify(audited)).to.contain('first-start').and.to.not.contain(token);
    expect((await app.inject('/v1/me')).json()).to.deep.equal({ who: null, name: null, role: null, permissions: ['read'], needsKey: true });
    const late = await firstKey.offer();
    expect((await take(late)).statusCode).to.equal(401);
    await app.close();
  });
});
