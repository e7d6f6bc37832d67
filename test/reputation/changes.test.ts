import { expect } from 'chai';
import fc from 'fast-check';
import { ChangesLost, type ReputationStore } from '../../reputation/contract.ts';
import { benign, gone, hourMs, signal, t0, verdictOn } from './verdicts.ts';
import { withRedis } from './opened.ts';
import type { Change } from '../../records/index.ts';

const listed = async (store: ReputationStore): Promise<string[]> => {
  const found = new Set<string>();
  for await (const { expression } of store.listings()) found.add(expression);
  return [...found].sort();
};

/** What a follower has who applies every row from the start, a page of `pageRows` at a time. */
const replayed = async (store: ReputationStore, pageRows: number): Promise<string[]> => {
  const on = new Set<string>();
  let rows: Change[];
  for (let after = '0'; (rows = await store.changes(after, pageRows)).length > 0; after = rows.at(-1)?.seq ?? after) {
    for (const { kind, expression } of rows) {
      switch (kind) {
        case 'listed': case 'renewed': on.add(expression); break;
        case 'held': case 'paused': case 'delisted': on.delete(expression); break;
        default: kind satisfies never;
      }
    }
  }
  return [...on].sort();
};

describe('the change log', () => {
  const { open, client } = withRedis();

  it('replayed from the start is what is listed, whatever happened', async () => {
    const urls = ['https://evil.test/a', 'https://evil.test/b', 'https://acorn.github.io/x', 'https://www.paypal.com/x', 'https://acorn-bannk.test/1', 'https://acorn-bannk.test/2'];
    const step = fc.oneof(
      { weight: 12, arbitrary: fc.record({ do: fc.constant('record' as const), url: fc.constantFrom(...urls), finalUrl: fc.option(fc.constantFrom(...urls), { nil: null }), look: fc.constantFrom('malicious', 'gone', 'benign', 'suspicious', 'sure'), hours: fc.integer({ min: -3, max: 60 }), made: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('expire' as const), hours: fc.integer({ min: 0, max: 300 }) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('overturn' as const), expression: fc.constantFrom('evil.test/a', 'acorn-bannk.test/', 'nothing.test/') }) },
    );
    const looks = { malicious: {}, gone, benign, suspicious: { verdict: 'suspicious' }, sure: { ...benign, comparedWith: 'x' } } as const;
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), async (steps, pageRows) => {
      const store = open();
      let nowMs = t0;
      for (const one of steps) {
        if (one.do === 'expire') {
          nowMs += one.hours * hourMs;
          await store.expire(nowMs, 100);
        } else if (one.do === 'overturn') {
          await store.overturn(one.expression, nowMs, 'x');
        } else {
          const atMs = nowMs + one.hours * hourMs;
          nowMs = Math.max(nowMs, atMs);
          await store.record(verdictOn(one.url, { atMs, finalUrl: one.finalUrl ?? one.url, signals: one.made ? [signal('lookalike-host/homograph')] : [], ...looks[one.look] }), { sources: ['cli'] }, nowMs);
        }
        expect(await replayed(store, pageRows)).to.deep.equal(await listed(store));
      }
    }), { numRuns: 40 });
  }).timeout(60_000);

  it('gives pages that join without a gap, and nothing after the newest', async () => {
    const store = open();
    for (let page = 0; page < 5; page += 1) await store.record(verdictOn(`https://evil.test/${page}`), { sources: [] }, t0);
    const seqs = async (after: string, max: number) => (await store.changes(after, max)).map(({ seq }) => seq);
    expect([await seqs('0', 2), await seqs('2', 2), await seqs('4', 2), await seqs('5', 2)]).to.deep.equal([['1', '2'], ['3', '4'], ['5'], []]);
  });

  it('tells a follower that rows which it needs are gone', async () => {
    const store = open({ changeRows: 10 });
    for (let page = 0; page < 250; page += 1) await store.record(verdictOn(`https://evil.test/${page}`), { sources: [] }, t0);
    const error: unknown = await store.changes('0', 10).catch((thrown: unknown) => thrown);
    if (!(error instanceof ChangesLost)) expect.fail('the first rows are still there');
    expect(Number(error.oldestSeq)).to.be.within(2, 241);
    const rest = await store.changes(String(Number(error.oldestSeq) - 1), 1000);
    expect(rest[0]?.seq).to.equal(error.oldestSeq);
    expect(rest.at(-1)?.seq).to.equal('250');
  });

  it('tells a follower that is ahead of it that the log was lost', async () => {
    const store = open();
    expect(await store.changes('0', 10)).to.deep.equal([]);
    expect(await store.changes('7', 10).catch((thrown: unknown) => thrown)).to.be.instanceOf(ChangesLost);
  });

  it('refuses a seq that is none', async () => {
    for (const wrong of ['', '-1', '1-0', '+', 'x'.repeat(1000)]) expect(await open().changes(wrong, 10).catch((thrown: unknown) => thrown)).to.be.instanceOf(RangeError);
  });

  it('goes on after Redis has forgotten the scripts', async () => {
    const store = open();
    await store.record(verdictOn('https://evil.test/a'), { sources: [] }, t0);
    await client().script('FLUSH');
    expect(await store.record(verdictOn('https://evil.test/b'), { sources: [] }, t0)).to.equal('listed');
  });
});
