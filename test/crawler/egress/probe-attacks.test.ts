import { expect } from 'chai';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Egress, Resolve } from '../../../crawler/egress/contract.ts';
import { dialDirectly, type Dial } from '../../../crawler/egress/dial.ts';
import { createGuard, ownAddresses } from '../../../crawler/egress/guard.ts';
import { parseLabMap } from '../../../crawler/egress/lab.ts';
import { openVisit } from '../../../crawler/egress/visit.ts';
import { runProbeLane } from '../../../crawler/probe.ts';
import { chooseProfile, readProfiles } from '../../../crawler/profiles.ts';
import type { Capture, Profile } from '../../../records/index.ts';
import { budget, part, tasks } from '../lab.ts';
import { inwardHosts, openCanary, ownHosts, type Canary } from './canary.ts';

const publicAddress = '93.184.216.34';

/** The table of test/crawler/browser/attacks.test.ts, as far as a visitor without scripts can be led: spellings, names, redirects, ports, schemes. */
describe('the probe, led inward', function () {
  this.timeout(60_000);
  let canary: Canary;
  let site: Server;
  let profiles: readonly Profile[];

  before(async () => {
    ({ profiles } = await readProfiles());
    canary = await openCanary();
    site = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
      const to = searchParams.get('to') ?? '';
      response.setHeader('content-type', 'text/html');
      switch (pathname) {
        case '/302': case '/307': return void response.writeHead(Number(pathname.slice(1)), { location: to }).end();
        case '/refresh': return void response.setHeader('refresh', `0; url=${to}`).end('wait');
        case '/meta': return void response.end(`<meta http-equiv=refresh content="0; url=${to}">`);
        default: return void response.end('<h1>decent</h1>');
      }
    });
    await new Promise<void>((settle) => site.listen(0, '127.0.0.1', settle));
  });
  afterEach(() => { expect(canary.heard, 'the canary').to.deep.equal([]); });
  after(async () => {
    await canary.close();
    site.closeAllConnections();
    await new Promise((settle) => site.close(settle));
  });

  const sitePort = (): number => (site.address() as AddressInfo).port;
  const flips = new Map<string, number>();
  const outside: Resolve = (name) => {
    const asked = (flips.get(name) ?? 0) + 1;
    flips.set(name, asked);
    if (name === 'page.example') return Promise.resolve([publicAddress]);
    if (name.startsWith('flip')) return Promise.resolve([asked % 2 === 1 ? publicAddress : '127.0.0.1']);
    return Promise.resolve(name.startsWith('both') ? [publicAddress, '127.0.0.1'] : name.startsWith('mapped') ? ['::ffff:127.0.0.1'] : name.startsWith('nat64') ? ['64:ff9b::7f00:1'] : ['127.0.0.1', '::1']);
  };
  const dialled: string[] = [];
  const dial: Dial = (address, port, signal) => { dialled.push(`${address}:${port}`); return dialDirectly(address === publicAddress ? '127.0.0.1' : address, address === publicAddress ? sitePort() : port, signal); };
  const modes: readonly { readonly mode: string; readonly egress: () => Egress }[] = [
    { mode: 'in lab mode', egress: () => egressOf(createGuard({ resolve: () => { throw new Error('not in lab mode'); }, lab: parseLabMap(`page.example 127.0.0.1:${sitePort()}`), ownAddresses: ownAddresses() })) },
    { mode: 'outside lab mode', egress: () => egressOf(createGuard({ resolve: outside, lab: null, ownAddresses: ownAddresses() })) },
  ];
  const egressOf = (guard: ReturnType<typeof createGuard>): Egress => ({
    open: ({ maxBytes }) => openVisit(guard, dial, { maxBytes, connectTimeoutMs: 5000, idleMs: 10_000, log: null }),
    close: () => Promise.resolve(),
  });
  const probe = async (egress: Egress, urls: readonly string[]): Promise<Map<string, Capture>> => {
    const captures = new Map<string, Capture>();
    await runProbeLane(tasks(urls), {
      egress, budget, extraCa: null, concurrency: { min: 8, max: 8 }, signal: new AbortController().signal, profileFor: () => chooseProfile(profiles, 0),
      onCapture: (task, capture) => { captures.set(task.url, capture); return Promise.resolve(); },
    }).finished;
    return captures;
  };

  for (const { mode, egress } of modes) {
    it(`reaches no inward spelling, name or address of this machine ${mode}`, async () => {
      dialled.length = 0;
      const hosts = [...inwardHosts, ...ownHosts(), 'inward.example', 'both.example', 'mapped.example', 'nat64.example'];
      const urls = hosts.flatMap((host) => [`http://${host}:${canary.port}/`, `https://${host}:${canary.port}/`]).filter((url) => URL.canParse(url));
      const captures = await probe(egress(), urls);
      expect([...captures.values()].filter(({ outcome }) => !['refused-by-policy', 'gone', 'unreachable'].includes(outcome)).map(({ url, outcome }) => `${url} ${outcome}`)).to.deep.equal([]);
      expect(captures.size).to.be.greaterThan(100);
      expect(dialled).to.deep.equal([]);
    });

    it(`follows no redirect inward, to another scheme, or to a port that is no business of a page ${mode}`, async () => {
      dialled.length = 0;
      const targets = [`http://127.0.0.1:${canary.port}/`, `https://[::1]:${canary.port}/`, `http://0x7f.1:${canary.port}/`, `http://redirected.example:${canary.port}/`, 'http://page.example:22/', 'http://page.example:6379/', 'http://page.example:25/',
        'file:///etc/passwd', 'view-source:http://page.example/', 'chrome://version/', 'ftp://page.example/', 'gopher://127.0.0.1:70/', 'ms-word:ofe|u|http://page.example/', 'data:text/html,x'];
      const urls = targets.flatMap((to) => ['302', '307', 'refresh', 'meta'].map((how) => `http://page.example/${how}?to=${encodeURIComponent(to)}`));
      const captures = await probe(egress(), urls);
      expect(captures.size).to.equal(urls.length);
      for (const [url, capture] of captures) {
        const html = capture.parts.html.state === 'collected' ? capture.parts.html.value : '';
        expect(html, url).to.not.match(/root:x:|canary|decent/);
        if (capture.parts.redirects.state === 'collected') expect(part(capture, 'redirects').length, url).to.be.at.most(1);
      }
      expect(new Set(dialled)).to.deep.equal(new Set([mode === 'in lab mode' ? `127.0.0.1:${sitePort()}` : `${publicAddress}:80`]));
    });
  }

  it('connects to the address that was checked, whatever the name says a moment later', async () => {
    dialled.length = 0;
    const captures = await probe(modes[1]!.egress(), ['http://flip.example/', `http://flip.example/302?to=${encodeURIComponent('http://flip.example/next')}`]); // there are two
    expect(dialled.every((target) => target === `${publicAddress}:80`), dialled.join()).to.equal(true);
    expect([...captures.values()].map(({ outcome }) => outcome)).to.include('visited');
  });
});
