/**
 * Triage: of a stream with 1 % malicious URLs, how many are settled without a browser, how many of the malicious ones
 * are lost by that (settled, not accused by what the probe saw, and accused when they are rendered), and what a verdict costs in CPU seconds against
 * rendering everything. Pages: the test range, the made-up web, and a built page corpus where one is named.
 *
 *     node --import tsx bench/triage.ts [--corpus FOLDER] [--limit 400] [--rendered 60] [--show]
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadBrands } from '../classifiers/brands.ts';
import { createJudge } from '../classifiers/judge.ts';
import { loadPolicy } from '../classifiers/policy.ts';
import { shippedData } from '../cli/shipped-data.ts';
import { browserVersion, findBrowser, launchOptions } from '../crawler/browser/index.ts';
import { createResolver, openEgress, parseLabMap, type LabRule } from '../crawler/egress/index.ts';
import { runProbeLane } from '../crawler/probe.ts';
import { chooseProfile, readProfiles } from '../crawler/profiles.ts';
import { brandsFile, startRange } from '../fixtures/range/index.ts';
import { isAccused, type CrawlTask } from '../records/index.ts';
import { renderLane } from './contestants.ts';
import { CpuMeter } from './cpu-time.ts';
import { startWeb, webUrls } from './web/index.ts';

const { values: flags } = parseArgs({ options: { corpus: { type: 'string' }, limit: { type: 'string', default: '400' }, rendered: { type: 'string', default: '60' }, show: { type: 'boolean', default: false } } });
/** The share of malicious URLs in the stream that is reckoned with. */
const maliciousShare = 0.01;

interface Sample { readonly url: string; readonly isMalicious: boolean; readonly set: string }

const range = await startRange();
const web = await startWeb();
const rangeSamples = range.sites.flatMap(({ urls, truth }) => (truth === 'undecided' ? [] : urls.map((url): Sample => ({ url, isMalicious: truth === 'malicious', set: 'range' }))));
const webSamples = webUrls(200).map((url): Sample => ({ url, isMalicious: false, set: 'made-up web' }));

