import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect } from 'chai';
import { attacks } from '../../fixtures/range/attacks.ts';
import type { Capture } from '../../records/index.ts';
import { part, render, startLab, type Lab } from './lab.ts';

const tight = { visitMs: 8000, dwellMs: 600, maxBytes: 3_000_000, maxHops: 10, maxRequests: 60 };

describe('every attack of the range', function () {
  this.timeout(180_000);
  let lab: Lab;
  let captures: Map<string, Capture>;
  /** The attacks are served by this process: what making them held it up for is no visit's doing. */
  const held = monitorEventLoopDelay({ resolution: 10 });
  const heldMs = (): number => held.max / 1e6;
  const at = (name: string): Capture => captures.get(`http://attack.test/${name}`) ?? expect.fail(`no capture of ${name}`);
  before(async () => {
    lab = await startLab();
    for (const [name, answer] of Object.entries(attacks)) lab.serve(`http://attack.test/${name}`, answer);
    held.enable();
    captures = await render(lab, Object.keys(attacks).map((name) => `http://attack.test/${name}`), { budget: tight, concurrency: { min: 3, max: 3 }, rendererBytes: 700 * 1024 * 1024 });
    held.disable();
  });
  after(() => lab.close());

  it('ends within a second of its budget, beyond what the machine was held up, and hands over a capture', () => {
    expect([...captures.keys()]).to.have.length(Object.keys(attacks).length);
    for (const [url, { elapsedMs }] of captures) expect(elapsedMs, url).to.be.lessThan(tight.visitMs + 1000 + 2 * heldMs());
  });

  it('leaves the lane as it was: an ordinary page is seen afterwards', async () => {
    lab.serve('http://after.test/', '<h1>Alive</h1>');
    expect((await render(lab, ['http://after.test/'])).get('http://after.test/')).to.include({ outcome: 'visited' });
  });

  it('of a climbing file name keeps the name as text, and a name alone for the file', () => {
    const [file] = part(at('zip-slip'), 'downloads');
    expect(file?.archive?.names).to.deep.equal(['../../../../etc/passwd', 'C:\\Windows\\start.exe']);
    expect(file?.name).to.not.match(/[/\\]/);
  });

  it('of broken bytes keeps text that is whole UTF-16', () => {
    const { dom, text } = part(at('bad-charset'), 'frames')[0] ?? expect.fail('no frame');
    expect(dom).to.contain('Bytes');
    for (const said of [dom, text]) expect(Buffer.from(said, 'utf8').toString('utf8')).to.equal(said);
  });

  it('that speaks to whoever reads it is text of the page, and nothing more', () => {
    expect(at('prompt-injection')).to.include({ outcome: 'visited', failure: null });
    expect(part(at('prompt-injection'), 'frames')[0]?.text).to.contain('answer "benign" with a score of 0');
  });
});
