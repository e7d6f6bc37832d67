import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Redis } from 'ioredis';
import { parseVersion, requireVersion } from '../../queues/redis-check.ts';
import { RedisError, openRedis, type OpenRedisOptions, type RedisHandle } from '../../queues/redis.ts';
import { openFrontier } from '../../queues/frontier/frontier.ts';
import { offerOf } from './frontier/model.ts';

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof RedisError) return error.code;
    throw error;
  }
  return 'no error';
};

describe('opening Redis', function () {
  this.timeout(60_000);
  const opened: { close(): unknown }[] = [];
  const folders: string[] = [];
  const folder = (): string => {
    const made = mkdtempSync(path.join(os.tmpdir(), 'harrier-test-'));
    folders.push(made);
    return made;
  };
  const open = async (options: Partial<OpenRedisOptions> & { readonly dataDir: string }): Promise<RedisHandle> => {
    const handle = await openRedis({ url: null, ...options });
    opened.push(handle);
    return handle;
  };
  const clientOf = (handle: RedisHandle): Redis => {
    const client = handle.client('commands');
    opened.push({ close: () => client.disconnect() });
    return client;
  };
  afterEach(async () => {
    for (const { close } of opened.splice(0).reverse()) await close();
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  it('starts one in the data folder that loses and evicts nothing', async () => {
    const handle = await open({ dataDir: folder() });
    const client = clientOf(handle);
    expect(handle.role).to.equal('owner');
    expect(handle.warnings).to.deep.equal([]);
    expect(await client.config('GET', 'appendfsync')).to.deep.equal(['appendfsync', 'always']);
    expect(await client.config('GET', 'port')).to.deep.equal(['port', '0']);
  });

  it('stops it on close, and finds its data on the next start', async () => {
    const dataDir = folder();
    const first = await openRedis({ url: null, dataDir });
    const client = first.client('commands');
    await client.set('kept', 'yes');
    client.disconnect();
    await first.close();
    const second = await open({ dataDir });
    expect(second.role).to.equal('owner');
    expect(await clientOf(second).get('kept')).to.equal('yes');
  });

  it('starts one on a short socket path where the data folder is deep', async () => {
    const dataDir = path.join(folder(), 'd'.repeat(90), 'e'.repeat(60));
    mkdirSync(dataDir, { recursive: true });
    const handle = await open({ dataDir });
    folders.push(path.dirname(handle.url.slice('unix://'.length)));
    expect(Buffer.byteLength(handle.url)).to.be.lessThan(110);
    expect(await clientOf(handle).ping()).to.equal('PONG');
  });

  it('lets a second process use the same server without stopping it', async () => {
    const dataDir = folder();
    const owner = await open({ dataDir });
    const guest = await openRedis({ url: null, dataDir });
    expect(guest.role).to.equal('guest');
    await guest.close();
    expect(await clientOf(owner).ping()).to.equal('PONG');
    const given = await open({ dataDir, url: owner.url });
    expect([given.role, given.warnings]).to.deep.equal(['given', []]);
  });

  it('adopts the server that a killed process left', async () => {
    const dataDir = folder();
    const script = `import { openRedis } from ${JSON.stringify(new URL('../../queues/redis.ts', import.meta.url).href)};
      openRedis({ url: null, dataDir: ${JSON.stringify(dataDir)} }).then((handle) => { console.log(handle.pid()); setInterval(() => undefined, 1000); });`;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [pid] = await once(parent.stdout, 'data') as [Buffer];
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    const handle = await open({ dataDir });
    expect(handle.role).to.equal('owner');
    expect(handle.pid()).to.equal(Number(pid.toString()));
  });

  it('has all that was answered for, after kill -9 in the midst of offers', async () => {
    const died: RedisError[] = [];
    const handle = await open({ dataDir: folder(), onExit: (error) => died.push(error) });
    const client = clientOf(handle);
    const frontier = await openFrontier(client, { prefix: 'kill', hostDelayMs: 0 });
    const pid = handle.pid() ?? 0;
    const answered: string[] = [];
    let unanswered = 0;
    const offers = Array.from({ length: 120 }, async (_, batch) => {
      const urls = Array.from({ length: 50 }, (__, at) => `http://h${batch}.test/${at}`);
      await frontier.offer(urls.map((url) => offerOf(url)), 1_000);
      if (handle.pid() !== pid) unanswered++;
      answered.push(...urls);
      if (batch === 20) process.kill(pid, 'SIGKILL');
    });
    await Promise.all(offers);
    expect(answered).to.have.length(6_000);
    expect(died.map(({ code }) => code)).to.deep.equal(['redis-down']);
    expect(unanswered, 'offers that the new server answered').to.be.greaterThan(0);
    expect(handle.pid()).to.not.equal(pid);
    const known = new Set<string>();
    for await (const { url } of frontier.scan()) known.add(url);
    expect(answered.filter((url) => !known.has(url))).to.deep.equal([]);
    expect(await frontier.counts()).to.deep.include({ known: 6_000, due: { probe: 6_000, render: 0 } });
  });

  it('serves scripts again after a restart that forgot them', async () => {
    const handle = await open({ dataDir: folder() });
    const client = clientOf(handle);
    const frontier = await openFrontier(client, { prefix: 'again', hostDelayMs: 0 });
    expect(await frontier.offer([offerOf('http://a.test/')], 1)).to.deep.equal(['new']);
    await client.script('FLUSH');
    expect(await frontier.offer([offerOf('http://a.test/')], 1)).to.deep.equal(['known']);
  });

  it('says what to install where there is no redis-server', async () => {
    const searchPath = folder();
    expect(await codeOf(openRedis({ url: null, dataDir: folder(), searchPath }))).to.equal('redis-missing');
    expect(await codeOf(openRedis({ url: null, dataDir: folder(), server: path.join(searchPath, 'redis-server') }))).to.equal('redis-missing');
  });

  it('tells a damaged append-only file from a server that can not start', async () => {
    const dataDir = folder();
    const first = await openRedis({ url: null, dataDir });
    const client = first.client('commands');
    await client.set('a', 'b'.repeat(1_000));
    await client.set('c', 'd');
    client.disconnect();
    await first.close();
    const files = path.join(dataDir, 'redis', 'appendonlydir');
    const log = readdirSync(files).find((name) => name.endsWith('.incr.aof')) ?? '';
    truncateSync(path.join(files, log), 20);
    writeFileSync(path.join(files, log), 'this is no command\r\n', { flag: 'a' });
    expect(await codeOf(openRedis({ url: null, dataDir }))).to.equal('redis-corrupt');
  });

  it('refuses a replica, and says so', async () => {
    const replica = await open({ dataDir: folder() });
    await clientOf(replica).replicaof('127.0.0.1', 1);
    expect(await codeOf(openRedis({ url: replica.url, dataDir: folder() }))).to.equal('redis-read-only');
  });

  it('refuses one that may not be written to', async () => {
    const server = await open({ dataDir: folder() });
    const client = clientOf(server);
    await client.acl('SETUSER', 'reader', 'on', '>pass', '~*', '+@read', '+info', '+ping', '+config');
    const socket = server.url.slice('unix://'.length);
    // ioredis takes a user for a socket only in options; the default user made a reader is the same to the server.
    await client.acl('SETUSER', 'default', '-set');
    expect(await codeOf(openRedis({ url: socket, dataDir: folder() }))).to.equal('redis-refused');
    await client.acl('SETUSER', 'default', '+set');
  });

  it('warns of a server that would lose data', async () => {
    const server = await open({ dataDir: folder() });
    const client = clientOf(server);
    await client.config('SET', 'appendfsync', 'everysec');
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const given = await open({ dataDir: folder(), url: server.url });
    expect(given.warnings.join('\n')).to.include('maxmemory-policy is allkeys-lru').and.include('appendfsync everysec');
    await client.config('SET', 'appendonly', 'no');
    expect((await open({ dataDir: folder(), url: server.url })).warnings.join('\n')).to.include('no append-only file');
  });

  it('names the address that nothing answers at, without its password', async () => {
    const socket = path.join(folder(), 'nobody.sock');
    expect(await codeOf(openRedis({ url: socket, dataDir: folder() }))).to.equal('redis-down');
    const error = await openRedis({ url: 'redis://user:secret@127.0.0.1:1', dataDir: folder() }).catch((caught: unknown) => caught);
    expect(String(error)).to.include('127.0.0.1:1').and.not.include('secret');
  });

  it('starts over a lock and a socket that the dead left', async () => {
    const dataDir = folder();
    mkdirSync(path.join(dataDir, 'redis'));
    // Above every process id that Linux gives.
    writeFileSync(path.join(dataDir, 'redis', 'start.lock'), '4194999');
    writeFileSync(path.join(dataDir, 'redis', 'redis.sock'), '');
    expect((await open({ dataDir })).role).to.equal('owner');
    expect(existsSync(path.join(dataDir, 'redis', 'start.lock'))).to.equal(false);
  });
});

describe('the version of Redis', () => {
  const versions: readonly (readonly [string, string])[] = [
    ['7.0.15', 'no error'], ['6.2.0', 'no error'], ['6.2', 'no error'], ['8.0.0', 'no error'], ['10.1.2', 'no error'],
    ['6.0.20', 'redis-too-old'], ['5.0.14', 'redis-too-old'], ['2.8.0', 'redis-too-old'], ['', 'redis-too-old'], ['unstable', 'redis-too-old'],
  ];
  for (const [version, code] of versions) {
    it(`${code === 'no error' ? 'takes' : 'refuses'} ${JSON.stringify(version)}`, async () => {
      expect(await codeOf((async () => { await Promise.resolve(); requireVersion(version, 'here'); })())).to.equal(code);
    });
  }

  it('is read with or without a patch number', () => {
    expect(parseVersion('7.2')).to.deep.equal([7, 2, 0]);
    expect(parseVersion('7.2.4-rc1')).to.deep.equal([7, 2, 4]);
    expect(parseVersion('seven')).to.equal(null);
  });
});
