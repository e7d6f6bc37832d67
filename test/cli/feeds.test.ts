import { expect } from 'chai';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { loadSettings } from '../../config/load.ts';
import { openStores, type Stores } from '../../cli/stores.ts';
import { verdictOn } from '../reputation/verdicts.ts';
import { ended, harrier, linesOf, start, testFolder, type Ended } from './harrier.ts';

const urlhaus = `# URLhaus Database Dump (CSV - recent URLs only)
# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter
"1","2026-11-01 10:00:00","http://haus-one.example/a.exe","online","","malware_download","exe","https://urlhaus.example/url/1/","somebody"
"2","2026-11-01 10:00:00","http://haus-two.example/b.exe","online","","malware_download","exe","https://urlhaus.example/url/2/","somebody"
`;

describe('seed, lookup, recrawl and export', function () {
  // Some launches at once, on a machine that may do much else.
  this.timeout(120_000);
  const folder = testFolder();
  let dataDir = '';
  let stores: Stores;
  // One Redis for all: the commands join it as they join that of a running system.
  before(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'harrier-cli-data-'));
    stores = await openStores({ ...loadSettings({ flags: {}, env: {}, file: null }), dataDir }, process.env, Date.now, pino({ level: 'silent' }));
  });
  after(async () => {
    await stores.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  const run = (args: readonly string[], stdin?: string | Buffer): Promise<Ended> =>
    harrier(args, { cwd: folder.path, env: { HARRIER_DATA_DIR: dataDir }, ...(stdin === undefined ? {} : { stdin }) });

  it('takes plain lists, CSV, URLhaus and gzip, each as what it is, and a list twice without harm', async () => {
    writeFileSync(folder.file('plain.txt'), '# a list\r\nhttp://plain-one.example/\r\nhxxp://plain-two[.]example/\r\n\r\n');
    writeFileSync(folder.file('table.csv'), 'date,url\n2026-01-01,"http://csv-one.example/a,b"\n');
    writeFileSync(folder.file('haus.csv'), urlhaus);
    writeFileSync(folder.file('packed.gz'), gzipSync('http://packed-one.example/\nhttp://packed-two.example/\n'));
    const runs = await Promise.all(['plain.txt', 'table.csv', 'haus.csv', 'packed.gz'].map((file) => run(['seed', file, '--source', 'feed:test', '--priority', '1'])));
    for (const one of runs) expect(one).to.include({ code: 0, stderr: '' });
    expect(runs.map(({ stdout }) => stdout)).to.deep.equal([2, 1, 2, 2].map((fresh) => `${fresh} new, 0 known before, 0 not taken\n`));
    const again = await run(['seed', 'haus.csv']);
    expect(again).to.include({ code: 0, stdout: '0 new, 2 known before, 0 not taken\n' });
  });

  it('takes what is good of a list that is not, and names file and line of the rest', async () => {
    writeFileSync(folder.file('mixed.txt'), Buffer.concat([
      Buffer.from('http://mixed-one.example/\nnix:x\nhttp://10.0.0.1/\nhttp://mixed.example/unsubscribe?token=9f8e7d6c5b4a39281706f5e4d3c2b1a0\n'), Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.alloc(2_000_000, 'x'), Buffer.from('\nhttp://mixed-two.example/\n'),
    ]));
    const { code, stdout, stderr } = await run(['seed', 'mixed.txt']);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '2 new, 0 known before, 5 not taken\n' });
    const said = linesOf(stderr);
    expect(said).to.have.length(5);
    for (const [line, says] of [[2, 'only http and https'], [3, 'not on the public internet'], [4, 'would act for the person'], [5, 'not valid UTF-8'], [6, 'longer than']] as const) {
      expect(said.filter((text) => text.startsWith(`harrier: mixed.txt:${line}: `)).join()).to.include(says);
    }
  });

  it('says what is wrong with a feed as a whole, and keeps what came before it broke off', async () => {
    const packed = gzipSync(Array.from({ length: 20_000 }, (_, index) => `http://cut-${index}-${(index * 7919) % 10_007}.example/\n`).join(''));
    writeFileSync(folder.file('cut.gz'), packed.subarray(0, packed.length / 2));
    writeFileSync(folder.file('page.csv'), '<!DOCTYPE html>\n<html><body>Please log in</body></html>\n');
    writeFileSync(folder.file('empty.txt'), '');
    mkdirSync(folder.file('directory'));
    const [cut, page, empty, missing, directory] = await Promise.all(['cut.gz', 'page.csv', 'empty.txt', 'missing.txt', 'directory'].map((file) => run(['seed', file])));
    expect(cut?.code).to.equal(1);
    expect(Number(/^(\d+) new/.exec(cut?.stdout ?? '')?.[1])).to.be.within(1000, 19_999);
    expect(cut?.stderr).to.match(/^harrier: cut\.gz:\d+: the input ends in the middle/);
    expect(page).to.include({ code: 1, stdout: '0 new, 0 known before, 1 not taken\n' });
    expect(page?.stderr).to.include('page.csv:1: this is a web page and no feed');
    expect(empty).to.include({ code: 1 });
    expect(empty?.stderr).to.include('empty.txt:1: there is nothing in it');
    expect(missing).to.include({ code: 2, stdout: '' });
    expect(missing?.stderr).to.match(/missing\.txt can't be read \(ENOENT\)/);
    expect(directory).to.include({ code: 2, stdout: '' });
    expect(directory?.stderr).to.include('directory is a folder, and no Maildir');
  });

  it('looks up what is listed and what is not, names lines that are no URL, and goes on', async () => {
    await stores.reputation.record(verdictOn('http://listed.example/login', { atMs: Date.now() }), { sources: ['cli'] }, Date.now());
    const [json, text] = await Promise.all([
      run(['lookup', '--json'], 'http://listed.example/login\nnix:x\nhttp://other.example/\n'),
      run(['lookup', 'http://listed.example/login', 'http://other.example/']),
    ]);
    expect(json.code).to.equal(1);
    expect(json.stderr).to.equal('harrier: line 2: Only http and https are visited. ("nix:x")\n');
    const answers = linesOf(json.stdout).map((line) => JSON.parse(line) as { url: string; answer: string; listing?: { threat: string } });
    expect(answers.map(({ url, answer }) => [url, answer])).to.deep.equal([['http://listed.example/login', 'listed'], ['http://other.example/', 'not-listed']]);
    expect(answers[0]?.listing?.threat).to.equal('phishing');
    expect(text).to.include({ code: 0, stderr: '' });
    expect(linesOf(text.stdout).map((line) => line.replace(/ {2,}/, '|').trim())).to.deep.equal(['listed: phishing (path)|http://listed.example/login', 'not listed|http://other.example/']);
  });

  it('makes known and unknown URLs due now, and refuses what the door refuses', async () => {
    const { code, stdout, stderr } = await run(['recrawl', 'http://haus-one.example/a.exe', 'http://new-one.example/', 'http://192.168.1.1/']);
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '2 due now\n' });
    expect(stderr).to.equal('harrier: argument 3: its host is not on the public internet ("http://192.168.1.1/")\n');
  });

  it('exports the listings, and ends well when its reader wants no more of them', async () => {
    const nowMs = Date.now();
    for (let index = 0; index < 400; index += 1) {
      await stores.reputation.record(verdictOn(`http://many-${index}.example/${'long/'.repeat(40)}`, { atMs: nowMs }), { sources: ['cli'] }, nowMs);
    }
    const [csv, hosts] = await Promise.all([run(['export', 'csv']), run(['export', 'hosts'])]);
    expect(csv).to.include({ code: 0, stderr: '' });
    expect(csv.stdout.split('\r\n').filter((line) => line.includes('many-'))).to.have.length(400);
    expect(hosts).to.include({ code: 0, stderr: '' });
    expect(hosts.stdout).to.match(/^# Harrier/);

    const child = start(['export', 'csv'], { cwd: folder.path, env: { HARRIER_DATA_DIR: dataDir } });
    child.stdout.once('data', () => { child.stdout.destroy(); });
    const { code, stderr } = await ended(child);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
  });

  it('on Ctrl-C ends within seconds while it waits for more input, and keeps what it took', async () => {
    const child = start(['lookup'], { cwd: folder.path, env: { HARRIER_DATA_DIR: dataDir } });
    const end = ended(child);
    child.stdin.write(Array.from({ length: 500 }, (_, index) => `http://ask-${index}.example/\n`).join(''));
    await once(child.stdout, 'data');
    const stoppedAt = performance.now();
    child.kill('SIGINT');
    const { code, stderr } = await end;
    expect(performance.now() - stoppedAt).to.be.below(6000);
    child.stdin.destroy();
    expect({ code, stderr }).to.deep.equal({ code: 1, stderr: 'harrier: stopped by SIGINT; what was done until then stays done.\n' });
  });

  it('makes no system where none is: what only reads says so, and seed makes one and says who visits', async () => {
    const env = { HARRIER_DATA_DIR: folder.file('none') };
    const reading = await Promise.all([['lookup', 'http://a.example/'], ['export', 'csv'], ['recrawl', 'http://a.example/']].map((args) => harrier(args, { cwd: folder.path, env })));
    for (const one of reading) {
      expect(one).to.include({ code: 2, stdout: '' });
      expect(one.stderr).to.include(`there is no system in ${folder.file('none')}`).and.to.include('harrier up');
    }
    expect(existsSync(folder.file('none'))).to.equal(false);
    const seed = await harrier(['seed', '-'], { cwd: folder.path, env, stdin: 'http://first.example/\n' });
    expect(seed).to.include({ code: 0, stdout: '1 new, 0 known before, 0 not taken\n' });
    expect(seed.stderr).to.include('"harrier up" starts one');
    expect(await harrier(['seed', '-'], { cwd: folder.path, env, stdin: 'http://first.example/\n' })).to.include({ stdout: '0 new, 1 known before, 0 not taken\n' });
  });
});
