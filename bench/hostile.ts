/**
 * What hostile pages cost a fleet: the same lane over real-looking pages alone, and with every fifth replaced by an attack
 * (fixtures/range/attacks.ts). Tells decent pages a second of both, the visits that outlasted their budget, and which
 * attacks hold a slot longest. Interleaved; medians of the rounds.
 *
 *     node --import tsx bench/hostile.ts [--pages 100] [--rounds 2] [--concurrency 4] [--visit-ms 15000]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { browserVersion, findBrowser, launchOptions } from '../crawler/browser/index.ts';
import { createResolver, openEgress } from '../crawler/egress/index.ts';
import { chooseProfile, readProfiles } from '../crawler/profiles.ts';
import { runRenderLane } from '../crawler/render.ts';
import { attacks } from '../fixtures/range/attacks.ts';
import type { CrawlTask } from '../records/index.ts';
import { median } from './median.ts';
import { startWeb, webUrls } from './web/index.ts';

const { values: flags } = parseArgs({ options: { pages: { type: 'string', default: '100' }, rounds: { type: 'string', default: '2' }, concurrency: { type: 'string', default: '4' }, 'visit-ms': { type: 'string', default: '15000' } } });
const concurrency = Number(flags.concurrency);
const visitMs = Number(flags['visit-ms']);

const tempDir = await mkdtemp(join(tmpdir(), 'harrier-bench-'));
const { executable } = await findBrowser(process.env['HARRIER_CHROMIUM'] ?? null);
const { profiles } = await readProfiles(await browserVersion(executable));
const web = await startWeb();
const hostile = createServer((request, response) => {
  const attack = attacks[new URL(request.url ?? '/', 'http://attack.test').pathname.slice(1)];
  if (typeof attack === 'function') attack(request, response);
  else response.writeHead(attack === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(attack ?? '');
});
await new Promise<void>((resolve) => { hostile.listen(0, '127.0.0.1', resolve); });
const egress = await openEgress({ resolve: createResolver(), lab: [
  { host: 'attack.test', port: null, address: '127.0.0.1', toPort: (hostile.address() as AddressInfo).port },
  { host: '*', port: null, address: '127.0.0.1', toPort: web.port },
] });

const clean = webUrls(Number(flags.pages));
const names = Object.keys(attacks);
const mixed = clean.map((url, index) => (index % 5 === 4 ? `http://attack.test/${names[Math.floor(index / 5) % names.length] ?? ''}` : url));

async function* tasks(urls: readonly string[]): AsyncGenerator<CrawlTask> {
  for (const url of urls) yield await Promise.resolve({ v: 1, urlKey: url, url, lane: 'render', look: 0, lease: '', deadlineMs: 0, attempts: 0, source: 'bench' });
}

interface Speed { readonly decentPerSecond: number; readonly pagesPerSecond: number }
const held = new Map<string, number>();
let stuck = 0;
let lost = 0;
const run = async (urls: readonly string[]): Promise<Speed> => {
  let decent = 0;
  let done = 0;
  const startedAt = performance.now();
  await runRenderLane(tasks(urls), {
    egress, launch: await launchOptions({ executable, tempDir, unsafeNoSandbox: false }), extraCa: null, signal: new AbortController().signal, concurrency: { min: concurrency, max: concurrency },
    budget: { visitMs, dwellMs: 1500, maxBytes: 20_000_000, maxHops: 20, maxRequests: 500 },
    profileFor: () => chooseProfile(profiles, 0),
    onCapture: ({ url }, { elapsedMs, outcome }) => {
      done++;
      if (elapsedMs > visitMs + 1000) stuck++;
      if (url.startsWith('http://attack.test/')) held.set(url.slice('http://attack.test/'.length), Math.max(held.get(url.slice('http://attack.test/'.length)) ?? 0, elapsedMs));
      else if (outcome === 'visited') decent++;
      else lost++;
      return Promise.resolve();
    },
  }).finished;
  const seconds = (performance.now() - startedAt) / 1000;
  if (done !== urls.length) console.log(`only ${done} of ${urls.length} pages ended`);
  return { decentPerSecond: decent / seconds, pagesPerSecond: done / seconds };
};

const rounds: { readonly alone: Speed; readonly among: Speed }[] = [];
for (let round = 0; round < Number(flags.rounds); round++) {
  const alone = await run(clean);
  const among = await run(mixed);
  rounds.push({ alone, among });
  console.log(`round ${round + 1}: clean ${alone.pagesPerSecond.toFixed(2)} pages/s, one in five hostile ${among.pagesPerSecond.toFixed(2)} pages/s (${among.decentPerSecond.toFixed(2)} decent)`);
}
const share = (of: (round: (typeof rounds)[number]) => number): string => `${(100 * median(rounds.map(of))).toFixed(0)} %`;
console.log(`\nthroughput of all pages with hostile ones among them: ${share(({ alone, among }) => among.pagesPerSecond / alone.pagesPerSecond)} of the clean one`);
console.log(`visits that outlasted their budget by more than a second: ${stuck}; decent pages that were not seen: ${lost}`);
console.log(`longest: ${[...held].sort(([, a], [, b]) => b - a).slice(0, 12).map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`).join(', ')}`);
await egress.close();
await web.close();
hostile.closeAllConnections();
hostile.close();
await rm(tempDir, { recursive: true, force: true, maxRetries: 5 });
