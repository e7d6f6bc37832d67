/**
 * The render lane, every part collected, against (a) bare playwright-core and (b) Crawlee's PlaywrightCrawler with
 * incognito pages, which take the DOM and a screenshot of the same pages and nothing else. Fresh context each, the
 * same browser and switches; over the made-up web the rivals have no guard between them and it. Interleaved, medians of the rounds;
 * a browser's start and end is in every round of all.
 *
 *     node --import tsx bench/render.ts [--over web|range] [--pages 200] [--rounds 5] [--concurrency 6] [--only lane,bare,crawlee]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { browserVersion, findBrowser, launchOptions } from '../crawler/browser/index.ts';
import { createResolver, openEgress, parseLabMap } from '../crawler/egress/index.ts';
import { chooseProfile, readProfiles } from '../crawler/profiles.ts';
import { startRange } from '../fixtures/range/index.ts';
import { barePlaywright, plainCrawler, renderLane, type Contestant, type Ring } from './contestants.ts';
import { CpuMeter } from './cpu-time.ts';
import { median } from './median.ts';
import { startWeb, webUrls } from './web/index.ts';

const { values: flags } = parseArgs({ options: {
  over: { type: 'string', default: 'web' },
  pages: { type: 'string', default: '200' },
  rounds: { type: 'string', default: '5' },
  concurrency: { type: 'string', default: '6' },
  only: { type: 'string', default: 'lane,bare,crawlee' },
} });
const rounds = Number(flags.rounds);
const concurrency = Number(flags.concurrency);

const tempDir = await mkdtemp(join(tmpdir(), 'harrier-bench-'));
const { executable } = await findBrowser(process.env['HARRIER_CHROMIUM'] ?? null);
const profile = chooseProfile((await readProfiles(await browserVersion(executable))).profiles, 0);
const launch: Ring['launch'] = () => launchOptions({ executable, tempDir, unsafeNoSandbox: false });

interface Course { readonly urls: readonly string[]; readonly ring: Ring; readonly pid: number | null; close(): Promise<void> }

const overWeb = async (): Promise<Course> => {
  const web = await startWeb();
  const egress = await openEgress({ resolve: createResolver(), lab: [{ host: '*', port: null, address: '127.0.0.1', toPort: web.port }] });
  return {
    urls: webUrls(Number(flags.pages)), pid: web.pid,
    ring: { egress, launch, profile, extraCa: null, concurrency, rivals: { switches: [`--host-resolver-rules=MAP * 127.0.0.1:${web.port}`], proxyUrl: null } },
    close: async () => { await egress.close(); await web.close(); },
  };
};

const overRange = async (): Promise<Course> => {
  const range = await startRange();
  const egress = await openEgress({ resolve: createResolver(), lab: parseLabMap(range.labMap) });
  const { proxyUrl } = await egress.open({ maxBytes: 1e12 });
  return {
    urls: range.urls, pid: null,
    ring: { egress, launch, profile, extraCa: range.caPem, concurrency, rivals: { switches: [], proxyUrl } },
    close: async () => { await egress.close(); await range.close(); },
  };
};

const course = await (flags.over === 'range' ? overRange() : overWeb());
const all: Readonly<Record<string, { readonly says: string; readonly run: Contestant }>> = {
  lane: { says: 'render lane, every part', run: renderLane(course.ring) },
  bare: { says: 'bare playwright-core, DOM and screenshot', run: barePlaywright(course.ring) },
  crawlee: { says: "Crawlee's PlaywrightCrawler, DOM and screenshot", run: plainCrawler(course.ring) },
};
const contestants = flags.only.split(',').map((name) => {
  const found = all[name];
  if (found === undefined) throw new Error(`there is no contestant "${name}"`);
  return { name, ...found, pagesPerSecond: [] as number[], cpuSeconds: [] as number[] };
});

for (let round = 0; round < rounds; round++) {
  // Who goes first changes, so that none always has the warmer machine.
  for (const contestant of [...contestants.slice(round % contestants.length), ...contestants.slice(0, round % contestants.length)]) {
    const meter = new CpuMeter(course.pid === null ? [] : [course.pid]);
    const startedAt = performance.now();
    const done = await contestant.run(course.urls);
    const seconds = (performance.now() - startedAt) / 1000;
    const { own, below } = await meter.stop();
    if (done !== course.urls.length) throw new Error(`${contestant.name} took ${done} of ${course.urls.length} pages`);
    contestant.pagesPerSecond.push(done / seconds);
    contestant.cpuSeconds.push((own + below) / done);
    console.log(`round ${round + 1}: ${contestant.name.padEnd(8)} ${(done / seconds).toFixed(2)} pages/s, ${((own + below) / done).toFixed(3)} CPU s/page (of it ${(own / done).toFixed(3)} this process)`);
  }
}

console.log(`\n${course.urls.length} pages of the ${flags.over}, concurrency ${concurrency}, median of ${rounds}`);
const [first] = contestants;
for (const { says, pagesPerSecond, cpuSeconds } of contestants) {
  const ratio = first === undefined ? Number.NaN : median(first.pagesPerSecond) / median(pagesPerSecond);
  console.log(`${says.padEnd(50)} ${median(pagesPerSecond).toFixed(2)} pages/s   ${median(cpuSeconds).toFixed(3)} CPU s/page   first is ${ratio.toFixed(2)} times as fast`);
}
await course.close();
await rm(tempDir, { recursive: true, force: true, maxRetries: 5 });
