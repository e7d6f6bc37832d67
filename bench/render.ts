/**
 * The render lane, every part collected, against a plain PlaywrightCrawler with incognito pages that takes the DOM
 * and a screenshot of the same pages. Same browser, same switches, same egress, same concurrency; interleaved, median
 * of the rounds; a browser start is in every round of both.
 *
 *     node --import tsx bench/render.ts [rounds] [concurrency]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration, Log, LogLevel, ProxyConfiguration, RequestList } from '@crawlee/core';
import { PlaywrightCrawler } from '@crawlee/playwright';
import { chromium, type LaunchOptions } from 'playwright';
import { browserVersion, findBrowser, launchOptions } from '../crawler/browser/index.ts';
import { createResolver, openEgress, type Egress } from '../crawler/egress/index.ts';
import { chooseProfile, readProfiles } from '../crawler/profiles.ts';
import { runRenderLane } from '../crawler/render.ts';
import type { CrawlTask } from '../records/index.ts';

const rounds = Number(process.argv[2] ?? 5);
const concurrency = Number(process.argv[3] ?? 8);
const pages = 60;

const paragraphs = (count: number): string => Array.from({ length: count }, (_, index) => `<p>Paragraph ${index} says what a page of this kind says, at some length, so that there is text to lay out.</p>`).join('');
const login = '<form action="/session" method="post"><label>E-mail <input name="email" type="email"></label><label>Password <input name="password" type="password"></label><button>Sign in</button></form>';
const links = Array.from({ length: 80 }, (_, index) => `<li><a href="/article/${index}">Article ${index}</a></li>`).join('');

/** Ten kinds of page, six of each. */
const kinds: readonly ((n: number) => string)[] = [
  (n) => `<title>Plain ${n}</title><h1>Plain</h1>${paragraphs(8)}`,
  (n) => `<title>Login ${n}</title><link rel="stylesheet" href="/style.css?${n}"><h1>Welcome back</h1>${login}`,
  (n) => `<title>News ${n}</title><link rel="stylesheet" href="/style.css?${n}"><script src="/library.js?${n}"></script><ul>${links}</ul>${paragraphs(40)}`,
  (n) => `<title>Built ${n}</title><div id="app"></div><script src="/library.js?${n}"></script><script>fetch('/data.json?${n}').then((r) => r.json()).then((rows) => { document.getElementById('app').innerHTML = rows.map((row) => '<p>' + row + '</p>').join('') + ${JSON.stringify(login)}; });</script>`,
  (n) => `<title>Framed ${n}</title><h1>Framed</h1><iframe src="http://frame${n}.test/inner"></iframe><iframe srcdoc="${login.replaceAll('"', '&quot;')}"></iframe>`,
  (n) => `<script>location.replace('/kind/0/${n}')</script>`,
  (n) => `<meta http-equiv="refresh" content="0;url=/kind/1/${n}">`,
  (n) => `<title>Shop ${n}</title><link rel="stylesheet" href="/style.css?${n}">${Array.from({ length: 12 }, (_, index) => `<img src="/image.svg?${n}-${index}" width="120" height="90">`).join('')}${paragraphs(10)}`,
  (n) => `<title>Late ${n}</title><h1>Wait</h1><script>setTimeout(() => { document.body.append('there you are'); }, 250)</script>`,
  (n) => `<title>Lure ${n}</title><h1>Before you go on</h1><button onclick="this.textContent = 'Thank you'">I'm not a robot</button>${paragraphs(2)}`,
];

const server = createServer((request, response) => {
  const url = request.url ?? '/';
  const [, kind, n] = /^\/kind\/(\d)\/(\d+)/.exec(url) ?? [];
  const send = (type: string, body: string): void => { response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body); };
  if (kind !== undefined) send('text/html; charset=utf-8', `<!doctype html><html lang="en"><body>${kinds[Number(kind)]?.(Number(n)) ?? ''}</body></html>`);
  else if (url.startsWith('/style.css')) send('text/css', `body{font:16px sans-serif;max-width:60em;margin:auto}${Array.from({ length: 300 }, (_, index) => `.c${index}{color:#${index.toString(16).padStart(3, '0')}}`).join('')}`);
  else if (url.startsWith('/library.js')) send('text/javascript', `(function(){var table={};for(var i=0;i<20000;i++)table['k'+i]=i*i;window.lib=table})();/*${'x'.repeat(60_000)}*/`);
  else if (url.startsWith('/data.json')) send('application/json', JSON.stringify(Array.from({ length: 50 }, (_, index) => `row ${index}`)));
  else if (url.startsWith('/image.svg')) send('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#27c"/></svg>');
  else if (url.startsWith('/inner')) send('text/html', `<body>${login}</body>`);
  else response.writeHead(404).end();
});
await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });

