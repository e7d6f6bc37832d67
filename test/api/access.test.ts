import { expect } from 'chai';
import { createApi } from '../../api/server.ts';
import { FakeWorld } from './fakes.ts';

const write = async (keys: readonly string[], request: { readonly remoteAddress?: string; readonly headers?: Record<string, string> }): Promise<string> => {
  const world = new FakeWorld({ keys });
  const app = createApi(world.deps());
  const answer = await app.inject({ method: 'POST', url: '/v1/submissions', payload: { url: 'http://a.test/' }, headers: { host: '127.0.0.1:8400', ...request.headers }, remoteAddress: request.remoteAddress ?? '127.0.0.1' });
  await app.close();
  if (answer.statusCode !== 202) expect(world.submitted, 'a refused write must not reach the door').to.deep.equal([]);
  return answer.statusCode === 202 ? 'written' : answer.json<{ error: { code: string } }>().error.code;
};

describe('writing without a key', () => {
  const cases: readonly (readonly [string, Parameters<typeof write>[1], string])[] = [
    ['is for this machine', {}, 'written'],
    ['is for this machine by IPv6', { remoteAddress: '::1', headers: { host: '[::1]:8400' } }, 'written'],
    ['is for this machine through a dual-stack socket', { remoteAddress: '::ffff:127.0.0.1', headers: { host: 'localhost:8400' } }, 'written'],
    ['is for the console of this server', { headers: { origin: 'http://127.0.0.1:8400' } }, 'written'],
    ['is not for another machine', { remoteAddress: '192.168.1.7' }, 'not-this-machine'],
    ['is not for whom a proxy on this machine speaks', { headers: { 'x-forwarded-for': '192.168.1.7' } }, 'not-this-machine'],
    ['is not for whom a proxy on this machine speaks, the standard way', { headers: { forwarded: 'for=192.168.1.7' } }, 'not-this-machine'],
    ['is not for a page of another site', { headers: { origin: 'https://attacker.test' } }, 'cross-site'],
    ['is not for a page without an origin of its own', { headers: { origin: 'null' } }, 'cross-site'],
    ['is not for another server on this machine', { headers: { origin: 'http://127.0.0.1:3000' } }, 'cross-site'],
    ['is not for a name that was rebound to this machine', { headers: { host: 'rebound.test:8400', origin: 'http://rebound.test:8400' } }, 'cross-site'],
  ];
  for (const [title, request, outcome] of cases) it(title, async () => { expect(await write([], request)).to.equal(outcome); });
});

describe('writing with keys', () => {
  const keys = ['first-key-0123456789', 'second-key-0123456789'];
  const cases: readonly (readonly [string, string | null, string])[] = [
    ['takes the first', 'Bearer first-key-0123456789', 'written'],
    ['takes any other', 'bearer second-key-0123456789', 'written'],
    ['refuses this machine without one', null, 'key-required'],
    ['refuses a wrong one', 'Bearer first-key-012345678', 'key-required'],
    ['refuses an empty one', 'Bearer ', 'key-required'],
    ['refuses another scheme', 'Basic first-key-0123456789', 'key-required'],
  ];
  for (const [title, authorization, outcome] of cases) {
    it(title, async () => { expect(await write(keys, authorization === null ? {} : { headers: { authorization } })).to.equal(outcome); });
  }

  it('works from another machine', async () => {
    expect(await write(keys, { remoteAddress: '192.168.1.7', headers: { host: 'harrier.test', authorization: 'Bearer first-key-0123456789' } })).to.equal('written');
  });

  it('leaves reading open', async () => {
    const app = createApi(new FakeWorld({ keys }).deps());
    expect((await app.inject({ url: '/v1/status', remoteAddress: '192.168.1.7' })).statusCode).to.equal(200);
    await app.close();
  });
});
