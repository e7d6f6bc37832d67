import { expect } from 'chai';
import { agreementOf, labelsOfDecisions, standingDecisions } from '../../cli/reviewed.ts';
import type { Decision } from '../../reputation/review/contract.ts';
import { parsed } from '../api/fakes.ts';

const decided = (id: number, url: string, decision: Decision['decision'], machine: Partial<Decision['machine']> = {}, undoneAtMs: number | null = null): Decision => ({
  id: `${id}-0`, atMs: id, who: 'k', urlKey: parsed(url).key, url, decision, threat: decision === 'malicious' ? 'phishing' : null, scope: null, note: '', undoneAtMs,
  machine: { verdict: 'suspicious', threat: null, score: 0.5, policy: 'p1', captureKey: null, signals: ['a/b'], source: 'feed:x', ...machine },
});
const log = (rows: readonly Decision[]) => ({
  append: () => Promise.resolve('1-0'), get: () => Promise.resolve(null), undone: () => Promise.resolve(),
  list: (max: number, before?: string) => Promise.resolve([...rows].reverse().filter(({ id }) => before === undefined || Number(id.split('-')[0]) < Number(before.split('-')[0])).slice(0, max)),
});

describe('what people decided, as labels', () => {
  it('is of each URL the newest that stands and is sure', async () => {
    const rows = [decided(1, 'http://a.test/', 'benign'), decided(2, 'http://a.test/', 'malicious'), decided(3, 'http://b.test/', 'malicious', {}, 9), decided(4, 'http://c.test/', 'unsure'), decided(5, 'http://d.test/', 'benign')];
    const standing = await standingDecisions(log(rows));
    expect(labelsOfDecisions(standing).map(({ given, malicious, source }) => [given, malicious, source])).to.deep.equal([['http://d.test/', false, 'feed:x'], ['http://a.test/', true, 'feed:x']]);
  });

  it('reads more than a page of them', async () => {
    const rows = Array.from({ length: 2500 }, (_, index) => decided(index + 1, `http://h${index}.test/`, 'benign'));
    expect(await standingDecisions(log(rows))).to.have.lengthOf(2500);
  });

  it('agrees by verdict, source, policy and signal', () => {
    const rows = agreementOf([decided(1, 'http://a.test/', 'malicious', { verdict: 'malicious' }), decided(2, 'http://b.test/', 'benign', { verdict: 'malicious', signals: ['a/b', 'c/d'] })]);
    expect(rows.map(({ by, name, decided: number, agreed }) => `${by} ${name} ${agreed}/${number}`)).to.deep.equal(['verdict malicious 1/2', 'source feed:x 1/2', 'policy p1 1/2', 'signal a/b 1/2', 'signal c/d 0/1']);
  });
});
