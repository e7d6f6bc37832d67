import { expect } from 'chai';
import { openFrontier } from '../../../queues/frontier/frontier.ts';
import type { Offer } from '../../../queues/frontier/contract.ts';
import { parseUrl } from '../../../url/parse.ts';
import { testRedis } from '../redis-server.ts';

describe('what is due next', () => {
  const redis = testRedis();
  const nowMs = 1_780_000_000_000;
  const offer = (text: string, afterMs: number): Offer => {
    const parsed = parseUrl(text);
    if (!parsed.ok) throw new Error(text);
    return { key: parsed.url.key, url: parsed.url.visit, lane: 'probe', priority: 2, dueAtMs: nowMs + afterMs, source: 'cli', revive: false };
  };

  it('comes in the order of due times, over all partitions and widths of bucket, and without what is in hand', async () => {
    const frontier = await openFrontier(redis.client, { prefix: redis.prefix(), hostDelayMs: 0 });
    await frontier.offer([offer('http://week.test/', 7 * 86_400_000), offer('http://hour.test/', 5_400_000), offer('http://now.test/', 0), offer('http://minute.test/', 90_000), offer('http://second.test/', 5000)], nowMs);
    expect((await frontier.upcoming(10)).map(({ url }) => url)).to.deep.equal(['http://now.test/', 'http://second.test/', 'http://minute.test/', 'http://hour.test/', 'http://week.test/']);
    expect(await frontier.upcoming(2)).to.have.lengthOf(2);
    await frontier.lease('probe', 1, nowMs, 60_000);
    expect((await frontier.upcoming(1)).map(({ url, source }) => [url, source])).to.deep.equal([['http://second.test/', 'cli']]);
  });
});
