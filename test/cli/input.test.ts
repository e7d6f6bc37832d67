import { expect } from 'chai';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { inputLines, urlLines, type InputLine } from '../../cli/input.ts';

const all = async (lines: AsyncIterable<InputLine>): Promise<InputLine[]> => {
  const found: InputLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
};

describe('lines of input', () => {
  it('numbers lines as an editor does, and leaves out blank ones and comments', async () => {
    expect(await all(inputLines(Readable.from([Buffer.from('a\n\n# note\n  b \r\nc')])))).to.deep.equal([{ number: 1, text: 'a' }, { number: 4, text: 'b' }, { number: 5, text: 'c' }]);
  });

  it('reads the same lines whatever the chunks are', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.stringMatching(/^[a-zé#☃ ]{0,12}$/)), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (lines, sizes) => {
      const bytes = Buffer.from(lines.join('\n'));
      const chunks: Buffer[] = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        chunks.push(bytes.subarray(at, at + size));
        at += size;
      }
      const whole = lines.map((text, index) => ({ number: index + 1, text: text.trim() })).filter(({ text }) => text !== '' && !text.startsWith('#'));
      expect(await all(inputLines(Readable.from(chunks)))).to.deep.equal(whole);
    }));
  });

  it('cuts a line of 2 MB and goes on with the next', async () => {
    const chunks = [...Array.from({ length: 32 }, () => Buffer.alloc(65_536, 'x')), Buffer.from('\nhttp://next.test/\n')];
    const [long, next] = await all(inputLines(Readable.from(chunks)));
    expect(long?.text.length).to.be.at.most(20_000).and.at.least(16_000);
    expect(next).to.deep.equal({ number: 2, text: 'http://next.test/' });
  });

  it('takes arguments before standard input', async () => {
    expect(await all(urlLines(['x', 'y'], Readable.from(['z'])))).to.deep.equal([{ number: 1, text: 'x' }, { number: 2, text: 'y' }]);
  });
});
