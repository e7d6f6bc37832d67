import { expect } from 'chai';
import type { FastifyInstance } from 'fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApi } from '../../api/server.ts';
import { defaultLimits } from '../../api/deps.ts';
import { openEvidence } from '../../evidence/store.ts';
import type { EvidenceStore } from '../../evidence/contract.ts';
import { openDoor } from '../../intake/door.ts';
import { openFrontier, type RedisFrontier } from '../../queues/frontier/frontier.ts';
import { collected } from '../../records/index.ts';
import type { ReputationReplica } from '../../reputation/replica/contract.ts';
import { openReplica } from '../../reputation/replica/replica.ts';
import { openReputation } from '../../reputation/store.ts';
import { exportFormats } from '../../reputation/formats/index.ts';
import type { ReputationStore } from '../../reputation/contract.ts';
import { testRedis } from '../queues/redis-server.ts';
import { shipped } from '../reputation/opened.ts';
import { FakeWorld, captureOf, parsed, screenshotOf, tinyJpeg, verdictOf } from './fakes.ts';

describe('the server on a real Redis and real stores', () => {
  const redis = testRedis();
  const now = (): number => Date.now();
  let app: FastifyInstance;
  let frontier: RedisFrontier;
  let reputation: ReputationStore;
  let evidence: EvidenceStore;
  let folder: string;
  let replica: ReputationReplica;
  const caughtUp = async (): Promise<void> => {
    const seq = await reputation.position();
    while (replica.position() !== seq || replica.status(now()).state !== 'current') await new Promise(setImmediate);
  };
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'harrier-api-'));
    frontier = await openFrontier(redis.client, { prefix: redis.prefix(), hostDelayMs: 0 });
    const prefix = redis.prefix();
    reputation = openReputation({ redis: redis.client, prefix, ...shipped });
    replica = openReplica({ redis: redis.client, connect: () => redis.client.duplicate(), prefix, ageing: shipped.ageing, now, onError: () => undefined });
    await caughtUp();
    evidence = openEvidence({ dir: folder });
    app = createApi({ ...new FakeWorld().deps(), frontier, reputation, replica, evidence, door: openDoor({ frontier, now, labMode: true }), formats: exportFormats, now, limits: { ...defaultLimits, storeMs: 1000 } });
  });
  afterEach(async () => {
    await app.close();
    await replica.close();
    rmSync(folder, { recursive: true });
  });

  it('follows a URL from its submission to its listing, its evidence, its feeds and its delivery again', async () => {
    const url = parsed('http://login.kestrel.test/a');
    const submitted = await app.inject({ method: 'POST', url: '/v1/submissions', payload: { urls: [url.visit, 'http://login.kestrel.test/unsubscribe?token=0123456789abcdef', 'mailto:x'] } });
    expect(submitted.json()).to.have.nested.property('accepted[0].outcome', 'new');
    expect(submitted.json<{ refused: { index: number; code: string }[] }>().refused.map(({ index, code }) => [index, code])).to.deep.equal([[1, 'one-time-link'], [2, 'scheme']]);
    expect((await app.inject(`/v1/submissions/${url.key}`)).json()).to.deep.include({ state: 'due', verdict: null });
    expect((await app.inject(`/v1/lookup?url=${url.visit}`)).json()).to.deep.include({ answer: 'not-listed' });

    const [lease] = await frontier.lease('probe', 1, now(), 60_000);
    expect((await app.inject(`/v1/submissions/${url.key}`)).json()).to.deep.include({ state: 'leased' });
    const captureKey = await evidence.put(captureOf(url, { screenshot: screenshotOf(tinyJpeg, 1, 1), html: collected('<p>hello') }));
    expect(await reputation.record(verdictOf(url, { captureKey, atMs: now() }), { sources: ['api'] }, now())).to.equal('listed');
    await caughtUp();
    if (lease === undefined) throw new Error('nothing was leased');
    await frontier.settle([{ key: lease.key, token: lease.token, next: null }], now());

    expect((await app.inject(`/v1/submissions/${url.key}`)).json()).to.deep.include({ state: 'resting' }).and.to.have.nested.property('verdict.verdict', 'malicious');
    expect((await app.inject(`/v1/lookup?url=${url.visit}`)).json()).to.deep.include({ answer: 'listed' });
    expect((await app.inject(`/v1/urls/${url.key}`)).json()).to.deep.include({ captures: [captureKey] });
    expect((await app.inject(`/v1/captures/${captureKey}/screenshot`)).rawPayload.equals(tinyJpeg)).to.be.true;
    expect((await app.inject(`/v1/captures/${captureKey}/dom`)).body).to.equal('<p>hello');
    for (const { name } of exportFormats) {
      const feed = await app.inject(`/v1/feeds/${name}`);
      expect(feed.statusCode, name).to.equal(200);
      expect(feed.headers, name).to.have.property('harrier-position', '1');
    }
    expect((await app.inject('/v1/feeds/csv')).body).to.contain('login.kestrel.test/a');
    expect((await app.inject('/v1/stream?after=5')).statusCode, 'a place that never was').to.equal(410);

    const again = await app.inject({ method: 'POST', url: `/v1/urls/${url.key}/recrawl` });
    expect(again.json()).to.deep.equal({ key: url.key, outcome: 'revived' });
    expect((await app.inject('/v1/status')).json()).to.deep.include({ known: 1, due: { probe: 1, render: 0 } });
  });

  it('tells what is held back', async () => {
    const url = parsed('https://github.com/');
    expect(await reputation.record(verdictOf(url, { atMs: now() }), { sources: ['api'] }, now())).to.equal('held');
    expect((await app.inject('/v1/listings?expression=github.com/')).json()).to.include({ state: 'held' });
    expect((await app.inject('/v1/feeds/csv')).body).to.not.contain('github.com/');
  });

  it('answers in time while Redis stands still, and goes on when it is back', async () => {
    const pid = redis.handle.pid();
    if (pid === null) throw new Error('the test has a Redis of its own');
    const requests = ['/readyz', '/v1/status', `/v1/submissions/${'A'.repeat(22)}`, '/v1/feeds/csv', '/v1/stream'];
    process.kill(pid, 'SIGSTOP');
    try {
      const startedMs = performance.now();
      const answers = await Promise.all(requests.map((url) => app.inject(url)));
      expect(answers.map(({ statusCode }) => statusCode)).to.deep.equal(requests.map(() => 503));
      expect(performance.now() - startedMs).to.be.below(5000);
      while (replica.status(now()).state === 'current') await new Promise(setImmediate);
      expect((await app.inject('/v1/lookup?url=http://a.test/')).json()).to.deep.include({ answer: 'stale', listing: null });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await redis.client.ping();
    expect((await app.inject('/readyz')).statusCode).to.equal(200);
  });
});
