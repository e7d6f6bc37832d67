import { expect } from 'chai';
import { garbage, garbageProblems, garbageText, harrier, linesOf, testFolder } from './harrier.ts';
import { expectVerdictLine } from './verdict-shape.ts';

describe('harrier rate', () => {
  const folder = testFolder();

  it('judges what is a URL in a file of garbage, and names every other line with its number', async () => {
    const { code, stdout, stderr } = await harrier(['rate', '--json'], { cwd: folder.path, stdin: garbageText });
    expect(code).to.equal(1);
    const said = linesOf(stderr);
    expect(said).to.have.length(garbageProblems.length);
    for (const [index, { number, says }] of garbageProblems.entries()) expect(said[index]).to.match(new RegExp(`^harrier: line ${number}: `)).and.to.match(says);
    const lines = linesOf(stdout).map(expectVerdictLine);
    // All but the comment and the blank line.
    expect(lines).to.have.length(garbage.length - 2);
    expect(lines.filter(({ error }) => error === null).map(({ url }) => url)).to.deep.equal(['http://good.test/text', 'http://crlf.test/text', 'http://space.test/text?a b', 'http://nul.test/text?\0']);
    expect(Math.max(...linesOf(stdout).map((line) => line.length))).to.be.below(10_000);
  });

  it('judges by the look alone: a name that imitates a brand is rated higher than a plain one', async () => {
    const { code, stdout, stderr } = await harrier(['rate', '--json', 'http://paypa1-login.test/verify', 'http://plain.test/'], { cwd: folder.path });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const [imitation, plain] = linesOf(stdout).map(expectVerdictLine);
    expect(imitation?.score).to.be.greaterThan(plain?.score ?? 1);
    expect(imitation).to.include({ lane: 'url', captureKey: null });
  });

  it('prints a paragraph for a person, with the URL defanged', async () => {
    const { code, stdout } = await harrier(['rate', 'http://plain.test/'], { cwd: folder.path });
    expect(code).to.equal(0);
    expect(stdout).to.match(/^[A-Z]+ {2}hxxp:\/\/plain\[\.\]test\/\n {4}\S/);
  });

  it('does nothing, and ends well, for empty input and for comments alone', async () => {
    const runs = await Promise.all(['', '\n\n', '# one\r\n  # two'].map((stdin) => harrier(['rate', '--json'], { cwd: folder.path, stdin })));
    for (const run of runs) expect(run).to.include({ code: 0, stdout: '', stderr: '' });
  });
});
