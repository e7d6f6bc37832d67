import { expect } from 'chai';
import { readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ended, garbage, garbageProblems, garbageText, harrier, linesOf, start, testFolder } from './harrier.ts';
import { openLabWeb, type LabWeb } from './lab-web.ts';
import { expectVerdictLine } from './verdict-shape.ts';

describe('harrier scan', function () {
  // Each launch loads a crawler and may start a browser: some seconds on a machine that does much else.
  this.timeout(120_000);

  const folder = testFolder();
  let web: LabWeb;
  before(async () => {
    web = await openLabWeb();
    web.writeMap(folder.file('lab.map'));
    writeFileSync(folder.file('brands.json'), '[{"name": "Acorn Bank", "domains": ["acorn-bank.test"]}]');
  });
  after(() => web.close());
  const lab = ['--lab-map', 'lab.map', '--brands', 'brands.json', '--dwell-ms', '200'];

  it('judges pages given as arguments in a real browser, each on a line of the contract, and keeps their captures', async () => {
    const { code, stdout, stderr } = await harrier(['scan', '--json', ...lab, '--evidence', 'kept', 'http://acorn-bank.secure.test/login', 'http://b.test/hop', 'gopher://c.test/'], { cwd: folder.path });
    expect(code).to.equal(1);
    expect(stderr).to.equal('harrier: argument 3: Only http and https are visited. ("gopher://c.test/")\n');
    const lines = new Map(linesOf(stdout).map(expectVerdictLine).map((line) => [line.url, line]));
    expect([...lines.keys()]).to.have.members(['http://acorn-bank.secure.test/login', 'http://b.test/hop', 'gopher://c.test/']);
    const phish = lines.get('http://acorn-bank.secure.test/login');
    expect(phish).to.include({ threat: 'phishing', brand: 'Acorn Bank', lane: 'render', error: null });
    expect(phish?.verdict).to.be.oneOf(['malicious', 'suspicious']);
    expect(phish?.captureKey).to.be.a('string');
    expect(lines.get('http://b.test/hop')).to.deep.include({ finalUrl: 'http://b.test/text', redirects: ['http://b.test/text'], lane: 'probe' });
    expect(lines.get('gopher://c.test/')).to.deep.include({ lane: 'url', error: { code: 'scheme', message: 'Only http and https are visited.' } });
    expect(readdirSync(folder.file('kept'))).to.not.be.empty;
  });

  it('gets through a file of garbage with a verdict for each URL', async () => {
    const { code, stdout, stderr } = await harrier(['scan', '--json', ...lab], { cwd: folder.path, stdin: garbageText });
    expect(code).to.equal(1);
    const said = linesOf(stderr);
    expect(said).to.have.length(garbageProblems.length);
    for (const [index, { number, says }] of garbageProblems.entries()) expect(said[index]).to.match(new RegExp(`^harrier: line ${number}: `)).and.to.match(says);
    const lines = linesOf(stdout).map(expectVerdictLine);
    expect(lines).to.have.length(garbage.length - 2);
    expect(lines.filter(({ lane }) => lane === 'probe').map(({ url }) => url)).to.have.members(['http://good.test/text', 'http://crlf.test/text', 'http://space.test/text?a b', 'http://nul.test/text?\0']);
  });

  it('prints a paragraph for a person; a URL that leads nowhere public is undecided, and no failure of the input', async () => {
    const [refused, nothing] = await Promise.all([harrier(['scan', 'http://127.0.0.1:1/'], { cwd: folder.path }), harrier(['scan', ...lab], { cwd: folder.path, stdin: '# nothing\n' })]);
    expect(refused).to.include({ code: 0, stderr: '' });
    expect(refused.stdout).to.match(/^UNDECIDED {2}hxxp:\/\/127\[\.\]0\[\.\]0\[\.\]1:1\/\n {4}\S/);
    expect(nothing).to.include({ code: 0, stdout: '', stderr: '' });
  });

  it('on Ctrl-C ends within seconds, with what was judged printed, though a visit hangs and more input may come', async () => {
    const child = start(['scan', '--json', ...lab, '--visit-ms', '60000'], { cwd: folder.path });
    const end = ended(child);
    const first = once(createInterface(child.stdout), 'line') as Promise<[string]>;
    const hanging = web.asked('/hang');
    child.stdin.write('http://a.test/text\nhttp://b.test/hang\n');
    const [[line]] = await Promise.all([first, hanging]);
    const stoppedAt = performance.now();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    child.stdin.destroy();
    expect(performance.now() - stoppedAt).to.be.below(6000);
    expect(expectVerdictLine(line).url).to.equal('http://a.test/text');
    expect(linesOf(stdout)).to.deep.equal([line]);
    expect({ code, stderr }).to.deep.equal({ code: 1, stderr: 'harrier: stopped by SIGINT; what was done until then stays done.\n' });
  });

  it('stops without a word when nobody reads its output any more', async () => {
    const child = start(['scan', '--json', ...lab], { cwd: folder.path });
    child.stdin.on('error', () => undefined).write('http://a.test/text\n');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.write('http://b.test/text\n');
    const [code] = await once(child, 'close') as [number | null];
    expect(code).to.equal(0);
  });

  it('says that the browser does not start and ends with 3, with what the probe alone decided printed', async () => {
    const { code, stdout, stderr } = await harrier(['scan', '--json', ...lab, 'http://a.test/login'], { cwd: folder.path, env: { HARRIER_CHROMIUM: '/bin/false' } });
    expect({ code, stdout }).to.deep.equal({ code: 3, stdout: '' });
    expect(stderr).to.match(/^harrier: Chromium did not start .*HARRIER_CHROMIUM.*\n$/);
  });

  it('says what is wrong with a browser, a lab map, an authority or an evidence folder before or instead of hanging on it', async () => {
    writeFileSync(folder.file('wrong.map'), 'a.test 127.0.0.1:80\nb.test\nc.test somewhere\n');
    writeFileSync(folder.file('file'), '');
    const [browser, map, noMap, evidence] = await Promise.all([['--chromium', '/nowhere/chromium'], ['--lab-map', 'wrong.map'], ['--lab-ca', 'ca.pem'], [...lab, '--evidence', 'file']]
      .map((args) => harrier(['scan', '--json', 'http://a.test/text', ...args], { cwd: folder.path })));
    expect(browser).to.include({ code: 3, stdout: '' });
    expect(browser?.stderr).to.include('/nowhere/chromium').and.to.include('HARRIER_CHROMIUM');
    expect(map).to.include({ code: 2, stdout: '' });
    expect(map?.stderr).to.match(/wrong\.map: .*2 mistakes.*\nline 2: .*\nline 3: /);
    expect(noMap).to.include({ code: 2, stdout: '' });
    expect(noMap?.stderr).to.include('labCa: has no meaning without labMap');
    expect(evidence).to.include({ code: 3, stdout: '' });
    expect(evidence?.stderr).to.match(/^harrier: .*file.*\n$/);
  });
});
