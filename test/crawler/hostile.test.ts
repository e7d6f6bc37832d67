import { expect } from 'chai';
import type { Page } from 'playwright';
import type { CDPSession } from 'playwright';
import { readFileSync } from 'node:fs';
import { loadBrands } from '../../classifiers/brands.ts';
import { createJudge } from '../../classifiers/judge.ts';
import { loadPolicy } from '../../classifiers/policy.ts';
import { judgeOne } from '../../classifiers/worker.ts';
import type { Capture, Verdict } from '../../records/index.ts';
import { part, render, startLab, taskOf, type Lab } from './lab.ts';
import { runRenderLane } from '../../crawler/render.ts';

const tight = { visitMs: 15_000, dwellMs: 800, maxBytes: 2_000_000, maxHops: 10, maxRequests: 50 };

const pages: Readonly<Record<string, Parameters<Lab['serve']>[1]>> = {
  'http://site.test/spin': '<h1>Held</h1><script>setTimeout(() => { while (true); }, 20)</script>',
  'http://site.test/spin-at-once': '<h1>Held</h1><script>while (true);</script>',
  'http://site.test/alerts': '<h1>Call us</h1><script>while (true) alert("Your computer is infected")</script>',
  'http://site.test/confirms': '<h1>Call us</h1><script>for (;;) { try { confirm("Stay"); } catch { } }</script>',
  'http://site.test/popup-storm': '<h1>Storm</h1><a id="a" target="_blank" href="/popup">x</a><script>setInterval(() => { document.getElementById("a").click(); window.open("/popup"); }, 5)</script>',
  'http://site.test/popup': 'popup',
  'http://site.test/reload': '<script>location.href = "/reload?" + Math.random()</script>',
  'http://site.test/memory': '<h1>Memory</h1><script>const kept = []; setInterval(() => { for (let i = 0; i < 50; i++) kept.push(new Array(1e5).fill(i)); }, 1)</script>',
  'http://site.test/deep': `<script>let at = document.body; for (let i = 0; i < 30000; i++) { const next = document.createElement('div'); at.append(next); at = next; } at.textContent = 'deep down';</script>`,
  'http://site.test/huge': '<h1>Huge</h1><script>document.body.append("x".repeat(9e6))</script>',
  'http://site.test/requests': '<h1>Many</h1><script>for (let i = 0; i < 400; i++) fetch("/none?" + i)</script>',
  'http://site.test/flood': '<h1>Flood</h1><script>setInterval(() => { for (let i = 0; i < 200; i++) console.log("x".repeat(1000)); }, 1)</script>',
  'http://site.test/leave': '<h1>Stay</h1><script>window.onbeforeunload = (event) => { event.preventDefault(); return "stay"; }; addEventListener("pagehide", () => { while (true); });</script>',
  'http://site.test/prototype': `<form><input type="password" name="secret"></form><script>
    Array.prototype.map = Array.prototype.push = String.prototype.slice = JSON.stringify = () => { throw new Error('no'); };
    Object.prototype.toJSON = () => 'nothing to see'; document.querySelectorAll = () => [];
    new WebSocket('ws://socket.test/');
  </script>`,
  'http://site.test/large': (_, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end(`<h1>Large</h1>${'<p>x</p>'.repeat(500_000)}`); },
};

