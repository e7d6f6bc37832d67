import { expect } from 'chai';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { inputLines, urlLines, type InputLine } from '../../cli/input.ts';

const all = async (lines: AsyncIterable<InputLine>): Promise<InputLine[]> => {
  const found: InputLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
};

const line = (number: number, text: string): InputLine => ({ number, text, isUtf8: true });

describe('lines of input', () => {
  it('numbers lines as an editor does, and leaves out blank ones and comments', async () => {
    expect(await all(inputLines(Readable.from([Buffer.from('a\n\n# note\n  b \r\nc')])))).to.deep.equal([line(1, 'a'), line(4, 'b'), line(5, 'c')]);
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
      const whole = lines.map((text, index) => line(index + 1, text.trim())).filter(({ text }) => text !== '' && !text.startsWith('#'));
      expect(await all(inputLines(Readable.from(chunks)))).to.deep.equal(whole);
    }));
  });

  it('cuts a line of 2 MB and goes on with the next', async () => {
    const chunks = [...Array.from({ length: 32 }, () => Buffer.alloc(65_536, 'x')), Buffer.from('\nhttp://next.test/\n')];
    const [long, next] = await all(inputLines(Readable.from(chunks)));
    expect(long?.text.length).to.be.at.most(20_000).and.at.least(16_000);
    expect(next).to.deep.equal(line(2, 'http://next.test/'));
  });

  it('tells a line that is no UTF-8 from its neighbours, and drops a byte order mark', async () => {
    const bytes = Buffer.concat([Buffer.from('\u{feff}http://a.test/\n'), Buffer.from([0x68, 0xff, 0x0a]), Buffer.from('http://é.test/')]);
    expect(await all(inputLines(Readable.from([bytes])))).to.deep.equal([line(1, 'http://a.test/'), { number: 2, text: 'h\u{fffd}', isUtf8: false }, line(3, 'http://é.test/')]);
  });

  it('takes arguments before standard input', async () => {
    expect(await all(urlLines(['x', 'y'], Readable.from([Buffer.from('z')])))).to.deep.equal([line(1, 'x'), line(2, 'y')]);
  });
});
