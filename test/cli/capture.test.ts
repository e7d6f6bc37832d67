import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { openEvidence } from '../../evidence/store.ts';
import { parseUrl } from '../../url/index.ts';
import { collected } from '../../records/index.ts';
import { captureWith } from '../evidence/capture.ts';
import { harrier, testFolder } from './harrier.ts';

describe('harrier capture', function () {
  this.timeout(60_000);
  const folder = testFolder();
  let key: string;
  before(async () => {
    const parsed = parseUrl('https://login.shop.test/a?b=1');
    if (!parsed.ok) expect.fail('no URL');
    key = await openEvidence({ dir: folder.file('kept') }).put(captureWith({ urlKey: parsed.url.key, parts: { dialogs: collected([{ kind: 'alert', message: 'Call us\u001b[2J now', atMs: 5 }]) } }));
  });
  const run = (...args: string[]): ReturnType<typeof harrier> => harrier(['capture', ...args, '--evidence', 'kept'], { cwd: folder.path });

  it('says in words what a visit saw, by its key or its URL, and lets a page write nothing to the terminal', async () => {
    const [byKey, byUrl] = await Promise.all([run(key), run('https://login.shop.test/a?b=1')]);
    expect(byKey).to.include({ code: 0, stderr: '' });
    expect(byKey.stdout).to.include('password -> by script').and.to.include('alert: Call us [2J now').and.not.include('\u001b');
    expect(byUrl.stdout).to.equal(byKey.stdout);
  });

  it('writes HAR, WACZ and ZIP to a file or to standard output', async () => {
    const [har, wacz, zip] = await Promise.all([run(key, '--har'), run(key, '--wacz', '--out', 'page.wacz'), run(key, '--zip', '--out', 'page.zip')]);
    expect(JSON.parse(har.stdout)).to.have.nested.property('log.version', '1.2');
    for (const [end, file] of [[wacz, 'page.wacz'], [zip, 'page.zip']] as const) {
      expect(end).to.include({ code: 0, stdout: '', stderr: '' });
      expect(readFileSync(folder.file(file)).subarray(0, 4).toString('latin1')).to.equal('PK\u0003\u0004');
    }
  });

  it('says what is wrong with what was asked, and never writes over a file', async () => {
    writeFileSync(folder.file('mine.har'), 'mine');
    const [none, wrong, two, over] = await Promise.all([run('https://other.test/'), run('what is this'), run(key, '--har', '--zip'), run(key, '--har', '--out', 'mine.har')]);
    expect(none).to.include({ code: 1, stdout: '' });
    expect(none.stderr).to.include('there is no capture of "https://other.test/"');
    expect(wrong).to.include({ code: 2 });
    expect(wrong.stderr).to.include('neither a capture\'s key nor a URL');
    expect(two.stderr).to.include('one format at a time: --har or --zip');
    expect(over).to.include({ code: 2 });
    expect(over.stderr).to.include('mine.har is there already');
    expect(readFileSync(folder.file('mine.har'), 'utf8')).to.equal('mine');
  });
});
