import { expect } from 'chai';
import { Redis } from 'ioredis';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { canonical, signal, t0, verdictOn } from './verdicts.ts';
import { listedForMs } from '../../reputation/ageing.ts';
import { shipped, withRedis } from './opened.ts';
import type { ReputationStore } from '../../reputation/contract.ts';
import type { Verdict } from '../../records/index.ts';

const lifeMs = listedForMs(shipped.ageing, 'phishing', false, ['cli'], 0.987654321);

describe('a look-up', () => {
  const { open } = withRedis();
  const list = (store: ReputationStore, url: string, given: Partial<Verdict> = {}) => store.record(verdictOn(url, given), { sources: ['cli'] }, t0);
  const answers = async (store: ReputationStore, ...urls: string[]): Promise<string[]> =>
    (await store.lookup(urls.map(canonical), t0)).map((answer) => (answer.answer === 'listed' ? `${answer.listing.threat} ${answer.listing.expression}` : answer.answer));

  it('finds a page under any query, and no other page', async () => {
    const store = open();
    await list(store, 'https://evil.test/a/login.php?x=1');
    expect(await answers(store, 'http://evil.test/a/login.php?y', 'https://evil.test:8443/a/./login.php#f', 'https://evil.test/a/login', 'https://evil.test/', 'https://vil.test/a/login.php'))
      .to.deep.equal(['phishing evil.test/a/login.php', 'phishing evil.test/a/login.php', 'not-listed', 'not-listed', 'not-listed']);
  });

  it('finds all below a listed domain, and for a listed host the host alone', async () => {
    const store = open();
    await list(store, 'https://acorn-bannk.test/x', { signals: [signal('lookalike-host/homograph')] });
    await list(store, 'https://shop.test/');
    expect(await answers(store, 'https://a.b.acorn-bannk.test/q?r', 'https://shop.test/any', 'https://www.shop.test/', 'https://mail.shop.test/'))
      .to.deep.equal(['phishing acorn-bannk.test/', 'phishing shop.test/', 'phishing shop.test/', 'not-listed']);
  });

  it('tells the gravest threat, then the most exact listing', async () => {
    const store = open();
    await list(store, 'https://evil.test/', { threat: 'malware' });
    await list(store, 'https://evil.test/a/b', { threat: 'phishing' });
    await list(store, 'https://evil.test/a/', { threat: 'malware' });
    expect(await answers(store, 'https://evil.test/a/b', 'https://evil.test/c')).to.deep.equal(['malware evil.test/a/', 'malware evil.test/']);
  });

  it('answers five hundred in order, with doubles among them', async () => {
    const store = open();
    for (const page of [3, 77, 499]) await list(store, `https://evil.test/${page}`);
    const urls = Array.from({ length: 500 }, (_, index) => `https://evil.test/${index === 10 ? 3 : index}`);
    const found = (await answers(store, ...urls)).flatMap((answer, index) => (answer === 'not-listed' ? [] : [index]));
    expect(found).to.deep.equal([3, 10, 77, 499]);
    expect(await answers(store)).to.deep.equal([]);
    expect(await store.lookup([...urls, 'https://evil.test/'].map(canonical), t0).catch((thrown: unknown) => thrown)).to.be.instanceOf(RangeError);
  });

  it('knows no listing whose time is over, expired or not yet', async () => {
    const store = open();
    await list(store, 'https://evil.test/a');
    const [before, after] = await Promise.all([t0 + lifeMs - 10_000, t0 + lifeMs].map((nowMs) => store.lookup([canonical('https://evil.test/a')], nowMs)));
    expect(before?.[0]).to.include({ answer: 'listed', cacheSecs: 10 });
    expect(after?.[0]).to.deep.equal({ answer: 'not-listed', cacheSecs: 300 });
  });

  it('answers "unavailable" in time where Redis is silent', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const redis = new Redis({ port: (silent.address() as AddressInfo).port, host: '127.0.0.1', maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    try {
      const startedAt = performance.now();
      const [answer] = await open({ redis, answerWithinMs: 50 }).lookup([canonical('https://evil.test/')], t0);
      expect(answer).to.deep.equal({ answer: 'unavailable', reason: 'Redis did not answer within 50 ms.' });
      expect(performance.now() - startedAt).to.be.lessThan(2000);
    } finally {
      redis.disconnect();
      silent.close();
    }
  });

  it('answers "unavailable" where there is no connection', async () => {
    const redis = new Redis({ path: '/nowhere/redis.sock', lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => undefined);
    await redis.connect().catch(() => undefined);
    const found = await open({ redis }).lookup([canonical('https://evil.test/'), canonical('https://b.test/')], t0);
    expect(found).to.deep.equal([{ answer: 'unavailable', reason: 'The connection to Redis is down.' }, { answer: 'unavailable', reason: 'The connection to Redis is down.' }]);
  });

  it('answers "unavailable" with the reason where Redis refuses', async () => {
    const redis = new Redis({ path: '/nowhere/redis.sock', lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => undefined);
    const [answer] = await open({ redis }).lookup([canonical('https://evil.test/')], t0);
    expect(answer?.answer).to.equal('unavailable');
    expect(answer).to.have.property('reason').that.matches(/^Redis refused: /);
  });
});
