import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import ts from 'typescript';
import type { FastifyInstance } from 'fastify';
import { createApi } from '../../api/server.ts';
import { defaultLimits } from '../../api/deps.ts';
import { browserPlatform, canonicaliseInBrowser } from '../../client/browser.ts';
import { createClient } from '../../client/client.ts';
import { nodePlatform } from '../../client/node.ts';
import { openSafeBrowsing } from '../../reputation/safebrowsing/index.ts';
import { canonicalise } from '../../url/canonical.ts';
import { expressions } from '../../url/expressions.ts';
import { expressionHash } from '../../url/keys.ts';
import { projectRoot } from '../house/source-files.ts';
import { FakeWorld, nowMs } from '../api/fakes.ts';
import type { ClientOptions, HarrierClient } from '../../client/contract.ts';

describe('the client library', () => {
  let world: FakeWorld;
  let app: FastifyInstance;
  let asked: string[];
  const clients: HarrierClient[] = [];
  let clockMs = 0;
  let servedMs = 0;
  const serve = async (port = 0): Promise<void> => {
    const now = (): number => servedMs;
    app = createApi({ ...world.deps(), now, safeBrowsing: openSafeBrowsing({ source: world.source, listedCacheSecs: 300, notListedCacheSecs: 300, now }) });
    app.addHook('onRequest', (incoming, _reply, done) => { asked.push(incoming.url); done(); });
    await app.listen({ host: '127.0.0.1', port });
  };
  beforeEach(async () => {
    world = new FakeWorld({ limits: { ...defaultLimits, streamPollMs: 10, streamHeartbeatMs: 50, requestsPerMinute: 100_000 } });
    asked = [];
    [clockMs, servedMs] = [nowMs, nowMs];
    world.source.list('evil.test/', { threat: 'phishing' });
    world.source.list('worse.test/dl/', { threat: 'malware' });
    await serve();
  });
  afterEach(async () => { for (const client of clients.splice(0)) client.close(); await app.close(); });

  const port = (): number => (app.server.address() as AddressInfo).port;
  const started = async (over: Partial<ClientOptions> = {}): Promise<HarrierClient> => {
    const client = createClient({ server: `http://127.0.0.1:${port()}`, share: 'prefixes', platform: { ...nodePlatform, now: () => clockMs }, ...over });
    clients.push(client);
    await client.start();
    return client;
  };
  const change = (expression: string, kind: 'listed' | 'delisted'): void => { world.change(expression, { kind, hash: expressionHash(expression).toString('hex') }); };
  const until = async (client: HarrierClient, url: string, answer: string): Promise<void> => {
    while ((await client.lookup(url)).answer !== answer) await new Promise(setImmediate);
  };

  for (const [name, platform] of [['Node', nodePlatform], ['a browser', browserPlatform]] as const) {
    it(`answers as in ${name}: locally what is not on the list, by prefix what may be`, async () => {
      const client = await started({ platform: { ...platform, now: () => clockMs } });
      asked = [];
      expect(await client.lookup('http://fine.test/a/b?c')).to.include({ answer: 'not-listed', from: 'local' });
      expect(asked).to.deep.equal([]);
      expect(await client.lookup('https://www.evil.test/login')).to.deep.equal({ answer: 'listed', threat: 'social-engineering', from: 'server' });
      expect(await client.lookup('https://worse.test/dl/x.exe')).to.deep.equal({ answer: 'listed', threat: 'malware', from: 'server' });
      expect(await client.lookup('mailto:somebody')).to.deep.equal({ answer: 'no-url' });
      expect(asked.every((url) => url.startsWith('/v5/hashes:search?alt=json&hashPrefixes='))).to.equal(true);
      expect(asked.join()).not.to.include('evil');
      expect(client.status()).to.include({ state: 'following', entries: 2 });
    });
  }

  it('asks a prefix once for as long as the answer may be kept', async () => {
    const client = await started();
    for (let times = 0; times < 3; times += 1) await client.lookup('http://evil.test/');
    expect(asked.filter((url) => url.startsWith('/v5/hashes'))).to.have.lengthOf(1);
    clockMs += 301_000;
    await client.lookup('http://evil.test/');
    expect(asked.filter((url) => url.startsWith('/v5/hashes'))).to.have.lengthOf(2);
  });

  it('shares nothing when told so: no look-up leaves, and what may be listed is called that', async () => {
    const client = await started({ share: 'nothing' });
    asked = [];
    expect(await client.lookup('http://evil.test/')).to.deep.equal({ answer: 'maybe-listed', threat: 'social-engineering' });
    expect(await client.lookup('http://fine.test/')).to.include({ answer: 'not-listed', from: 'local' });
    expect(asked).to.deep.equal([]);
  });

  it('knows what is listed and delisted from the stream, without another list', async () => {
    const client = await started({ share: 'nothing' });
    change('fresh.test/', 'listed');
    await until(client, 'http://fresh.test/', 'listed');
    change('evil.test/', 'delisted');
    await until(client, 'http://evil.test/', 'not-listed');
    change('fresh.test/', 'delisted');
    await until(client, 'http://fresh.test/', 'not-listed');
    expect(asked.filter((url) => url.startsWith('/v5/'))).to.have.lengthOf(1);
  });

  it('goes on after the line broke with what it missed', async () => {
    const client = await started({ share: 'nothing' });
    change('one.test/', 'listed');
    await until(client, 'http://one.test/', 'listed');
    const same = port();
    await app.close();
    change('two.test/', 'listed');
    await serve(same);
    await until(client, 'http://two.test/', 'listed');
    expect(asked.filter((url) => url.startsWith('/v5/'))).to.have.lengthOf(1);
  });

  it('updates its lists from where they are', async () => {
    const client = await started({ share: 'nothing' });
    world.source.list('fresh.test/');
    world.source.delist(expressionHash('evil.test/'));
    servedMs += 60_000;
    await client.start();
    expect((await client.lookup('http://fresh.test/')).answer).to.equal('maybe-listed');
    expect((await client.lookup('http://evil.test/')).answer).to.equal('not-listed');
    expect(asked.at(-1)).to.match(/version=.+version=.+version=/);
  });

  it('asks about everything while it is behind, and answers from its copy where nobody can be asked', async () => {
    const client = await started();
    world.source.list('later.test/');
    clockMs += 60_000;
    expect(await client.lookup('http://later.test/')).to.include({ answer: 'listed', from: 'server' });
    await app.close();
    clockMs += 400_000;
    expect(await client.lookup('http://evil.test/')).to.deep.equal({ answer: 'maybe-listed', threat: 'social-engineering' });
    expect(await client.lookup('http://fine.test/')).to.include({ answer: 'not-listed', from: 'local' });
    expect(client.status().state).to.equal('behind');
    await serve();
  });

  it('rejects its start where there is no server, and knows nothing then', async () => {
    const closed = createClient({ server: 'http://127.0.0.1:9', share: 'prefixes', platform: nodePlatform });
    clients.push(closed);
    expect(await closed.start().then(() => 'started', () => 'rejected')).to.equal('rejected');
    expect((await closed.lookup('http://evil.test/')).answer).to.equal('unavailable');
  });

  it('needs nothing of Node in a browser', () => {
    const seen = new Set<string>();
    const look = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles) {
        expect(fileName, file).to.match(/^\./);
        const isTypeOnly = new RegExp(`(?:import|export) type [^;]*from '${fileName.replace(/[.\\/]/g, '\\$&')}'`).test(readFileSync(file, 'utf8'));
        if (!isTypeOnly) look(path.resolve(path.dirname(file), fileName));
      }
    };
    look(path.join(projectRoot, 'client/browser.ts'));
    expect(seen.size).to.be.greaterThan(8);
  });

  it('makes the same expressions of a URL in a browser as the server does', () => {
    const { published, clients: known } = JSON.parse(readFileSync(path.join(projectRoot, 'fixtures/vectors/safe-browsing-urls.json'), 'utf8')) as Record<'published' | 'clients', readonly (readonly [from: string, to: string])[]>;
    let compared = 0;
    for (const given of [...[...published, ...known].map(([from]) => from), 'https://a.test/%3Fa=1', 'http://a.test./b', 'https://ä.test/ü?ö#x', 'http://[::1]/', 'http://a.test/a/%2E%2E/b//c', 'http://0x7f.1/']) {
      if (!URL.canParse(given) || !/^https?:/.test(given)) continue;
      const { href } = new URL(given);
      const [here, there] = [canonicaliseInBrowser(href), canonicalise(href)];
      expect(here === null ? null : expressions(here), given).to.deep.equal(there === null ? null : expressions(there));
      compared += 1;
    }
    expect(compared).to.be.greaterThan(10);
  });
});
