import { expect } from 'chai';
import { TimelySource } from '../../crawler/timely-source.ts';
import type { Deferral } from '../../queues/frontier/contract.ts';
import type { CrawlTask } from '../../records/index.ts';

const nowMs = 1_000_000;

const taskDue = (name: string, deadlineMs: number): CrawlTask =>
  ({ v: 1, urlKey: name, url: `http://${name}.test/`, lane: 'render', look: 1, lease: `token of ${name}`, deadlineMs, attempts: 2, source: 'test' });

const world = (tasks: CrawlTask[]): { source: TimelySource; deferred: Deferral[]; done: string[] } => {
  const deferred: Deferral[] = [];
  const done: string[] = [];
  const source = new TimelySource({
    finished: () => tasks.length === 0,
    take: () => {
      const task = tasks.shift();
      return Promise.resolve(task === undefined ? null : { task, done: () => { done.push(task.urlKey); return Promise.resolve(); } });
    },
  }, {
    neededMs: 30_000, now: () => nowMs,
    frontier: { defer: (items) => { deferred.push(...items); return Promise.resolve(items.map(() => 'done' as const)); } },
  });
  return { source, deferred, done };
};

describe('the source of tasks that there is time for', () => {
  it('hands on a task whose lease lasts as long as a visit may', async () => {
    const { source, deferred, done } = world([taskDue('a', nowMs + 30_000)]);
    expect((await source.take())?.task.urlKey).to.equal('a');
    expect([deferred, done]).to.deep.equal([[], []]);
  });

  it('gives back what waited too long, due now and at no cost, and takes the next', async () => {
    const { source, deferred, done } = world([taskDue('late', nowMs + 29_999), taskDue('fresh', nowMs + 60_000)]);
    expect((await source.take())?.task.urlKey).to.equal('fresh');
    expect(deferred).to.deep.equal([{ key: 'late', token: 'token of late', dueAtMs: nowMs, lane: 'render', look: 1, costsAttempt: false, hostNotBeforeMs: null }]);
    expect(done).to.deep.equal(['late']);
  });

  it('drops what lapsed already, which the frontier has taken back itself', async () => {
    const { source, deferred, done } = world([taskDue('lapsed', nowMs)]);
    expect(await source.take()).to.equal(null);
    expect([deferred, done]).to.deep.equal([[], ['lapsed']]);
  });
});
