import { expect } from 'chai';
import path from 'node:path';
import { pino } from 'pino';
import { keyPrefix, openStores } from '../../cli/stores.ts';
import { loadSettings } from '../../config/load.ts';
import { readFileSync } from 'node:fs';
import { openReviewQueue } from '../../reputation/review/queue.ts';
import { readReviewData } from '../../reputation/review/worth.ts';
import { parsed, verdictOf } from '../api/fakes.ts';
import { harrier, linesOf, testFolder } from './harrier.ts';

const data = readReviewData(JSON.parse(readFileSync(new URL('../../config/data/review.json', import.meta.url), 'utf8')));

describe('harrier review and recrawl', function () {
  this.timeout(120_000);
  const folder = testFolder();

  it('lists, shows, decides and takes back, and says what is visited when', async () => {
    const env = { HARRIER_DATA_DIR: path.join(folder.path, 'data') };
    const settings = loadSettings({ flags: {}, env, file: null });
    const stores = await openStores(settings, process.env, Date.now, pino({ level: 'silent' }));
    const url = parsed('http://waits.test/login');
    const verdict = verdictOf(url, { verdict: 'suspicious', score: 0.5, atMs: Date.now() - 1000, brand: 'A \u001b[31mbank' });
    await stores.door.submit([{ url: url.visit, source: 'cli', atMs: Date.now(), trust: 1, priority: 1 }]);
    await stores.reputation.record(verdict, { sources: ['cli'] }, Date.now());
    await openReviewQueue(stores.client, keyPrefix, data).note({ verdict, outcome: 'unlisted', source: 'cli', shape: null, held: [], radius: null, lookupsPerDay: 0 }, Date.now());
    await stores.close();

    const run = (...args: string[]) => harrier(args, { cwd: folder.path, env });
    const list = await run('review', 'list', '--json');
    expect(linesOf(list.stdout).map((line) => (JSON.parse(line) as { url: string }).url), list.stderr).to.deep.equal(['http://waits.test/login']);
    const shown = await run('review', 'show', 'http://waits.test/login');
    expect(shown.stdout).to.contain('credential-form/foreign-action').and.to.not.contain('\u001b');
    const decided = await run('review', 'decide', 'malicious', 'http://waits.test/login', '--scope', 'host', '--json');
    const { outcome, id } = JSON.parse(decided.stdout) as { outcome: string; id: string };
    expect(outcome, decided.stderr).to.equal('listed');
    expect((await run('lookup', 'http://waits.test/elsewhere')).stdout).to.contain('listed: phishing (host)');
    const reviewed = await run('evaluate', '--reviewed');
    expect([reviewed.code, reviewed.stderr]).to.have.nested.property('[1]').that.contains('none of the 1 labelled URLs has a capture');
    expect((await run('review', 'undo', id)).stdout).to.equal('taken back\n');
    expect((await run('evaluate', '--reviewed')).stderr).to.contain('nobody has decided anything yet');
    expect((await run('review', 'undo', id)).code).to.equal(1);
    const wrong = await run('review', 'decide', 'bad', 'http://waits.test/login');
    expect([wrong.code, wrong.stderr]).to.deep.equal([2, 'harrier: "bad" is no decision; there are malicious, benign, unsure\n']);
    expect((await run('recrawl', 'due')).stdout).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ {2}probe {3}http:\/\/waits\.test\/login\n$/);
    const plan = await run('recrawl', 'plan', '--json', 'http://waits.test/login');
    expect(JSON.parse(plan.stdout)).to.have.nested.property('verdict.verdict', 'suspicious');
  });
});
