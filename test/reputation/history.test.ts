import { expect } from 'chai';
import type { Verdict } from '../../records/index.ts';
import type { ReputationStore } from '../../reputation/contract.ts';
import { withRedis } from './opened.ts';
import { benign, hourMs, parsed, t0, verdictOn } from './verdicts.ts';

describe('the history of verdicts', () => {
  const { open } = withRedis();
  const url = 'https://evil.test/login';
  const { key } = parsed(url);
  const record = (store: ReputationStore, hours: number, given: Partial<Verdict> = {}, at = url) => store.record(verdictOn(at, { atMs: t0 + hours * hourMs, ...given }), { sources: [] }, t0 + hours * hourMs);
  const lookingAgain: Partial<Verdict> = { ...benign, verdict: 'undecided', why: 'looking-again' };

  it('counts verdicts of one kind in a row, and remembers that it was malicious', async () => {
    const store = open();
    expect(await store.historyOf(key)).to.be.null;
    await record(store, 0);
    expect(await store.historyOf(key)).to.deep.equal({ sameBefore: 0, wasMalicious: false, sinceMs: t0 });
    await record(store, 1);
    expect(await store.historyOf(key)).to.deep.equal({ sameBefore: 1, wasMalicious: true, sinceMs: t0 });
    await record(store, 2, benign);
    expect(await store.historyOf(key)).to.deep.equal({ sameBefore: 0, wasMalicious: true, sinceMs: t0 + 2 * hourMs });
    await record(store, 3, benign);
    expect(await store.historyOf(key)).to.deep.equal({ sameBefore: 1, wasMalicious: true, sinceMs: t0 + 2 * hourMs });
  });

  it('is not broken by a verdict that another look replaces', async () => {
    const store = open();
    for (const hours of [0, 2, 4]) {
      await record(store, hours, lookingAgain);
      await record(store, hours + 1);
    }
    expect(await store.historyOf(key)).to.deep.equal({ sameBefore: 2, wasMalicious: true, sinceMs: t0 + hourMs });
    expect(await store.tally()).to.deep.equal({ malicious: 3, suspicious: 0, benign: 0, undecided: 0 });
  });

  it('is not changed by the same verdict again, nor by an older one', async () => {
    const store = open();
    for (const hours of [5, 5, 1]) await record(store, hours);
    expect(await store.historyOf(key)).to.deep.equal({ sameBefore: 0, wasMalicious: false, sinceMs: t0 + 5 * hourMs });
    expect((await store.tally()).malicious).to.equal(1);
  });

  it('shows the newest first, each URL once', async () => {
    const store = open();
    await record(store, 0);
    await record(store, 1, benign, 'https://decent.test/');
    await record(store, 2);
    expect((await store.recent(10)).map(({ url: seen }) => seen)).to.deep.equal([url, 'https://decent.test/']);
    expect(await store.recent(1)).to.have.lengthOf(1);
  });
});
