import { expect } from 'chai';
import type { CrawlTask } from '../../records/index.ts';
import { BullRequestManager } from '../../crawler/bull-request-manager.ts';
import { StreamRequestManager } from '../../crawler/stream-request-manager.ts';
import { taskOf } from './lab.ts';

describe('tasks for Crawlee', () => {
  it('pulls one task ahead of what is visited, however long the stream', async () => {
    let made = 0;
    async function* endless(): AsyncGenerator<CrawlTask> {
      for (;;) yield await Promise.resolve(taskOf(`http://site.test/${made++}`));
    }
    const manager = new StreamRequestManager(endless(), true);
    for (let i = 0; i < 50; i++) expect(await manager.isEmpty()).to.equal(false);
    expect(made).to.equal(1);
    const request = await manager.fetchNextRequest();
    expect(request?.url).to.equal('http://site.test/0');
    await manager.isEmpty();
    expect(made).to.equal(2);
  });

  it('gives every task once, in order, and is finished when all are handled', async () => {
    async function* three(): AsyncGenerator<CrawlTask> { for (const n of [1, 2, 2]) yield await Promise.resolve(taskOf(`http://site.test/${n}`)); }
    const manager = new StreamRequestManager(three(), true);
    const given = [await manager.fetchNextRequest(), await manager.fetchNextRequest(), await manager.fetchNextRequest()];
    expect(given.map((request) => request?.url)).to.deep.equal(['http://site.test/1', 'http://site.test/2', 'http://site.test/2']);
    expect(await manager.fetchNextRequest()).to.equal(null);
    expect(await manager.isFinished()).to.equal(false);
    for (const request of given) if (request !== null) await manager.markRequestHandled(request);
    expect(await manager.isFinished()).to.equal(true);
    expect([await manager.handledCount(), manager.getPendingCount()]).to.deep.equal([3, 0]);
  });

  it('passes on an error of its stream', async () => {
    // eslint-disable-next-line require-yield -- it fails before the first task
    async function* broken(): AsyncGenerator<CrawlTask> { await Promise.resolve(); throw new Error('the input broke off'); }
    const manager = new StreamRequestManager(broken(), true);
    const failure = await manager.isEmpty().then(() => null, (error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).and.have.property('message', 'the input broke off');
  });

  it('does not wait for a slow stream', async () => {
    async function* never(): AsyncGenerator<CrawlTask> { await new Promise(() => {}); yield taskOf('http://site.test/'); }
    const manager = new StreamRequestManager(never(), true);
    expect(await manager.isEmpty()).to.equal(true);
    expect(await manager.isFinished()).to.equal(false);
  });

  it('completes a job of Bull only once its request is handled', async () => {
    const done: string[] = [];
    const queue = [taskOf('http://site.test/1'), taskOf('http://site.test/2')];
    const manager = new BullRequestManager({
      take: () => { const task = queue.shift(); return Promise.resolve(task === undefined ? null : { task, done: () => { done.push(task.url); return Promise.resolve(); } }); },
      finished: () => false,
    }, true);
    const request = await manager.fetchNextRequest();
    expect(done).to.deep.equal([]);
    if (request === null) return expect.fail('no request');
    expect(manager.taskOf(request).url).to.equal('http://site.test/1');
    await manager.markRequestHandled(request);
    expect(done).to.deep.equal(['http://site.test/1']);
    expect(await manager.isFinished()).to.equal(false);
  });
});
