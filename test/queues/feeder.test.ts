import { expect } from 'chai';
import { fillWindow, runFeeder } from '../../queues/feeder.ts';
import { openFrontier } from '../../queues/frontier/frontier.ts';
import type { CrawlTask, Lane } from '../../records/index.ts';
import { offerOf } from './frontier/model.ts';
import { testRedis } from './redis-server.ts';

/** A queue in memory that tells when something came. */
const memoryQueue = () => {
  const tasks: CrawlTask[] = [];
  let wake: () => void = () => undefined;
  return {
    tasks,
    push: (more: readonly CrawlTask[]): Promise<void> => {
      tasks.push(...more);
      if (more.length > 0) wake();
      return Promise.resolve();
    },
    counts: () => Promise.resolve({ waiting: tasks.length, active: 0 }),
    clearDead: () => Promise.resolve(),
    pushed: (): Promise<void> => new Promise((resolve) => { wake = resolve; }),
  };
};

describe('the feeder', () => {
  const redis = testRedis();
  const base = { leaseMs: 60_000, maxAttempts: null };

  it('keeps no more waiting than its window', async () => {
    const frontier = await openFrontier(redis.client, { prefix: redis.prefix(), hostDelayMs: 0 });
    await frontier.offer(Array.from({ length: 30 }, (_, at) => offerOf(`http://h${at}.test/`)), 1_000);
    const queue = memoryQueue();
    const fill = (): Promise<number> => fillWindow('probe', { queue, window: 10 }, { ...base, frontier, now: () => 1_000 });
    expect([await fill(), await fill()]).to.deep.equal([10, 0]);
    queue.tasks.splice(0, 4);
    expect(await fill()).to.equal(4);
    expect(queue.tasks).to.have.length(10);
    expect(await frontier.counts()).to.deep.include({ leased: 14 });
  });

  it('brings a URL that comes due while it waits, and stops at the signal', async () => {
    const frontier = await openFrontier(redis.client, { prefix: redis.prefix(), hostDelayMs: 0 });
    const queue = memoryQueue();
    const stop = new AbortController();
    const dueAtMs = Date.now() + 400;
    await frontier.offer([offerOf('http://a.test/', { dueAtMs })], Date.now());
    const pushed = queue.pushed();
    const run = runFeeder({ ...base, frontier, now: Date.now, signal: stop.signal, lanes: new Map<Lane, { queue: typeof queue; window: number }>([['probe', { queue, window: 5 }]]) });
    await pushed;
    expect(Date.now()).to.be.at.least(dueAtMs);
    expect(queue.tasks[0]).to.deep.include({ v: 1, url: 'http://a.test/', lane: 'probe', source: 'test' });
    stop.abort();
    await run;
  });

  it('goes on after an error', async () => {
    const frontier = await openFrontier(redis.client, { prefix: redis.prefix(), hostDelayMs: 0 });
    await frontier.offer([offerOf('http://a.test/')], 1_000);
    const queue = memoryQueue();
    const stop = new AbortController();
    const errors: unknown[] = [];
    let calls = 0;
    const failing = { ...queue, counts: () => (calls++ === 0 ? Promise.reject(new Error('broken once')) : queue.counts()) };
    const pushed = queue.pushed();
    const run = runFeeder({ ...base, frontier, now: Date.now, signal: stop.signal, idleMs: 10, onError: (error) => errors.push(error), lanes: new Map([['probe' as const, { queue: failing, window: 5 }]]) });
    await pushed;
    stop.abort();
    await run;
    expect(errors.map(String)).to.deep.equal(['Error: broken once']);
  });

  it('buries what failed too often, after it was told', async () => {
    const frontier = await openFrontier(redis.client, { prefix: redis.prefix(), hostDelayMs: 0 });
    await frontier.offer([offerOf('http://a.test/')], 1_000);
    const queue = memoryQueue();
    let nowMs = 1_000;
    const given: string[] = [];
    const fill = (): Promise<number> => fillWindow('probe', { queue, window: 10 }, { frontier, leaseMs: 100, maxAttempts: 2, now: () => nowMs, onGiveUp: ({ url, attempts }) => { given.push(`${url} ${attempts}`); return Promise.resolve(); } });
    for (; nowMs < 2_000; nowMs += 150) await fill();
    expect(queue.tasks.map(({ attempts }) => attempts)).to.deep.equal([0, 1]);
    expect(given).to.deep.equal(['http://a.test/ 2']);
    expect(await frontier.counts()).to.deep.equal({ known: 1, due: { probe: 0, render: 0 }, leased: 0, buried: 1 });
  });
});
