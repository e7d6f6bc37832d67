import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { harrier, linesOf, testFolder } from '../harrier.ts';
import { madeUpUrls } from '../../classifiers/model/made-up-urls.ts';

describe('harrier train urls', function () {
  this.timeout(240_000);
  const folder = testFolder();
  const run = (...args: string[]) => harrier(['train', 'urls', ...args], { cwd: folder.path });
  const csv = (): string => ['url,label,source,form,flags', ...madeUpUrls(120).map(({ url, malicious, source, form }) => `${form === 'domain' ? url.host : url.visit},${malicious ? 1 : 0},${source},${form},`)].join('\n');

  it('has help with examples', async () => {
    const { code, stdout } = await run('--help');
    expect(code).to.equal(0);
    expect(stdout).to.match(/Usage: harrier train urls/).and.to.match(/\$ harrier train urls --data/);
  });

  it('trains on a CSV, plain or gzip, and rates with what it made', async () => {
    writeFileSync(folder.file('urls.csv.gz'), gzipSync(csv()));
    const { code, stdout, stderr } = await run('--data', 'urls.csv.gz', '--out', 'made.bin', '--per-domain', '1000', '--trees', '20');
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^made\.bin: .* MB/);
    const card = JSON.parse(readFileSync(folder.file('made.card.json'), 'utf8')) as { data: { sources: unknown[] }; bytes: number };
    expect(card.data.sources).to.have.length(10);
    expect(card.bytes).to.equal(readFileSync(folder.file('made.bin')).length);
    const rated = await harrier(['rate', '--json', 'http://verify-login7.s1.test/verify/1.html', 'http://garden-museum7.s2.test/garden/1.html'], { cwd: folder.path, env: { HARRIER_URL_MODEL: 'made.bin' } });
    const [bad, good] = linesOf(rated.stdout).map((line) => (JSON.parse(line) as { score: number }).score);
    expect(bad).to.be.greaterThan(good ?? 1);
  });

  for (const [what, content, args, says] of [
    ['a file that is not there', null, ['--data', 'missing.csv'], /missing\.csv does not exist/],
    ['a CSV without labels', 'url,source,form\nhttp://a.test/,x,full\n', ['--data', 'in.csv'], /no column "label"/],
    ['a label that is none', 'url,label,source,form\nhttp://a.test/,maybe,x,full\n', ['--data', 'in.csv'], /row 1: label must be 0 or 1, not "maybe"/],
    ['an empty file', '', ['--data', 'in.csv'], /no rows/],
    ['garbage', '"\n\u0000,,"x"y', ['--data', 'in.csv'], /no CSV of labelled URLs|no column/],
    ['one source', 'url,label,source,form\nhttp://a.test/,1,x,full\nhttp://b.test/,0,y,full\n', ['--data', 'in.csv'], /at least 4 are needed/],
    ['a number of rows that is none', 'x', ['--data', 'in.csv', '--rows', 'many'], /whole number/],
    ['top sites alone', 'x', ['--data', 'in.csv', '--top-sites', 'in.csv'], /go together/],
    ['facts that are none', 'x', ['--data', 'in.csv', '--top-sites', 'in.csv', '--host-kinds', 'in.csv'], /must have the columns domain and within_top/],
  ] as const) {
    it(`refuses ${what}, and says what is wrong`, async () => {
      if (content !== null) writeFileSync(folder.file('in.csv'), content);
      const { code, stderr } = await run(...args);
      expect(code).to.equal(2);
      expect(stderr).to.match(says);
    });
  }

  it('refuses a broken model where one is asked for', async () => {
    writeFileSync(folder.file('broken.bin'), 'nothing');
    const { code, stderr } = await harrier(['rate', 'a.test'], { cwd: folder.path, env: { HARRIER_URL_MODEL: 'broken.bin' } });
    expect(code).to.equal(2);
    expect(stderr).to.match(/broken\.bin: the file is no URL model/);
  });
});
