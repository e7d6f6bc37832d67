import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { openDoor } from '../../../intake/door.ts';
import { feedSchema, newFeed, type Feed, type FeedState } from '../../../intake/feeds/feed.ts';
import { pullFeed } from '../../../intake/feeds/pull.ts';
import { memoryFrontier } from '../memory-frontier.ts';
import { startPublisher } from './publisher.ts';

const nowMs = 1_800_000_000_000;
const hourMs = 3_600_000;
const list = 'http://a.example/login\nhttp://b.example/x\n';

describe('pulling a feed', () => {
  let close: (() => Promise<void>) | null = null;
  afterEach(async () => {
    await close?.();
    close = null;
  });

  const publish = async (answer: (request: IncomingMessage, response: ServerResponse) => void, more: Partial<Feed> = {}) => {
    const publisher = await startPublisher(answer);
    ({ close } = publisher);
    const frontier = memoryFrontier();
    const door = openDoor({ frontier, now: () => nowMs, labMode: false });
    const feed = feedSchema.parse({ name: 'mine', url: `${publisher.url}/list.txt`, ...more });
    const pull = (state: FeedState = newFeed, over: Partial<Feed> = {}) => pullFeed({ ...feed, ...over }, state, { door, now: () => nowMs, userAgent: 'Harrier/1', signal: new AbortController().signal });
    return { publisher, frontier, pull };
  };

  it('offers what it holds under the feed\'s name, and comes again after its interval', async () => {
    const { publisher, frontier, pull } = await publish((_, response) => response.end(list), { everyMinutes: 30, priority: 2 });
    const state = await pull();
    expect(frontier.offers().map(({ url, source, priority }) => [url, source, priority])).to.deep.equal([['http://a.example/login', 'feed:mine', 2], ['http://b.example/x', 'feed:mine', 2]]);
    expect(state).to.include({ nextAtMs: nowMs + hourMs / 2, lastGoodMs: nowMs, failures: 0, lastProblem: null, pulls: 1, read: 2, fresh: 2, refused: 0 });
    expect(publisher.asked[0]?.headers['user-agent']).to.equal('Harrier/1');
  });

  it('sends back the tags that it was given, and offers nothing where nothing changed', async () => {
    const { publisher, frontier, pull } = await publish((request, response) => {
      if (request.headers['if-none-match'] === '"v1"' && request.headers['if-modified-since'] !== undefined) response.writeHead(304).end();
      else response.writeHead(200, { etag: '"v1"', 'last-modified': 'Wed, 25 Nov 2026 10:00:00 GMT' }).end(list);
    });
    const first = await pull();
    const second = await pull(first);
    expect(publisher.asked).to.have.length(2);
    expect(frontier.calls).to.have.length(1);
    expect(second).to.include({ etag: '"v1"', pulls: 2, read: 2, lastProblem: null });
  });

  it('unpacks gzip, whether it is the file or the transfer that is packed', async () => {
    const { frontier, pull } = await publish((request, response) => {
      if (request.url?.endsWith('.gz') !== true) response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(list));
    });
    expect(await pull()).to.include({ read: 2, lastProblem: null });
    expect(frontier.offers()).to.have.length(2);
  });

  it('backs off from a publisher that fails, twice as long each time, up to a day', async () => {
    const { pull } = await publish((_, response) => response.writeHead(500).end('no'));
    let state = newFeed;
    const waits: number[] = [];
    for (let turn = 0; turn < 7; turn++) {
      state = await pull(state);
      waits.push((state.nextAtMs - nowMs) / hourMs);
    }
    expect(waits).to.deep.equal([1, 2, 4, 8, 16, 24, 24]);
    expect(state.lastProblem).to.match(/answered 500/);
  });

  it('stays away as long as the publisher asks', async () => {
    const { pull } = await publish((_, response) => response.writeHead(429, { 'retry-after': String(5 * 3600) }).end());
    const state = await pull();
    expect(state.nextAtMs).to.equal(nowMs + 5 * hourMs);
    expect(state.lastProblem).to.match(/asked too often/);
  });

  const broken: readonly (readonly [string, string | Buffer, RegExp])[] = [
    ['a web page', '<!doctype html><title>Log in</title>', /web page and no feed/],
    ['nothing', '', /nothing in it/],
    ['gzip that ends in the middle', gzipSync(list.repeat(500)).subarray(0, 40), /ends in the middle/],
    ['a bomb', gzipSync(Buffer.alloc(30_000_000, `${'a'.repeat(50_000)}\n`)), /expands more than 200 times/],
    ['a zip archive', Buffer.from('PK\u0003\u0004zip'), /archive/],
    ['lines that are no URLs', 'not a url\nnor this\n', /none of its 2 entries/],
  ];
  for (const [what, body, says] of broken) {
    it(`says so of ${what}, and asks for the whole of it the next time`, async () => {
      const { pull } = await publish((_, response) => response.writeHead(200, { etag: '"v1"' }).end(body));
      const state = await pull();
      expect(state.lastProblem).to.match(says);
      expect(state).to.include({ etag: null, failures: 1, lastGoodMs: null });
    });
  }

  it('takes what came before the connection broke', async () => {
    const { frontier, pull } = await publish((_, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write(list.repeat(600), () => response.destroy());
    });
    const state = await pull();
    expect(state.failures).to.equal(1);
    expect(state.lastProblem).to.not.equal(null);
    expect(frontier.offers().length).to.be.greaterThan(0);
  });

  it('stops reading at its cap', async () => {
    const { pull } = await publish((_, response) => response.end(list.repeat(5000)), { maxBytes: 20_000 });
    expect((await pull()).lastProblem).to.match(/larger than 20,000 bytes/);
  });

  it('follows a redirect of the publisher, without the key where another host is meant', async () => {
    const { publisher, pull } = await publish((request, response) => {
      if (request.url === '/list.txt') response.writeHead(302, { location: '/new.txt' }).end();
      else response.end(list);
    }, { headers: { 'x-key': 'secret' } });
    expect(await pull()).to.include({ read: 2, lastProblem: null });
    expect(publisher.asked.map(({ url, headers }) => [url, headers['x-key']])).to.deep.equal([['/list.txt', 'secret'], ['/new.txt', 'secret']]);
  });

  for (const location of ['http://169.254.169.254/latest/meta-data', 'http://10.0.0.1/', 'http://localhost/', 'file:///etc/passwd', 'http://[::1]/']) {
    it(`does not follow a redirect to ${location}`, async () => {
      const { publisher, pull } = await publish((_, response) => response.writeHead(302, { location }).end());
      expect((await pull()).lastProblem).to.match(/isn't followed/);
      expect(publisher.asked).to.have.length(1);
    });
  }

  it('gives up a circle of redirects', async () => {
    const { pull } = await publish((_, response) => response.writeHead(302, { location: '/list.txt' }).end());
    expect((await pull()).lastProblem).to.match(/redirects more than 3 times/);
  });

  it('says that a publisher can\'t be reached', async () => {
    const { publisher, pull } = await publish((_, response) => response.end(list));
    await publisher.close();
    close = null;
    expect((await pull()).lastProblem).to.match(/can't be reached: ECONNREFUSED/);
  });
});
