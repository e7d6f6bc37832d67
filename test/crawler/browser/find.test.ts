import { expect } from 'chai';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrowserError, findBrowser } from '../../../crawler/browser/index.ts';

describe('crawler/browser/find', () => {
  let folder: string;
  before(async () => { folder = await mkdtemp(join(tmpdir(), 'harrier-test-')); });
  after(async () => { await rm(folder, { recursive: true, force: true }); });

  it('takes the path that it is given', async () => {
    const executable = join(folder, 'chrome-headless-shell');
    await writeFile(executable, '#!/bin/sh\n');
    await chmod(executable, 0o755);
    expect(await findBrowser(executable)).to.deep.equal({ executable, kind: 'headless-shell', from: 'given' });
  });

  it('takes no other where the given one is missing, a folder, or no program, and names the variable', async () => {
    const text = join(folder, 'text');
    await writeFile(text, 'no program', { mode: 0o644 });
    for (const given of [join(folder, 'missing'), folder, text]) {
      const error: unknown = await findBrowser(given).catch((thrown: unknown) => thrown);
      expect(error, given).to.be.instanceOf(BrowserError).with.property('code', 'browser-missing');
      expect((error as BrowserError).message).to.include(given).and.include('HARRIER_CHROMIUM');
    }
  });

  it('finds a browser on a machine that has one', async () => {
    const { executable, from } = await findBrowser(null);
    expect(executable).to.match(/^\//);
    expect(from).to.be.oneOf(['system', 'playwright']);
  });
});
