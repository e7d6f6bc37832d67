import { expect } from 'chai';
import { openCrashes } from '../../queues/crashes.ts';
import { queueKeys } from '../../queues/keys.ts';
import { openVisitCounts } from '../../queues/visit-counts.ts';
import { testRedis } from './redis-server.ts';

describe('counts of visits', () => {
  const redis = testRedis();

  it('adds up over processes, by lane and outcome, and passes over what it does not know', async () => {
    const prefix = redis.prefix();
    await openVisitCounts(redis.client, prefix).add('probe', 'visited');
    await openVisitCounts(redis.client, prefix).add('probe', 'visited');
    await openVisitCounts(redis.client, prefix).add('render', 'quarantined');
    await redis.client.hset(queueKeys(prefix).visitCounts, 'render:of-tomorrow', 7);
    expect(await openVisitCounts(redis.client, prefix).read()).to.have.deep.members([
      { lane: 'probe', outcome: 'visited', count: 2 }, { lane: 'render', outcome: 'quarantined', count: 1 },
    ]);
  });

  it('counts the visits that died of a URL, each once, and forgets them in time', async () => {
    const prefix = redis.prefix();
    const crashes = openCrashes(redis.client, prefix);
    expect([await crashes.add('url', 'a'), await crashes.add('url', 'a'), await crashes.add('other', 'b'), await crashes.add('url', 'c')]).to.deep.equal([1, 1, 1, 2]);
    expect(await redis.client.ttl(queueKeys(prefix).crashes('url'))).to.be.within(29 * 86_400, 30 * 86_400);
    await crashes.forget('url');
    expect([await crashes.add('url', 'd'), await crashes.add('other', 'e')]).to.deep.equal([1, 2]);
  });
});
