import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { openReplica } from '../../../reputation/replica/replica.ts';
import { openSafeBrowsing } from '../../../reputation/safebrowsing/index.ts';
import { expressionHash } from '../../../url/keys.ts';
import { shipped, withRedis } from '../opened.ts';
import { gone, hourMs, t0, verdictOn } from '../verdicts.ts';

describe('Safe Browsing over the store', () => {
  const { open, client } = withRedis();

  it('lists what a verdict listed, drops what looks found gone, and goes on from a version across a restart', async () => {
    const prefix = randomUUID();
    const store = open({ prefix });
    let nowMs = t0;
    const start = () => openReplica({ redis: client(), connect: () => client().duplicate(), prefix, ageing: shipped.ageing, now: () => nowMs, onError: (error) => { throw error; } });
    let replica = start();
    const servedBy = () => openSafeBrowsing({ source: replica, listedCacheSecs: 300, notListedCacheSecs: 300, now: () => nowMs });
    let served = servedBy();
    const caughtUp = async (): Promise<void> => {
      const position = await store.position();
      while (replica.status(nowMs).state !== 'current' || replica.position() !== position) await new Promise(setImmediate);
    };
    const look = (url: string, verdict = {}) => store.record(verdictOn(url, { atMs: nowMs, ...verdict }), { sources: ['cli'] }, nowMs);
    const ask = async (state: Uint8Array) => {
      nowMs += hourMs;
      await caughtUp();
      const [list] = (await served.fetchUpdates({ listUpdateRequests: [{ threatType: 2, platformType: 6, threatEntryType: 1, state }] })).listUpdateResponses;
      return list ?? expect.fail('no list');
    };

    for (const page of ['a', 'b', 'c']) await look(`https://evil.test/${page}`);
    const first = await ask(new Uint8Array(0));
    expect(first.responseType).to.equal(2);
    expect(first.additions[0]?.rawHashes?.rawHashes).to.have.lengthOf(12);

    for (let times = 0; times < 2; times += 1) { nowMs += hourMs; await look('https://evil.test/b', gone); }
    await replica.close();
    replica = start();
    served = servedBy();
    const second = await ask(first.newClientState);
    const sorted = ['a', 'b', 'c'].map((page) => expressionHash(`evil.test/${page}`)).sort(Buffer.compare);
    expect(second.responseType).to.equal(1);
    expect(second.additions).to.deep.equal([]);
    expect(second.removals[0]?.rawIndices?.indices).to.deep.equal([sorted.findIndex((hash) => hash.equals(expressionHash('evil.test/b')))]);
    await replica.close();
  });
});