const egress: Egress = await openEgress({ resolve: createResolver(), lab: [{ host: '*.test', port: null, address: '127.0.0.1', toPort: (server.address() as AddressInfo).port }] });
const tempDir = await mkdtemp(join(tmpdir(), 'harrier-bench-'));
const { executable } = await findBrowser(process.env['HARRIER_CHROMIUM'] ?? null);
const { profiles } = await readProfiles(await browserVersion(executable));
const urls = Array.from({ length: pages }, (_, index) => `http://site${index}.test/kind/${index % kinds.length}/${index}`);
const launch = async (): Promise<LaunchOptions> => launchOptions({ executable, tempDir, unsafeNoSandbox: false });

const ours = async (): Promise<number> => {
  let done = 0;
  const options = await launch();
  const started = performance.now();
  await runRenderLane(tasks(), {
    egress, launch: options, extraCa: null, signal: new AbortController().signal, concurrency: { min: concurrency, max: concurrency },
    budget: { visitMs: 20_000, dwellMs: 3000, maxBytes: 20_000_000, maxHops: 20, maxRequests: 500 },
    profileFor: () => chooseProfile(profiles, 0),
    onCapture: (task, capture) => {
      if (capture.outcome !== 'visited' || capture.parts.screenshot.state !== 'collected' || capture.parts.frames.state !== 'collected') throw new Error(`${task.url}: ${capture.outcome}`);
      done++;
      return Promise.resolve();
    },
    onFault: (message, error) => { throw new Error(message, { cause: error }); },
  }).finished;
  if (done !== pages) throw new Error(`the lane captured ${done} of ${pages} pages`);
  return pages / ((performance.now() - started) / 1000);
};

async function* tasks(): AsyncGenerator<CrawlTask> {
  for (const url of urls) yield await Promise.resolve({ v: 1, urlKey: url, url, lane: 'render', look: 0, lease: '', deadlineMs: 0, attempts: 0, source: 'bench' });
}

const rival = async (): Promise<number> => {
  let done = 0;
  const options = await launch();
  const started = performance.now();
  const visit = await egress.open({ maxBytes: 1e9 });
  const crawler = new PlaywrightCrawler({
    requestList: await RequestList.open(null, urls),
    minConcurrency: concurrency,
    maxConcurrency: concurrency,
    maxRequestRetries: 0,
    log: new Log({ level: LogLevel.OFF }),
    proxyConfiguration: new ProxyConfiguration({ proxyUrls: [visit.proxyUrl] }),
    launchContext: { launcher: chromium, useIncognitoPages: true, launchOptions: options },
    requestHandler: async ({ page }) => {
      const dom = await page.content();
      const shot = await page.screenshot();
      if (dom.length > 0 && shot.length > 0) done++;
    },
    // A page that moves on while its DOM is taken fails; it is a page seen all the same.
    failedRequestHandler: () => { done++; },
  }, new Configuration({ persistStorage: false, purgeOnStart: false }));
  await crawler.run();
  await visit.close();
  if (done !== pages) throw new Error(`the rival took ${done} of ${pages} pages`);
  return pages / ((performance.now() - started) / 1000);
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const results = { ours: [] as number[], rival: [] as number[] };
for (let round = 0; round < rounds; round++) {
  // Who goes first changes, so that neither always has the warmer machine.
  for (const side of round % 2 === 0 ? (['ours', 'rival'] as const) : (['rival', 'ours'] as const)) {
    results[side].push(await (side === 'ours' ? ours() : rival()));
    console.log(`round ${round + 1}: ${side === 'ours' ? 'render lane' : 'plain crawler'} ${(results[side].at(-1) ?? 0).toFixed(2)} pages/s`);
  }
}
console.log(`render lane, every part: ${median(results.ours).toFixed(2)} pages/s; plain PlaywrightCrawler, DOM and screenshot: ${median(results.rival).toFixed(2)} pages/s; ratio ${(median(results.ours) / median(results.rival)).toFixed(2)} (${pages} pages, concurrency ${concurrency}, median of ${rounds})`);
await egress.close();
server.closeAllConnections();
server.close();
await rm(tempDir, { recursive: true, force: true, maxRetries: 5 });