/** Entry pages of a corpus as its manifests list them (url, label, entry), evenly drawn, served as they are. */
const corpusPages = new Map<string, { readonly file: string; readonly sample: Sample }>();
if (flags.corpus !== undefined) {
  for (const kind of readdirSync(flags.corpus).filter((name) => statSync(join(flags.corpus ?? '', name)).isDirectory())) {
    const rows = readFileSync(join(flags.corpus, kind, 'manifest.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { id: string; label: string; entry: string; url?: string; fragment: boolean; near_dup_representative: boolean });
    const whole = rows.filter((row) => row.near_dup_representative && !row.fragment);
    const step = Math.max(1, whole.length / Number(flags.limit));
    for (let at = 0; at < whole.length; at += step) {
      const row = whole[Math.floor(at)];
      if (row === undefined) break;
      const url = `http://page${corpusPages.size}.test/`;
      corpusPages.set(new URL(url).host, { file: join(flags.corpus, kind, row.id, row.entry), sample: { url, isMalicious: row.label === 'malicious', set: `corpus: ${kind}` } });
    }
  }
}
const corpusServer = createServer((request, response) => {
  const page = request.url === '/' ? corpusPages.get(request.headers.host ?? '') : undefined;
  if (page === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': 'text/html' }).end(readFileSync(page.file));
});
corpusServer.listen(0, '127.0.0.1');
await once(corpusServer, 'listening');

const rules: LabRule[] = [...parseLabMap(range.labMap), ...[...corpusPages.keys()].map((host): LabRule => ({ host, port: null, address: '127.0.0.1', toPort: (corpusServer.address() as AddressInfo).port })), { host: '*', port: null, address: '127.0.0.1', toPort: web.port }];
const egress = await openEgress({ resolve: createResolver(), lab: rules });
const { executable } = await findBrowser(process.env['HARRIER_CHROMIUM'] ?? null);
const profile = chooseProfile((await readProfiles(await browserVersion(executable))).profiles, 0);
const shipped = shippedData('brands');
const judge = createJudge({ policy: loadPolicy(shippedData('policy')), brands: loadBrands(shipped, JSON.parse(readFileSync(brandsFile, 'utf8'))) });

const samples = [...rangeSamples, ...webSamples, ...[...corpusPages.values()].map(({ sample }) => sample)];
const bySample = new Map(samples.map((sample) => [sample.url, sample]));
const sets = new Map<string, { settled: number; all: number; doubtful: string[] }>();
async function* tasks(): AsyncGenerator<CrawlTask> {
  for (const { url } of samples) yield await Promise.resolve({ v: 1, urlKey: url, url, lane: 'probe', look: 0, lease: '', deadlineMs: 0, attempts: 0, source: 'bench' });
}

const probing = process.cpuUsage();
await runProbeLane(tasks(), {
  egress, extraCa: range.caPem, profileFor: () => profile, signal: new AbortController().signal, concurrency: { min: 8, max: 8 },
  budget: { visitMs: 15_000, dwellMs: 3000, maxBytes: 50_000_000, maxHops: 20, maxRequests: 1000 },
  onCapture: (task, capture) => {
    const sample = bySample.get(task.url);
    if (sample === undefined) throw new Error(`nobody asked for ${task.url}`);
    const name = `${sample.set}, ${sample.isMalicious ? 'malicious' : 'benign'}`;
    const set = sets.get(name) ?? { settled: 0, all: 0, doubtful: [] };
    sets.set(name, set);
    set.all++;
    if (judge.triage(capture) === 'render') return Promise.resolve();
    set.settled++;
    const { verdict } = judge.judge(capture, { captureKey: null, previous: null, nowMs: Date.now() });
    if (sample.isMalicious && verdict !== 'malicious' && verdict !== 'suspicious') set.doubtful.push(task.url);
    return Promise.resolve();
  },
  onFault: (message, error) => { console.error(message, error); },
}).finished;
const { user, system } = process.cpuUsage(probing);
const probeSeconds = (user + system) / 1e6 / samples.length;

const tempDir = await mkdtemp(join(tmpdir(), 'harrier-bench-'));
const rendered = webUrls(Number(flags.rendered));
const meter = new CpuMeter([web.pid]);
await renderLane({ egress, launch: () => launchOptions({ executable, tempDir, unsafeNoSandbox: false }), profile, extraCa: null, rivals: { switches: [], proxyUrl: null }, concurrency: 6 })(rendered);
const { own, below } = await meter.stop();
const renderSeconds = (own + below) / rendered.length;

/** What was settled without an accusation is rendered after all: lost is what would have been accused then. */
const lostUrls = new Set<string>();
const doubtful = [...sets.values()].flatMap(({ doubtful: urls }) => urls);
if (doubtful.length > 0) {
  await renderLane({ egress, launch: () => launchOptions({ executable, tempDir, unsafeNoSandbox: false }), profile, extraCa: range.caPem, rivals: { switches: [], proxyUrl: null }, concurrency: 6 }, (capture) => {
    const { verdict } = judge.judge(capture, { captureKey: null, previous: null, nowMs: Date.now() });
    if (isAccused({ verdict })) lostUrls.add(capture.url);
  })(doubtful);
}

const lostOf = ({ doubtful: urls }: { readonly doubtful: readonly string[] }): string[] => urls.filter((url) => lostUrls.has(url));
for (const [name, set] of [...sets].sort()) {
  console.log(`${name.padEnd(36)} ${set.settled} of ${set.all} settled without a browser (${((100 * set.settled) / set.all).toFixed(1)} %)${name.endsWith('malicious') ? `, ${lostOf(set).length} lost` : ''}`);
  if (flags.show) for (const url of lostOf(set)) console.log(`    lost: ${corpusPages.get(new URL(url).host)?.file ?? url}`);
}
const sum = (kind: string, of: (set: { settled: number; all: number; doubtful: string[] }) => number): number => [...sets].filter(([name]) => name.endsWith(kind)).reduce((total, [, set]) => total + of(set), 0);
const benignSettled = sum('benign', ({ settled }) => settled) / sum('benign', ({ all }) => all);
const maliciousSettled = sum('malicious', ({ settled }) => settled) / sum('malicious', ({ all }) => all);
const lost = sum('malicious', (set) => lostOf(set).length) / sum('malicious', ({ all }) => all);
const settled = (1 - maliciousShare) * benignSettled + maliciousShare * maliciousSettled;
const cost = probeSeconds + (1 - settled) * renderSeconds;
console.log(`\nstream with ${100 * maliciousShare} % malicious: ${(100 * settled).toFixed(1)} % settled without a browser (goal 90), ${(100 * lost).toFixed(2)} % of the malicious lost by it (goal at most 1)`);
console.log(`CPU seconds a verdict: ${cost.toFixed(4)} with triage (a probe ${probeSeconds.toFixed(4)}, a rendering ${renderSeconds.toFixed(3)}), ${renderSeconds.toFixed(3)} with everything rendered: ${(renderSeconds / cost).toFixed(1)} times less`);
await egress.close();
await web.close();
await range.close();
corpusServer.close();
corpusServer.closeAllConnections();
await rm(tempDir, { recursive: true, force: true, maxRetries: 5 });
