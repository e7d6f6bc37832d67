import { expect } from 'chai';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openDoor } from '../../intake/door.ts';
import { submitStream } from '../../intake/submit-stream.ts';
import type { LineProblem } from '../../intake/submit-stream.ts';
import { readSource } from '../../intake/sources/index.ts';
import { memoryFrontier } from './memory-frontier.ts';

const now = (): number => 1_790_000_000_000;
const options = { source: 'cli', priority: 2, trust: 0.5, now } as const;

async function* text(lines: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield await Promise.resolve(Buffer.from(line));
}

describe('submitStream', () => {
  it('counts what came of every line, and names each that was not taken', async () => {
    const problems: LineProblem[] = [];
    const input = text(['http://a.example/1\n', '# comment\n', 'garbage\n', 'http://a.example/1\n', 'http://a.example/?e=joe@corp.test\n', 'ftp://a.example/\n', `${'x'.repeat(70_000)}\n`]);
    const totals = await submitStream(openDoor({ frontier: memoryFrontier(), now, labMode: false }), readSource(input), { ...options, batchSize: 2, onProblem: (problem) => problems.push(problem) });
    expect(totals).to.deep.equal({ read: 6, fresh: 2, known: 1, redacted: 1, refused: 3 });
    const byLine = problems.toSorted((a, b) => a.line - b.line).map(({ line, code, url }) => [line, code, url]);
    expect(byLine).to.deep.equal([[3, 'host', 'garbage'], [6, 'scheme', 'ftp://a.example/'], [7, 'line-too-long', null]]);
    expect(problems.every(({ says }) => says.length > 10)).to.equal(true);
  });

  it('tells progress after each batch', async () => {
    const read: number[] = [];
    const input = text(Array.from({ length: 25 }, (_, index) => `http://a.example/${index}\n`));
    await submitStream(openDoor({ frontier: memoryFrontier(), now, labMode: false }), readSource(input), { ...options, batchSize: 10, onProgress: (totals) => read.push(totals.read) });
    expect(read).to.deep.equal([10, 20, 25]);
  });

  it('rejects where the frontier does, and reads no further', async () => {
    let lines = 0;
    const endless = function* (): Generator<string> {
      for (;;) yield `http://a.example/${lines += 1}\n`;
    };
    const door = openDoor({ frontier: { offer: () => Promise.reject(new Error('read-only')) }, now, labMode: false });
    const failure = await submitStream(door, readSource(text(endless())), { ...options, batchSize: 10 }).then(() => null, (reason: unknown) => reason);
    expect(failure).to.be.an('error').with.property('message', 'read-only');
    expect(lines).to.be.lessThan(10_000);
  });

  it('has a flat memory over 300,000 lines', async function () {
    this.timeout(60_000);
    const many = function* (): Generator<string> {
      for (let index = 0; index < 3000; index += 1) yield Array.from({ length: 100 }, (_, line) => `http://h${index}.example/some/path/${line}\n`).join('');
    };
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heapMb: number[] = [];
    const door = openDoor({ frontier: { offer: (offers) => Promise.resolve(offers.map(() => 'new' as const)) }, now, labMode: false });
    const totals = await submitStream(door, readSource(text(many())), { ...options, onProgress: ({ read }) => { 
      if (read % 50_000 !== 0) return;
      collectGarbage();
      heapMb.push(process.memoryUsage().heapUsed / 1e6);
    } });
    expect(totals.fresh).to.equal(300_000);
    // 250,000 lines that were held would come to some 50 MB.
    expect((heapMb.at(-1) ?? 0) - (heapMb[0] ?? 0)).to.be.lessThan(5);
  });
});
