import { expect } from 'chai';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { openRedis, type RedisHandle } from '../../queues/redis.ts';
import { ended, harrier, start, testFolder } from './harrier.ts';

/** Port of a server on loopback. */
const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // a TCP server that listens has one
};

describe('what a machine or a Redis lacks', function () {
  // Some launches at once, on a machine that may do much else.
  this.timeout(120_000);
  const folder = testFolder();
  const silent = createServer();
  const notRedis = createHttpServer((_, response) => { response.end('hello'); });
  let [silentPort, notRedisPort, closedPort] = [0, 0, 0];
  let master: RedisHandle;
  let replica: ChildProcessByStdio<null, Readable, null>;
  before(async () => {
    [silentPort, notRedisPort] = await Promise.all([listening(silent), listening(notRedis)]);
    const closed = createServer();
    closedPort = await listening(closed);
    closed.close();
    master = await openRedis({ url: null, dataDir: folder.file('data') });
    // A replica of nobody: it answers, and refuses writes as one of somebody does.
    replica = spawn('redis-server', ['--port', '0', '--unixsocket', folder.file('replica.sock'), '--dir', folder.path, '--save', '', '--replicaof', '127.0.0.1', String(closedPort)], { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of createInterface(replica.stdout)) if (line.includes('ready to accept connections')) break;
    replica.stdout.resume();
  });
  after(async () => {
    replica.kill();
    await master.close();
    silent.close();
    notRedis.closeAllConnections();
    notRedis.close();
  });
  const withRedis = (args: readonly string[], url: string): ReturnType<typeof harrier> => harrier(args, { cwd: folder.path, env: { REDIS_URL: url, HARRIER_DATA_DIR: folder.file('unused') }, stdin: 'http://a.example/\n' });

  it('is said of a Redis that is down, is none, never answers, or is a replica, within seconds', async () => {
    const [down, none, mute, readOnly] = await Promise.all([
      withRedis(['lookup', 'http://a.example/'], `redis://:secret@127.0.0.1:${closedPort}`),
      withRedis(['seed', '-'], `redis://127.0.0.1:${notRedisPort}`),
      withRedis(['export', 'csv'], `redis://127.0.0.1:${silentPort}`),
      withRedis(['seed', '-'], `unix://${folder.file('replica.sock')}`),
    ]);
    for (const run of [down, none, mute, readOnly]) expect(run).to.include({ code: 3, stdout: '' });
    expect(down.stderr).to.match(/^harrier: no Redis answers at .*ECONNREFUSED.*REDIS_URL.*\n$/).and.not.to.include('secret');
    expect(none.stderr).to.match(new RegExp(`^harrier: .*127\\.0\\.0\\.1:${notRedisPort} .*REDIS_URL.*\\n$`));
    expect(mute.stderr).to.match(/^harrier: what listens at .* has not answered in 5 s.*REDIS_URL.*\n$/);
    expect(readOnly.stderr).to.match(/^harrier: .*replica\.sock.*is a replica\. Give its master .*\n$/);
  });

  it('is said by doctor of the Redis that is set, and of one that would lose what it accepted', async () => {
    const noBrowser = { HARRIER_CHROMIUM: folder.file('no-chromium') };
    const [down, own, nothing] = await Promise.all([
      harrier(['doctor'], { cwd: folder.path, env: { ...noBrowser, REDIS_URL: `redis://127.0.0.1:${closedPort}` } }),
      harrier(['doctor'], { cwd: folder.path, env: { REDIS_URL: master.url } }),
      harrier(['doctor'], { cwd: folder.path, env: { ...noBrowser, PATH: folder.path } }),
    ]);
    expect(down.code).to.equal(3);
    expect(down.stdout).to.match(/^✘ Redis +no Redis answers at redis:\/\/127\.0\.0\.1:\d+.*REDIS_URL/m).and.to.match(/^✘ browser .*no-chromium.*HARRIER_CHROMIUM/m);
    expect(own).to.include({ code: 0, stderr: '' });
    expect(own.stdout).to.match(/^✔ Redis +the one of REDIS_URL answers/m).and.to.match(/^✔ sandbox +on; Chromium \d/m);
    expect(nothing.code).to.equal(3);
    expect(nothing.stdout).to.match(/^✘ Redis +there is no redis-server: install .*apt-get install redis-server.*REDIS_URL/m);
  });

  it('is said by set-up that can not install by itself, with what to do', async () => {
    const { code, stdout, stderr } = await harrier(['doctor', '--setup'], { cwd: folder.path, env: { PATH: folder.path } });
    expect({ code, stdout }).to.deep.equal({ code: 3, stdout: '' });
    expect(stderr).to.include('there is no apt-get').and.to.include('install redis-server');
  });

  it('is said of a disk folder that is none', async () => {
    writeFileSync(folder.file('a-file'), '');
    const run = await harrier(['seed', '-', '--data-dir', 'a-file'], { cwd: folder.path, stdin: 'http://a.example/\n' });
    expect(run).to.include({ code: 3, stdout: '' });
    expect(run.stderr).to.match(/^harrier: .*a-file.*data folder.*\n$/);
  });
});

describe('harrier range', function () {
  this.timeout(120_000);
  const folder = testFolder();

  it('serves the test web with its lab files until Ctrl-C', async () => {
    const child = start(['range', '--out', 'lab'], { cwd: folder.path });
    const end = ended(child);
    try {
      for await (const line of createInterface(child.stdout)) if (line.startsWith('Serving')) break;
      const target = readFileSync(folder.file('lab/lab.map'), 'utf8').split('\n').map((line) => line.split(' ')[1] ?? '').find((address) => !address.endsWith(':1'));
      const socket = connect(Number(target?.split(':')[1]), '127.0.0.1');
      await once(socket, 'connect');
      socket.destroy();
    } finally {
      child.kill('SIGINT');
    }
    const { code, stdout, stderr } = await end;
    const urls = readFileSync(folder.file('lab/urls.txt'), 'utf8').trim().split('\n');
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.include(`${urls.length} URLs`);
    expect(urls.length).to.be.at.least(40);
  });

  it('says where its files can not be written', async () => {
    writeFileSync(folder.file('taken'), '');
    const { code, stderr } = await harrier(['range', '--out', 'taken/lab'], { cwd: folder.path });
    expect(code).to.equal(3);
    expect(stderr).to.match(/^harrier: .*taken.* can't be used \(ENOTDIR\)\. .*\n$/);
  });
});
