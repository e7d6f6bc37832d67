import { expect } from 'chai';
import type { Offer } from '../../../queues/frontier/contract.ts';
import { FrontierLayoutError, openFrontier, type FrontierOptions, type RedisFrontier } from '../../../queues/frontier/frontier.ts';
import { hostOfVisit } from '../../../queues/frontier/host.ts';
import { queueKeys } from '../../../queues/keys.ts';
import type { VisitUrl } from '../../../url/types.ts';
import { testRedis } from '../redis-server.ts';
import { keyOf, offerOf } from './model.ts';

const nowMs = 1_800_000_000_000;
const minuteMs = 60_000;

describe('the frontier', () => {
  const redis = testRedis();
  const open = (options: Partial<FrontierOptions> = {}): Promise<RedisFrontier> => openFrontier(redis.client, { prefix: redis.prefix(), hostDelayMs: 1_000, partitions: 4, ...options });

  it('answers each of many offers in one call as it would alone', async () => {
    const frontier = await open();
    const offers: Offer[] = [
      offerOf('http://a.test/'), offerOf('http://a.test/'), offerOf('http://b.test/', { dueAtMs: nowMs + minuteMs }),
      offerOf('http://b.test/', { dueAtMs: nowMs + 5 }), offerOf('http://b.test/', { priority: 0, dueAtMs: nowMs + minuteMs }), offerOf('http://b.test/'),
    ];
    expect(await frontier.offer(offers, nowMs)).to.deep.equal(['new', 'known', 'new', 'sooner', 'sooner', 'sooner']);
    expect(await frontier.counts()).to.deep.equal({ known: 2, due: { probe: 2, render: 0 }, leased: 0, buried: 0 });
  });

  it('takes thousands in one call, over more than one batch a partition', async () => {
    const frontier = await open({ partitions: 1 });
    const offers = Array.from({ length: 1_700 }, (_, at) => offerOf(`http://h${at}.test/`));
    expect(new Set(await frontier.offer(offers, nowMs))).to.deep.equal(new Set(['new']));
    expect(await frontier.lease('probe', 1_650, nowMs, minuteMs)).to.have.length(1_650);
    expect(await frontier.lease('probe', 1_650, nowMs, minuteMs)).to.have.length(50);
  });

  it('looks past a thousand URLs of a busy host in one call', async () => {
    const frontier = await open({ partitions: 1 });
    await frontier.offer(Array.from({ length: 2_600 }, (_, at) => offerOf(`http://crowd.test/${at}`)), nowMs);
    await frontier.offer([offerOf('http://alone.test/')], nowMs + 1);
    expect((await frontier.lease('probe', 3, nowMs + 2, minuteMs)).map(({ url }) => url)).to.deep.equal(['http://crowd.test/0', 'http://alone.test/']);
  });

  it('leases a URL at the millisecond it is due, and not before', async () => {
    const frontier = await open();
    for (const aheadMs of [50, 1_999, 2_000, 59_999, minuteMs, 3_599_999, 86_399_999, 700_000_001]) {
      const url = `http://in-${aheadMs}.test/`;
      await frontier.offer([offerOf(url, { dueAtMs: nowMs + aheadMs })], nowMs);
      expect(await frontier.lease('probe', 10, nowMs + aheadMs - 1, 10 ** 12), `${aheadMs} ms, early`).to.deep.equal([]);
      expect((await frontier.lease('probe', 10, nowMs + aheadMs, 10 ** 12)).map((lease) => lease.url)).to.deep.equal([url]);
    }
  });

  it('gives a lapsed URL to somebody else, an attempt later, and refuses the old holder', async () => {
    const frontier = await open({ hostDelayMs: 500 });
    await frontier.offer([offerOf('http://a.test/')], nowMs);
    const [first] = await frontier.lease('probe', 1, nowMs, 1_000);
    if (first === undefined) throw new Error('no lease');
    expect(await frontier.lease('probe', 1, nowMs + 1_499, 1_000)).to.deep.equal([]);
    const [second] = await frontier.lease('probe', 1, nowMs + 1_500, 1_000);
    expect(second).to.include({ url: 'http://a.test/', attempts: 1 });
    const next = null;
    expect(await frontier.settle([{ ...first, next }], nowMs + 1_501)).to.deep.equal(['lease-lost']);
    expect(await frontier.settle([{ key: first.key, token: second?.token ?? '', next }], nowMs + 1_501)).to.deep.equal(['done']);
    expect(await frontier.settle([{ key: first.key, token: second?.token ?? '', next }], nowMs + 1_501)).to.deep.equal(['lease-lost']);
  });

  it('calls tokens of nowhere lost instead of failing the call', async () => {
    const frontier = await open();
    const key = keyOf('http://a.test/');
    const tokens = ['', 'x', '0.', '99999.AAAAAAAAAAAAAAAA', '7.AAAAAAAAAAAAAAAA', '0.AAAAAAAAAAAAAAAA', `0.${'A'.repeat(10_000)}`];
    expect(await frontier.settle(tokens.map((token) => ({ key, token, next: null })), nowMs)).to.deep.equal(tokens.map(() => 'lease-lost'));
  });

  it('counts the ports and the rooted spelling of a name as one host', async () => {
    const frontier = await open();
    await frontier.offer(['http://a.test/', 'https://a.test:8443/', 'http://a.test./x'].map((url) => offerOf(url)), nowMs);
    expect(await frontier.lease('probe', 10, nowMs, minuteMs)).to.have.length(1);
  });

  it('cuts the host off a URL in Lua as in TypeScript', async () => {
    const urls = ['http://a.test/', 'https://a.test', 'http://a.test:8080/x', 'http://a.test?q', 'http://a.test#f', 'http://a.test.:1/', 'http://[2001:db8::1]/x', 'https://[2001:db8::1]:8443/', 'http://10.0.0.1/', 'http://xn--e1afmkfd.test/:/?#[x]'];
    for (const url of urls) {
      const prefix = redis.prefix();
      const frontier = await open({ prefix, partitions: 1 });
      await frontier.offer([offerOf(url)], nowMs);
      await frontier.lease('probe', 1, nowMs, minuteMs);
      expect(await redis.client.zrange(queueKeys(prefix).frontier(0).hosts, 0, -1)).to.deep.equal([hostOfVisit(url as VisitUrl)]);
    }
  });

  it('leaves a host alone for as long as it asked, a day at most', async () => {
    const frontier = await open();
    await frontier.offer([offerOf('http://a.test/')], nowMs);
    const deferred = async (atMs: number, hostNotBeforeMs: number): Promise<void> => {
      const [lease] = await frontier.lease('probe', 1, atMs, minuteMs);
      if (lease === undefined) throw new Error('no lease');
      await frontier.defer([{ ...lease, lane: 'probe', look: 0, dueAtMs: atMs, costsAttempt: false, hostNotBeforeMs }], atMs);
    };
    await deferred(nowMs, nowMs + 30_000);
    expect(await frontier.lease('probe', 1, nowMs + 29_999, minuteMs)).to.deep.equal([]);
    await deferred(nowMs + 30_000, 9e15);
    const dayLaterMs = nowMs + 30_000 + 86_400_000;
    expect(await frontier.lease('probe', 1, dayLaterMs - 1, minuteMs)).to.deep.equal([]);
    expect(await frontier.lease('probe', 1, dayLaterMs, minuteMs)).to.have.length(1);
  });

  it('keeps nothing about a host that is neither leased nor cooling nor waited for', async () => {
    const prefix = redis.prefix();
    const frontier = await open({ prefix });
    await frontier.offer(Array.from({ length: 50 }, (_, at) => offerOf(`http://h${at % 10}.test/${at}`)), nowMs);
    for (let atMs = nowMs; (await frontier.counts()).due.probe > 0; atMs += 2_000) {
      const leases = await frontier.lease('probe', 100, atMs, minuteMs);
      await frontier.settle(leases.map((lease) => ({ ...lease, next: null })), atMs + 1);
    }
    await frontier.lease('probe', 100, nowMs + 10 * minuteMs, minuteMs);
    const left = (await redis.client.keys(`{${prefix}:f[0-9]*`)).map((key) => key.slice(key.indexOf('}') + 2));
    expect([...new Set(left)].sort()).to.deep.equal(['counts', 'records', 'sources']);
  });

  it('keeps its number of partitions, whatever it is opened with later', async () => {
    const prefix = redis.prefix();
    const first = await open({ prefix, partitions: 3 });
    await first.offer([offerOf('http://a.test/')], nowMs);
    expect(await (await open({ prefix, partitions: 7 })).lease('probe', 1, nowMs, minuteMs)).to.have.length(1);
  });

  it('refuses a layout that it can not read', async () => {
    const prefix = redis.prefix();
    await redis.client.hset(queueKeys(prefix).frontierMeta, 'version', '99');
    const refused = await open({ prefix }).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(FrontierLayoutError);
  });

  it('remembers who offered a URL first, and lists all records', async () => {
    const frontier = await open();
    await frontier.offer([offerOf('http://a.test/', { source: 'feed:one' }), offerOf('http://b.test/', { source: 'feed:two' })], nowMs);
    await frontier.offer([offerOf('http://a.test/', { source: 'feed:two' })], nowMs + 1);
    const found = new Map<string, string>();
    for await (const { url, source } of frontier.scan()) found.set(url, source);
    expect([...found].sort()).to.deep.equal([['http://a.test/', 'feed:one'], ['http://b.test/', 'feed:two']]);
    expect(await frontier.get(keyOf('http://nobody.test/'))).to.equal(null);
  });

  it('holds a URL of any bytes', async () => {
    const frontier = await open();
    const url = `http://a.test/\u0000\r\n$5\u{1f3a3}${'x'.repeat(8_000)}`;
    await frontier.offer([offerOf(url)], nowMs);
    expect((await frontier.lease('probe', 1, nowMs, minuteMs))[0]?.url).to.equal(url);
  });
});
