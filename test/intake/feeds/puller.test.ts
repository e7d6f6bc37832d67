import { expect } from 'chai';
import { openDoor } from '../../../intake/door.ts';
import { feedsSchema, openFeedStates, pullDue } from '../../../intake/feeds/index.ts';
import { testRedis } from '../../queues/redis-server.ts';
import { memoryFrontier } from '../memory-frontier.ts';
import { startPublisher } from './publisher.ts';

describe('feeds on schedule', () => {
  const redis = testRedis();
  let clockMs = 1_800_000_000_000;
  const options = (prefix: string) => ({
    states: openFeedStates(redis.client, prefix), door: openDoor({ frontier: memoryFrontier(), now: () => clockMs, labMode: false }),
    now: () => clockMs, userAgent: 'Harrier/1', signal: new AbortController().signal,
  });

  it('pulls what is due, goes on after one that fails, and remembers both over a restart', async () => {
    const publisher = await startPublisher((request, response) => {
      if (request.url === '/bad') response.writeHead(503).end();
      else response.writeHead(200, { etag: '"v1"' }).end('http://a.example/x\n');
    });
    try {
      const feeds = feedsSchema.parse([{ name: 'bad', url: `${publisher.url}/bad` }, { name: 'good', url: `${publisher.url}/good`, everyMinutes: 10 }]);
      const problems: string[] = [];
      const prefix = redis.prefix();
      const pull = () => pullDue({ ...options(prefix), feeds, onProblem: ({ name }, problem) => { problems.push(`${name}: ${problem}`); } });
      await pull();
      expect(publisher.asked.map(({ url }) => url)).to.deep.equal(['/bad', '/good']);
      expect(problems).to.have.length(1);
      await pull();
      expect(publisher.asked).to.have.length(2);
      clockMs += 10 * 60_000;
      await pull();
      expect(publisher.asked.map(({ url, headers }) => [url, headers['if-none-match']]).slice(2)).to.deep.equal([['/good', '"v1"']]);
    } finally {
      await publisher.close();
    }
  });

  it('says of each mistake in the file where it is', () => {
    const parsed = feedsSchema.safeParse([{ name: 'A b', url: 'ftp://x/' }, { name: 'x', url: 'http://x.example/', everyMinutes: 1, more: 1 }, { name: 'x', url: 'http://x.example/' }]);
    expect(parsed.error?.issues.map(({ path }) => path.join('.')).sort()).to.deep.equal(['0.name', '0.url', '1', '1.everyMinutes', '2.name']);
    expect(feedsSchema.safeParse([{ name: 'x', url: 'http://x.example/' }, { name: 'x', url: 'http://x.example/' }]).error?.issues[0]?.message).to.match(/two feeds called x/);
  });
});
