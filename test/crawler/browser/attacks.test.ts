import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import type { Refusal, Resolve, VisitEgress } from '../../../crawler/egress/contract.ts';
import { findBrowser, launchOptions } from '../../../crawler/browser/index.ts';
import { dialDirectly, type Dial } from '../../../crawler/egress/dial.ts';
import { createGuard, ownAddresses, type Guard } from '../../../crawler/egress/guard.ts';
import { parseLabMap } from '../../../crawler/egress/lab.ts';
import { openVisit } from '../../../crawler/egress/visit.ts';
import { inwardHosts, openCanary, ownHosts, type Canary } from '../egress/canary.ts';
import { attackPage, attacks, serviceWorker, silentAttacks, type AttackRun } from './attack-page.ts';
import { readWireLog } from './netlog.ts';

const publicAddress = '93.184.216.34';

/**
 * One Chromium, attacked under both kinds of guard. In lab mode the attacking page's name is mapped. Outside of it
 * that name resolves to a public address, and the dialler (which knows that one address only) stands for the network.
 * The name is under ".localhost", where browsers allow service workers without TLS.
 */
describe('crawler/browser, attacked by a page', function () {
  this.timeout(60_000);
  let folder: string;
  let netLog: string;
  let browser: Browser;
  let canary: Canary;
  let site: Server;
  let attackHtml = '';
  const proxies = new Set<string>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harrier-test-'));
    canary = await openCanary();
    site = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
      const to = searchParams.get('to') ?? '';
      response.setHeader('content-type', pathname === '/sw.js' ? 'text/javascript' : 'text/html');
      switch (pathname) {
        case '/sw.js': return void response.end(serviceWorker);
        case '/attack': return void response.end(attackHtml);
        case '/302': return void response.writeHead(302, { location: to }).end();
        case '/307': return void response.writeHead(307, { location: to }).end();
        case '/refresh': return void response.setHeader('refresh', `0; url=${to}`).end('wait');
        case '/meta': return void response.end(`<meta http-equiv=refresh content="0; url=${to}">`);
        case '/script': return void response.end(`<script>location.href = ${JSON.stringify(to)}</script>`);
        case '/form': return void response.end(`<form method=post action="${to}"><input name=a value=b></form><script>document.forms[0].submit()</script>`);
        case '/open': return void response.end(`<script>window.open(${JSON.stringify(to)})</script>`);
        case '/frame': return void response.end(`<iframe src="${to}"></iframe>`);
        default: return void response.end('<h1>decent</h1>');
      }
    });
    await new Promise<void>((settle) => site.listen(0, '127.0.0.1', settle));
    const { executable } = await findBrowser(null);
    const options = await launchOptions({ executable, tempDir: folder, unsafeNoSandbox: false });
    netLog = join(options.env?.['TMPDIR'] ?? '', 'net.json');
    options.args.push(`--log-net-log=${netLog}`, '--net-log-capture-mode=IncludeSensitive');
    browser = await chromium.launch(options);
  });
  after(async () => {
    await browser.close();
    await canary.close();
    site.closeAllConnections();
    await new Promise((settle) => site.close(settle));
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => { expect(canary.heard, 'the canary').to.deep.equal([]); });

  const inwardSchemes = (): string[] => ['file:///etc/passwd', 'chrome://version/', `view-source:http://127.0.0.1:${canary.port}/`, 'devtools://devtools/bundled/inspector.html'];
  const sitePort = (): number => (site.address() as AddressInfo).port;
  const labGuard = (): Guard => createGuard({ resolve: () => { throw new Error('not in lab mode'); }, lab: parseLabMap(`page.localhost 127.0.0.1:${sitePort()}`), ownAddresses: ownAddresses() });
  const outsideGuard = (): Guard => {
    const resolve: Resolve = (name) => {
      if (name === 'page.localhost') return Promise.resolve([publicAddress]);
      if (name.endsWith('both.test')) return Promise.resolve([publicAddress, '127.0.0.1']);
      return Promise.resolve(['127.0.0.1', '::1']);
    };
    return createGuard({ resolve, lab: null, ownAddresses: ownAddresses() });
  };
  const modes: readonly { readonly mode: string; readonly guard: () => Guard; readonly refused: Refusal }[] = [
    { mode: 'in lab mode', guard: labGuard, refused: 'name-not-found' },
    { mode: 'outside lab mode', guard: outsideGuard, refused: 'address-not-public' },
  ];

  for (const { mode, guard, refused } of modes) {
    describe(mode, () => {
      let visit: VisitEgress;
      let context: BrowserContext;
      let page: Page;
      const dialled = new Set<string>();

      beforeEach(async () => {
        dialled.clear();
        const dial: Dial = (address, port, signal) => {
          dialled.add(`${address}:${port}`);
          return address === publicAddress ? dialDirectly('127.0.0.1', sitePort(), signal) : dialDirectly(address, port, signal);
        };
        visit = await openVisit(guard(), dial, { maxBytes: 50_000_000, connectTimeoutMs: 5_000, idleMs: 30_000, log: null });
        proxies.add(new URL(visit.proxyUrl).host);
        context = await browser.newContext({ proxy: { server: visit.proxyUrl } });
        page = await context.newPage();
      });
      afterEach(async () => {
        await visit.close();
        await context.close();
        expect([...dialled], 'what was connected to').to.deep.equal(mode === 'in lab mode' ? [`127.0.0.1:${sitePort()}`] : [`${publicAddress}:80`]);
      });

      const refusedHosts = (): Set<string> => new Set(visit.connections().filter((record) => record.refused === refused).map(({ host }) => host));
      const runAll = async (runs: readonly AttackRun[]): Promise<readonly string[]> => {
        attackHtml = attackPage(runs);
        await page.goto('http://page.localhost/attack');
        return page.evaluate('window.outcomes');
      };

      it('lets no road inward: each reaches the guard, and is refused there', async () => {
        const runs = attacks.map((attack) => ({ attack, host: `${attack.name}.inward.test`, port: canary.port }));
        const outcomes = await runAll(runs);
        expect(runs.map(({ attack }, i) => `${attack.name}: ${outcomes[i]}`).filter((line) => line.includes('reached'))).to.deep.equal([]);
        // Some roads tell the page nothing; that they were tried shows at the guard.
        const wanted = runs.map(({ host }) => host);
        await until(() => wanted.every((host) => refusedHosts().has(host)), () => `never asked for: ${wanted.filter((host) => !refusedHosts().has(host)).join(' ')}`);
      });

      it('lets no inward spelling be reached by fetch, frame, image or WebSocket', async () => {
        const hosts = [...inwardHosts, ...ownHosts(), 'both.test', 'rebound.both.test'];
        // A frame costs a renderer: some are enough.
        const roadsTo = (index: number): string[] => ['fetch', 'img', 'websocket', ...(index % 5 === 0 ? ['iframe'] : [])];
        const runs = hosts.flatMap((host, index) => attacks.filter(({ name }) => roadsTo(index).includes(name)).map((attack) => ({ attack, host, port: canary.port })));
        const outcomes = await runAll(runs);
        expect(outcomes).to.have.lengthOf(runs.length);
        expect(runs.map(({ attack, host }, i) => `${attack.name} ${host}: ${outcomes[i]}`).filter((line) => line.includes('reached'))).to.deep.equal([]);
        // Frames that failed show an error page of the browser's, which holds nothing of the target.
        for (const frame of page.frames().slice(1)) expect(frame.url()).to.match(/^(chrome-error:|about:blank)/);
      });

      it('sends no UDP, and gathers no address, for WebRTC, WebTransport or name prefetches', async () => {
        const runs = silentAttacks.flatMap((attack) => ['127.0.0.1', '[::1]', 'stun.inward.test', ...ownHosts().slice(0, 4)].map((host) => ({ attack, host, port: canary.port })));
        const outcomes = await runAll(runs);
        expect(runs.map(({ attack, host }, i) => `${attack.name} ${host}: ${outcomes[i]}`).filter((line) => line.includes('reached'))).to.deep.equal([]);
      });

      it('lets a page reach no port that is no business of a page, on its own host or another', async () => {
        const runs = [22, 25, 587, 2375, 3306, 5432, 6379, 9200, 10250, 11211, 27017].flatMap((port) => attacks.filter(({ name }) => ['fetch', 'img', 'websocket', 'form-post'].includes(name)).map((attack) => ({ attack, host: 'page.localhost', port })));
        const outcomes = await runAll(runs);
        expect(runs.map(({ attack, port }, i) => `${attack.name} ${port}: ${outcomes[i]}`).filter((line) => line.includes('reached'))).to.deep.equal([]);
      });

      for (const how of ['302', '307', 'refresh', 'meta', 'script', 'form']) {
        it(`follows no ${how} redirect inward, and shows nothing that looks like a page`, async () => {
          for (const target of [`http://127.0.0.1:${canary.port}/`, `http://[::1]:${canary.port}/`, `http://redirected.inward.test:${canary.port}/`]) {
            const failed = page.waitForEvent('requestfailed', (request) => request.url() === target);
            await page.goto(`http://page.localhost/${how}?to=${encodeURIComponent(target)}`).catch(() => undefined);
            await failed;
            await page.waitForURL(/^chrome-error:/);
            expect(refusedHosts()).to.include(new URL(target).hostname);
          }
        });
      }

      it('opens no local file, no browser page and no source view for a page', async () => {
        for (const target of inwardSchemes()) {
          for (const how of ['script', 'frame', 'open']) {
            const blocked = page.waitForEvent('console', (message) => /Not allowed to (load|navigate)/.test(message.text()));
            await page.goto(`http://page.localhost/${how}?to=${encodeURIComponent(target)}`);
            await blocked;
            for (const shown of context.pages().flatMap((open) => open.frames())) {
              expect(shown.url(), `${how} ${target}`).to.match(/^(http:\/\/page\.localhost\/|about:blank|chrome-error:|$)/);
              // A frame whose first document was refused has no content that could be asked for.
              if (shown.url() !== '') expect(await shown.content(), `${how} ${target}`).to.not.include('root:x:');
            }
          }
        }
      });

      it('follows no redirect of a server to a local file or a browser page', async () => {
        for (const target of inwardSchemes()) {
          const fresh = await context.newPage();
          const outcome = await fresh.goto(`http://page.localhost/302?to=${encodeURIComponent(target)}`).then(() => 'opened', (error: Error) => error.message);
          expect(outcome, target).to.match(/ERR_(UNSAFE_REDIRECT|ABORTED)/);
          await fresh.close();
        }
      });
    });
  }

  describe('when all is over', () => {
    it('leaves a network log that shows nothing but connections to the proxies', async () => {
      await browser.close();
      const { tcpTargets, lookUps, udpSends } = await readWireLog(netLog);
      expect(tcpTargets.size).to.be.greaterThan(5);
      expect([...tcpTargets].filter((target) => !proxies.has(target))).to.deep.equal([]);
      expect(lookUps).to.deep.equal([]);
      expect(udpSends).to.equal(0);
    });
  });
});

/** Polls a condition for which there is no event: a visit's connections grow silently. */
async function until(holds: () => boolean, otherwise: () => string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(otherwise());
    await new Promise((settle) => setTimeout(settle, 10));
  }
}
