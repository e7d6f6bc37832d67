import { expect } from 'chai';
import { openTaskQueue, type TaskQueue } from '../../queues/bull.ts';
import { queueKeys } from '../../queues/keys.ts';
import type { CrawlTask } from '../../records/index.ts';
import { testRedis } from './redis-server.ts';

const task = (page: number): CrawlTask => ({ v: 1, urlKey: `key-${page}`, url: `http://a.test/${page}`, lane: 'probe', look: 0, lease: 'token', deadlineMs: 1, attempts: 0, source: 'test' });

describe('a lane\'s queue', () => {
  const redis = testRedis();
  const opened: TaskQueue<CrawlTask>[] = [];
  const open = async (prefix: string, deliveryMs = 60_000): Promise<TaskQueue<CrawlTask>> => {
    const queue = await openTaskQueue('probe', { redis: redis.handle, prefix, deliveryMs });
    opened.push(queue);
    return queue;
  };
  afterEach(async () => {
    for (const queue of opened.splice(0)) await queue.close();
  });

  it('delivers each task once, in order, and keeps nothing of what is done', async () => {
    const prefix = redis.prefix();
    const [producer, consumer] = [await open(prefix), await open(prefix)];
    await producer.push([task(1), task(2)]);
    expect(await producer.counts()).to.deep.equal({ waiting: 2, active: 0 });
    const first = await consumer.take();
    const second = await consumer.take();
    expect([first?.task, second?.task]).to.deep.equal([task(1), task(2)]);
    expect(await consumer.take()).to.equal(null);
    expect(await producer.counts()).to.deep.equal({ waiting: 0, active: 2 });
    await first?.done();
    await second?.done();
    expect(await producer.counts()).to.deep.equal({ waiting: 0, active: 0 });
    const keys = await redis.client.keys(`${queueKeys(prefix).bullPrefix('probe')}*`);
    expect(keys.filter((key) => /:\d+(:lock)?$/.test(key))).to.deep.equal([]);
  });

  it('gives each of many takers another task', async () => {
    const queue = await open(redis.prefix());
    await queue.push(Array.from({ length: 20 }, (_, page) => task(page)));
    const taken: string[] = [];
    const take = async (): Promise<void> => {
      for (let delivery = await queue.take(); delivery !== null; delivery = await queue.take()) {
        taken.push(delivery.task.url);
        await delivery.done();
      }
    };
    await Promise.all([take(), take(), take()]);
    expect(new Set(taken).size).to.equal(20);
    expect(taken).to.have.length(20);
  });

  it('drops and counts a job that is no task', async () => {
    const queue = await open(redis.prefix());
    await queue.push([{ ...task(1), v: 2 } as unknown as CrawlTask, { nonsense: true } as unknown as CrawlTask, task(3)]);
    expect((await queue.take())?.task).to.deep.equal(task(3));
    expect(queue.dropped).to.equal(2);
    expect((await queue.counts()).waiting).to.equal(0);
  });

  it('forgets what a dead worker took, and does not deliver it again', async () => {
    const prefix = redis.prefix();
    const dead = await open(prefix, 1);
    await dead.push([task(1)]);
    await dead.take();
    const queue = await open(prefix, 60_000);
    const checked = `${queueKeys(prefix).bullPrefix('probe')}:probe:stalled-check`;
    await queue.clearDead();
    // As if half a minute had passed: Bull looks no sooner.
    await redis.client.del(checked);
    await queue.clearDead();
    expect(await queue.counts()).to.deep.equal({ waiting: 0, active: 0 });
    expect(await queue.take()).to.equal(null);
  });
});
