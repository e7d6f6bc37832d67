import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createApi } from '../../api/server.ts';
import { defaultLimits, type ApiDeps } from '../../api/deps.ts';
import type { Change } from '../../records/index.ts';
import { ChangesLost } from '../../reputation/contract.ts';
import { FakeWorld, changeOf } from './fakes.ts';

const limits = { ...defaultLimits, streamPollMs: 5 };
/** A replica that can't say whether it has the newest row, so that the log is asked. */
const behind = (deps: ApiDeps): ApiDeps['replica'] => ({ ...deps.replica, status: (nowMs) => ({ ...deps.replica.status(nowMs), state: 'behind' }) });

const open = (app: FastifyInstance, path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    httpRequest({ port: (app.server.address() as AddressInfo).port, path, headers }, resolve).on('error', reject).end();
  });

/** Reads until `enough` is so of the text read; a stream that ends first rejects. */
const readUntil = async (response: IncomingMessage, enough: (text: string) => boolean): Promise<string> => {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk as string;
    if (enough(text)) return text;
  }
  throw new Error(`the stream ended after: ${text}`);
};

const idsIn = (text: string): string[] => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id ?? '');

describe('the stream of changes', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  const start = async (over: Partial<ApiDeps> = {}): Promise<void> => {
    world = new FakeWorld({ limits, ...over });
    app = createApi(world.deps());
    await app.listen({ host: '127.0.0.1', port: 0 });
  };
  afterEach(() => app.close());

  it('tells each change that comes after its start, as an event of its kind', async () => {
    await start();
    world.change('old.test/');
    const response = await open(app, '/v1/stream');
    expect(response.headers['content-type']).to.equal('text/event-stream');
    const change = world.change('new.test/');
    const text = await readUntil(response, (read) => read.includes('new.test'));
    expect(text).to.contain(`id: 2\nevent: listed\ndata: ${JSON.stringify(change)}\n\n`).and.not.contain('old.test');
  });

  it('goes on after Last-Event-ID without a gap or a repeat', async () => {
    await start();
    for (let index = 0; index < 1200; index += 1) world.change(`h${index}.test/`);
    const response = await open(app, '/v1/stream', { 'last-event-id': '7' });
    const text = await readUntil(response, (read) => read.includes('id: 1200\n'));
    expect(idsIn(text)).to.deep.equal(Array.from({ length: 1193 }, (_, index) => String(index + 8)));
  });

  it('starts at the beginning of the log where asked', async () => {
    await start();
    world.change('old.test/');
    expect(idsIn(await readUntil(await open(app, '/v1/stream?after=0'), (read) => read.includes('old.test')))).to.deep.equal(['1']);
  });

  it('refuses an id that is none', async () => {
    await start();
    expect((await app.inject({ url: '/v1/stream', headers: { 'last-event-id': 'x\u00e9' } })).statusCode).to.equal(400);
  });

  it('tells a follower whose place is no longer kept to start again', async () => {
    const deps = new FakeWorld().deps();
    await start({ reputation: { ...deps.reputation, changes: (after) => Promise.reject(new ChangesLost(after, '900')) } });
    const answer = await app.inject('/v1/stream?after=7');
    expect([answer.statusCode, answer.json<{ error: { code: string } }>().error.code]).to.deep.equal([410, 'changes-lost']);
  });

  it('says that it is there while nothing happens', async () => {
    let clockMs = 0;
    await start({ limits: { ...limits, streamHeartbeatMs: 100 }, now: () => (clockMs += 40) });
    expect(await readUntil(await open(app, '/v1/stream'), (read) => read.includes(': still here'))).to.contain('retry: 2000');
  });

  it('lets only so many follow, and another one when one has left', async () => {
    await start({ limits: { ...limits, streams: 1 } });
    const firstLeft = once(app.server, 'request').then(([, answer]) => once(answer as ServerResponse /* what http's request event carries */, 'close'));
    const first = await open(app, '/v1/stream');
    const second = await open(app, '/v1/stream');
    expect(second.statusCode).to.equal(503);
    expect(await readUntil(second, (read) => read.includes('}}'))).to.contain('too-many-streams');
    first.destroy();
    await firstLeft;
    const third = await open(app, '/v1/stream');
    third.destroy();
    expect(third.statusCode).to.equal(200);
  });

  it('cuts a follower that reads nothing, and never holds more than a few pages for it', async () => {
    let pages = 0;
    const endless = (seq: number): Change => changeOf(seq, `${'x'.repeat(1000)}.test/`);
    const deps = new FakeWorld().deps();
    await start({ limits: { ...limits, idleMs: 300 }, replica: behind(deps), reputation: { ...deps.reputation, changes: (after, max) => { pages += 1; return Promise.resolve(Array.from({ length: max }, (_, index) => endless(Number(after) + index + 1))); } } });
    const cut = once(app.server, 'connection').then(([socket]) => once(socket as Socket /* what http's connection event carries */, 'close'));
    const response = await open(app, '/v1/stream');
    response.pause();
    await cut;
    expect(pages).to.be.below(60);
  });

  it('ends when the server closes', async () => {
    await start();
    const response = await open(app, '/v1/stream');
    const ended = new Promise<void>((resolve) => { response.once('close', resolve); });
    response.resume().on('error', () => undefined);
    await app.close();
    await ended;
  });

  it('ends when the store goes away, so that the follower comes back with its place', async () => {
    let away = false;
    const deps = new FakeWorld().deps();
    await start({ replica: behind(deps), reputation: { ...deps.reputation, changes: () => (away ? Promise.reject(new Error('gone')) : Promise.resolve([])) } });
    const response = await open(app, '/v1/stream');
    const ended = new Promise<void>((resolve) => { response.once('close', resolve); });
    response.resume().on('error', () => undefined);
    away = true;
    await ended;
  });
});
