import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { openShares } from '../../reputation/shares.ts';
import { withRedis } from './opened.ts';
import { dayMs, hourMs, t0 } from './verdicts.ts';

describe('share tokens', () => {
  const { client } = withRedis();
  const share = { reason: 'resolver of the other office', expiresAtMs: t0 + dayMs, usesPerHour: 2 };

  it('are kept as hashes', async () => {
    const prefix = randomUUID();
    const { token } = await openShares(client(), prefix).create(share, t0);
    const stored = JSON.stringify(await client().hgetall(`{${prefix}:reputation}:shares`));
    expect(stored).to.include(share.reason).and.not.to.include(token);
  });

  it('work until they are used too often in an hour, are over or revoked', async () => {
    const shares = openShares(client(), randomUUID());
    const { token, id } = await shares.create(share, t0);
    const uses = async (atMs: number) => (await shares.use(token, atMs)).outcome;
    expect([await uses(t0), await uses(t0 + 1), await uses(t0 + 2), await uses(t0 + hourMs)]).to.deep.equal(['allowed', 'allowed', 'throttled', 'allowed']);
    expect(await uses(t0 + dayMs)).to.equal('unknown');
    expect(await shares.list(t0 + dayMs)).to.deep.equal([]);
    const other = await shares.create(share, t0);
    expect([await shares.revoke(other.id), await shares.revoke(other.id), await shares.revoke(id)]).to.deep.equal(['revoked', 'unknown', 'unknown']);
    expect((await shares.use(other.token, t0)).outcome).to.equal('unknown');
    expect((await shares.use('never given', t0)).outcome).to.equal('unknown');
  });
});