const readData = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../config/data/${name}.json`, import.meta.url), 'utf8'));

/** What the kernel does to a browser that has used up the memory. */
const killBrowserOf = async (page: Page): Promise<void> => {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const told = await session?.send('SystemInfo.getProcessInfo');
  const browser = told?.processInfo.find(({ type }) => type === 'browser');
  if (browser !== undefined) process.kill(browser.id, 'SIGKILL');
};

describe('a hostile page costs one visit', function () {
  this.timeout(90_000);
  let lab: Lab;
  let captures: Map<string, Capture>;
  const at = (path: string): Capture | undefined => captures.get(`http://site.test${path}`);
  const visited = Object.keys(pages).filter((url) => !url.endsWith('/popup'));

  before(async () => {
    lab = await startLab();
    for (const [url, answer] of Object.entries(pages)) lab.serve(url, answer);
    captures = await render(lab, visited, { budget: tight, concurrency: { min: 3, max: 3 } });
  });
  after(() => lab.close());

  it('ends every visit within its time and hands over a capture', () => {
    expect([...captures.keys()].sort()).to.deep.equal([...visited].sort());
    for (const [url, { elapsedMs }] of captures) expect(elapsedMs, url).to.be.lessThan(tight.visitMs + 1500);
  });

  for (const path of ['/spin', '/spin-at-once']) {
    it(`stops the script of ${path} that holds the page, and reads it`, () => {
      expect(part(at(path), 'html')).to.contain('<h1>Held</h1>');
      const frames = at(path)?.parts.frames;
      expect(frames?.state === 'collected' ? frames.value[0]?.text : frames?.why).to.contain('Held');
      expect(frames?.state === 'collected' ? frames.cut : null).to.contain('a script held the page');
    });
  }

  for (const path of ['/alerts', '/confirms']) {
    it(`sends the dialogs of ${path} away and reads the page`, () => {
      expect(part(at(path), 'dialogs').length).to.be.within(2, 50);
      expect(part(at(path), 'frames')[0]?.text).to.contain('Call us');
    });
  }

  it('tells of a storm of windows and keeps none', () => {
    expect(part(at('/popup-storm'), 'behaviour').find(({ kind }) => kind === 'popup')?.detail).to.equal('http://site.test/popup');
    expect(part(at('/popup-storm'), 'frames')[0]?.text).to.contain('Storm');
  });

  it('keeps at most as many hops as the budget allows', () => {
    const { parts } = at('/reload') ?? {};
    expect(parts?.redirects.state === 'collected' ? parts.redirects.value.length : -1).to.be.within(5, 10);
  });

  it('keeps at most as many requests as the budget allows, and says how many it dropped', () => {
    const { parts } = at('/requests') ?? {};
    expect(part(at('/requests'), 'requests')).to.have.length(50);
    expect(parts?.requests.state === 'collected' ? parts.requests.cut : null).to.match(/^\d+ more requests were not kept$/);
  });

  it('cuts a huge document and says so', () => {
    const { parts } = at('/huge') ?? {};
    expect(part(at('/huge'), 'frames')[0]?.dom.length).to.be.at.most(2 * 1024 * 1024);
    expect(parts?.frames.state === 'collected' ? parts.frames.cut : null).to.contain('was cut');
  });

  it('keeps a hundred lines of a flooded console', () => {
    expect(part(at('/flood'), 'console')).to.have.length(100);
  });

  it('ends a page at its cap on bytes', () => {
    expect(at('/large')).to.include({ outcome: 'too-large' });
    expect(at('/large')?.failure).to.include({ code: 'bytes-exceeded' });
  });

  it('reads a page that has broken the built-ins', () => {
    expect(part(at('/prototype'), 'forms')[0]?.fields[0]).to.include({ purpose: 'password', name: 'secret' });
    expect(part(at('/prototype'), 'behaviour').map(({ kind }) => kind)).to.include('websocket');
  });

  it('goes on after a renderer died', async () => {
    lab.serve('http://crash.test/', '<h1>Soon gone</h1><script>setInterval(() => {}, 300)</script>');
    lab.serve('http://after.test/', '<h1>Alive</h1>');
    const both = await render(lab, ['http://crash.test/', 'http://after.test/'], {
      concurrency: { min: 1, max: 1 },
      launch: lab.launch,
      onPage: (page) => {
        page.once('domcontentloaded', () => {
          if (page.url() !== 'http://crash.test/') return;
          // Page.crash never answers.
          page.context().newCDPSession(page).then((cdp: CDPSession) => cdp.send('Page.crash')).catch(() => {});
        });
      },
    });
    expect(both.get('http://crash.test/')).to.include({ outcome: 'crashed' });
    expect(both.get('http://crash.test/')?.failure).to.include({ code: 'crashed' });
    expect(part(both.get('http://crash.test/'), 'requests')[0]).to.include({ url: 'http://crash.test/' });
    expect(both.get('http://after.test/')).to.include({ outcome: 'visited' });
  });

  it('quarantines a URL that crashed its renderer twice, and no neighbour', async () => {
    lab.serve('http://crash.test/', '<h1>Soon gone</h1><script>setInterval(() => {}, 300)</script>');
    lab.serve('http://after.test/', '<h1>Alive</h1><p>A page of its own, for those who come to read it.</p>');
    const steps: string[] = [];
    const died = new Map<string, Set<string>>();
    const outcomes: string[] = [];
    const verdicts: Verdict[] = [];
    for (const lease of ['first', 'second']) {
      const both = await render(lab, ['http://crash.test/', 'http://after.test/'], { concurrency: { min: 2, max: 2 }, onPage: (page) => {
        page.once('domcontentloaded', () => { if (page.url() === 'http://crash.test/') page.context().newCDPSession(page).then((cdp: CDPSession) => cdp.send('Page.crash')).catch(() => {}); });
      } });
      for (const [url, capture] of both) {
        const step = await judgeOne({
          judge: createJudge({ policy: loadPolicy(readData('policy')), brands: loadBrands(readData('brands')) }),
          source: { take: () => Promise.resolve(null) }, evidence: { get: () => Promise.resolve(capture) },
          reputation: { record: (verdict) => { verdicts.push(verdict); return Promise.resolve('unlisted'); }, verdictOf: () => Promise.resolve(null) },
          frontier: { settle: () => Promise.resolve(['done']), defer: () => Promise.resolve(['done']), bury: () => Promise.resolve(['done']) },
          crashes: { add: (key, token) => { const leases = died.get(key) ?? new Set(); died.set(key, leases.add(token)); return Promise.resolve(leases.size); }, forget: () => Promise.resolve() },
          nextVisit: () => Promise.resolve(null), maxAttempts: 5, concurrency: 1, now: () => 1_795_000_000_000, signal: new AbortController().signal, log: { error: (_, message) => { throw new Error(message); } },
          onOutcome: (_, outcome) => { if (url === 'http://crash.test/') outcomes.push(outcome); },
        }, { v: 1, captureKey: 'capture', task: { ...taskOf(url), lease } });
        if (url === 'http://crash.test/') steps.push(step);
        else expect(capture.outcome).to.equal('visited');
      }
    }
    expect(steps).to.deep.equal(['try-again', 'quarantined']);
    expect(outcomes).to.deep.equal(['crashed', 'quarantined']);
    expect([...died.keys()]).to.deep.equal(['key-of-http://crash.test/']);
    expect(verdicts.find(({ why }) => why === 'quarantined')).to.include({ url: 'http://crash.test/', verdict: 'undecided' });
  });

  it('goes on after the whole browser died', async () => {
    lab.serve('http://kill.test/', '<h1>Soon gone</h1><script>setInterval(() => {}, 300)</script>');
    lab.serve('http://after.test/', '<h1>Alive</h1>');
    const both = await render(lab, ['http://kill.test/', 'http://after.test/'], {
      concurrency: { min: 1, max: 1 },
      onPage: (page) => {
        page.once('domcontentloaded', () => { if (page.url() === 'http://kill.test/') void killBrowserOf(page); });
      },
    });
    expect(both.get('http://kill.test/')).to.include({ outcome: 'crashed' });
    expect(both.get('http://kill.test/')?.failure).to.include({ code: 'browser-died' });
    expect(both.get('http://after.test/')).to.include({ outcome: 'visited' });
  });

  it('ends one page that fills the memory outside of its heap, and no neighbour', async () => {
    lab.serve('http://memory.test/', '<h1>Grows</h1><script>const kept = []; setInterval(() => { const wasm = new WebAssembly.Memory({ initial: 512, maximum: 512 }); new Uint8Array(wasm.buffer).fill(1); kept.push(wasm, new Uint8Array(32 << 20).fill(1)); }, 20)</script>');
    lab.serve('http://after.test/', '<h1>Alive</h1>');
    const both = await render(lab, ['http://memory.test/', 'http://after.test/'], { concurrency: { min: 2, max: 2 }, rendererBytes: 600 * 1024 * 1024 });
    expect(both.get('http://memory.test/')?.failure).to.deep.equal({ code: 'memory', message: 'the page took more than 600 MiB of memory' });
    expect(both.get('http://after.test/')).to.include({ outcome: 'visited' });
  });

  it('leaves nothing of a visit to the next one', async () => {
    lab.serve('http://same.test/set', '<script>document.cookie = "canary=1"; localStorage.canary = 1; sessionStorage.canary = 1; indexedDB.open("canary"); caches?.open?.("canary");</script>');
    lab.serve('http://same.test/get', '<pre></pre><script>indexedDB.databases().then((all) => { document.querySelector("pre").textContent = [document.cookie, localStorage.canary, sessionStorage.canary, all.length].join("|"); })</script>');
    const both = await render(lab, ['http://same.test/set', 'http://same.test/get'], { concurrency: { min: 1, max: 1 } });
    expect(part(both.get('http://same.test/get'), 'frames')[0]?.text).to.equal('|||0');
  });

  it('reaches nothing that the lab does not map, and says why', async () => {
    const urls = ['http://nowhere.example/', 'http://127.0.0.1/', 'http://site.test:25/'];
    const found = await render(lab, urls);
    expect(urls.map((url) => found.get(url)?.outcome)).to.deep.equal(['gone', 'gone', 'refused-by-policy']);
    expect(found.get('http://nowhere.example/')?.failure).to.include({ code: 'dns' });
    expect(found.get('http://site.test:25/')?.failure).to.include({ code: 'port-refused' });
  });

  it('takes no task after the signal, and ends', async () => {
    lab.serve('http://stop.test/', '<h1>Stop</h1>');
    const stop = new AbortController();
    let visits = 0;
    const endless = { take: () => Promise.resolve({ task: taskOf('http://stop.test/'), done: () => Promise.resolve() }), finished: () => false };
    await runRenderLane(endless, {
      egress: lab.egress, launch: lab.launch, budget: tight, extraCa: null, concurrency: { min: 1, max: 1 }, signal: stop.signal,
      profileFor: () => lab.profiles[0] ?? expect.fail('no profile'),
      onCapture: () => { if (++visits === 2) stop.abort(); return Promise.resolve(); },
    }).finished;
    expect(visits).to.be.within(2, 3);
  });
});
