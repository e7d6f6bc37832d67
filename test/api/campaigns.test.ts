import { expect } from 'chai';
import { createApi } from '../../api/server.ts';
import type { Campaign } from '../../records/index.ts';
import { FakeWorld, nowMs, parsed } from './fakes.ts';

const campaign: Campaign = { id: '12', members: 2, ownMalicious: 2, owners: 2, firstSeenMs: nowMs, lastSeenMs: nowMs, threats: [['phishing', 2]], brands: [], ties: [['kit 00ff', 1]] };

describe('campaigns over HTTP', () => {
  it('are listed, told with their members, and found by a URL', async () => {
    const world = new FakeWorld();
    const url = parsed('http://bad.test/login');
    world.know('http://bad.test/login', { verdict: 'malicious', score: 0.98, atMs: nowMs });
    world.campaigns.set('12', campaign);
    world.members.set('12', [url.key]);
    const app = createApi(world.deps());
    try {
      expect((await app.inject('/v1/campaigns')).json()).to.deep.equal({ campaigns: [campaign] });
      expect((await app.inject('/v1/campaigns/12')).json()).to.deep.include({ campaign }).and.to.have.nested.property('members[0].url', 'http://bad.test/login');
      expect((await app.inject(`/v1/urls/${url.key}/campaign`)).json()).to.deep.equal(campaign);
      expect((await app.inject('/v1/campaigns/13')).json()).to.have.nested.property('error.code', 'unknown-campaign');
      expect((await app.inject(`/v1/urls/${parsed('http://good.test/').key}/campaign`)).statusCode).to.equal(404);
    } finally {
      await app.close();
    }
  });
});
