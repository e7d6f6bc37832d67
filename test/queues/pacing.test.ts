import { expect } from 'chai';
import { queueKeys } from '../../queues/keys.ts';
import { addressGroup, openPacing } from '../../queues/pacing.ts';
import { testRedis } from './redis-server.ts';

describe('pacing by address group', () => {
  const redis = testRedis();

  it('grants so many visits at once, and one more for each that ends', async () => {
    const pacing = openPacing(redis.client, { prefix: redis.prefix(), maxVisitsPerGroup: 2 });
    expect(await pacing.claim('g', 'a', 1_000, 500)).to.deep.equal({ kind: 'granted' });
    expect(await pacing.claim('g', 'b', 1_100, 500)).to.deep.equal({ kind: 'granted' });
    expect(await pacing.claim('g', 'c', 1_200, 500)).to.deep.equal({ kind: 'busy', busyUntilMs: 1_500 });
    expect(await pacing.claim('other', 'c', 1_200, 500)).to.deep.equal({ kind: 'granted' });
    await pacing.release('g', 'b');
    await pacing.release('g', 'b');
    expect(await pacing.claim('g', 'c', 1_200, 500)).to.deep.equal({ kind: 'granted' });
  });

  it('lets the same token keep its place, and takes the place of one that never came back', async () => {
    const pacing = openPacing(redis.client, { prefix: redis.prefix(), maxVisitsPerGroup: 1 });
    await pacing.claim('g', 'a', 1_000, 500);
    expect(await pacing.claim('g', 'a', 1_400, 500)).to.deep.equal({ kind: 'granted' });
    expect(await pacing.claim('g', 'b', 1_899, 500)).to.deep.equal({ kind: 'busy', busyUntilMs: 1_900 });
    expect(await pacing.claim('g', 'b', 1_900, 500)).to.deep.equal({ kind: 'granted' });
  });

  it('leaves no key behind for good', async () => {
    const prefix = redis.prefix();
    const pacing = openPacing(redis.client, { prefix, maxVisitsPerGroup: 3 });
    await pacing.claim('g', 'a', 1_000, 60_000);
    await pacing.claim('g', 'b', 1_000, 10);
    expect(await redis.client.pttl(queueKeys(prefix).pacing('g'))).to.be.within(50_000, 60_000);
  });

  const groups: readonly (readonly [string, string])[] = [
    ['203.0.113.7', '203.0.113.0-24'], ['203.0.113.255', '203.0.113.0-24'], ['::ffff:203.0.113.7', '203.0.113.0-24'],
    ['2001:db8:1:2::3', '2001:db8:1::-48'], ['2001:db8:1:ffff::', '2001:db8:1::-48'], ['2001:db8:2::', '2001:db8:2::-48'],
  ];
  for (const [address, group] of groups) {
    it(`puts ${address} into ${group}`, () => {
      expect(addressGroup(address)).to.equal(group);
    });
  }
});
