/**
 * How much of the range's cloaking is found, and at what cost: every family of fixtures/range/cloaking, its twin that
 * hides nothing, and decent pages that change, through both lanes and the judge as a scan runs them. Decent pages are
 * then looked at by every visitor, whatever the triggers say, and each pair is compared.
 *
 *     node --import tsx bench/cloaking.ts [--all]
 *
 * Prints what was revealed, visits by a browser per URL, and who was called cloaked; exits 1 where a bound is missed
 * (28 of 30 families, 1.5 visits a URL, no decent page called cloaked). `--all` prints a line for every site.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InputLine } from '../cli/input.ts';
import { openJudge } from '../cli/judging.ts';
import { ScanStream } from '../cli/scan-stream.ts';
import { loadSettings } from '../config/load.ts';
import { browserVersion, findBrowser, launchOptions } from '../crawler/browser/index.ts';
import type { LaneOptions } from '../crawler/contract.ts';
import { createResolver, openEgress, parseLabMap } from '../crawler/egress/index.ts';
import { runProbeLane } from '../crawler/probe.ts';
import { chooseProfile, readProfiles } from '../crawler/profiles.ts';
import { runRenderLane } from '../crawler/render.ts';
import { brandsFile, startRange, type Site } from '../fixtures/range/index.ts';
import type { Capture, CrawlTask, Verdict } from '../records/index.ts';

const bounds = { revealed: 28 / 30, visitsPerUrl: 1.5 } as const;
const looks = 3;
const range = await startRange({ onlyCloaking: true });
const egress = await openEgress({ resolve: createResolver(), lab: parseLabMap(range.labMap) });
const tempDir = await mkdtemp(join(tmpdir(), 'harrier-bench-'));
const { executable } = await findBrowser(process.env['HARRIER_CHROMIUM'] ?? null);
const { profiles } = await readProfiles(await browserVersion(executable));
const judge = openJudge(loadSettings({ flags: { brands: brandsFile }, env: {}, file: null }));
const lane = (onCapture: LaneOptions['onCapture']): Omit<LaneOptions, 'concurrency'> => ({
  egress, extraCa: range.caPem, signal: new AbortController().signal, onCapture, profileFor: ({ look }) => chooseProfile(profiles, look),
  budget: { visitMs: 30_000, dwellMs: 3000, maxBytes: 20_000_000, maxHops: 20, maxRequests: 500 },
});
const launch = async (): Promise<Awaited<ReturnType<typeof launchOptions>>> => launchOptions({ executable, tempDir, unsafeNoSandbox: false });

const verdicts = new Map<string, Verdict>();
const visits = new Map<string, number>();
const startedAt = performance.now();
const scan = new ScanStream({
  judge, now: Date.now, maxOpen: 40,
  keep: (capture) => Promise.resolve(`${capture.profile} ${capture.lane} ${capture.startedAtMs}`),
  emit: (_, verdict, { text }) => { if (verdict !== null) verdicts.set(text, verdict); return Promise.resolve(); },
});
const onCapture = async (task: CrawlTask, capture: Capture): Promise<void> => {
  if (task.lane === 'render') visits.set(task.url, (visits.get(task.url) ?? 0) + 1);
  await scan.onCapture(task, capture);
};
async function* lines(): AsyncGenerator<InputLine> {
  for (const [index, text] of range.urls.entries()) yield await Promise.resolve({ text, number: index + 1, isUtf8: true });
}
const probe = runProbeLane(scan.probes(lines()), { ...lane(onCapture), concurrency: { min: 8, max: 8 } });
const render = runRenderLane(scan.renders(), { ...lane(onCapture), launch: await launch(), concurrency: { min: 6, max: 6 } });
await Promise.all([probe.finished, render.finished]);
const secs = (performance.now() - startedAt) / 1000;

const cloakedSignals = (verdict: Verdict | undefined): string[] => (verdict?.signals ?? []).map(({ name }) => name).filter((name) => name.startsWith('cloaking/'));
const of = (prefix: string): Site[] => range.sites.filter(({ name }) => name.startsWith(prefix));
const verdictOf = ({ urls }: Site): Verdict | undefined => verdicts.get(urls[0] ?? '');
if (process.argv.includes('--all')) {
  for (const site of range.sites) console.log([site.name, verdictOf(site)?.verdict, verdictOf(site)?.why ?? '', `${visits.get(site.urls[0] ?? '') ?? 0} visits`, verdictOf(site)?.profile, ...cloakedSignals(verdictOf(site))].join('  '));
}

// Every visitor at every decent page, and each pair compared.
const dynamics = of('dynamic-');
const seen = new Map<string, Capture[]>();
async function* everyLook(): AsyncGenerator<CrawlTask> {
  for (const { urls: [url = ''] } of dynamics) for (let look = 0; look < looks; look++) yield await Promise.resolve({ v: 1, urlKey: url, url, lane: 'render', look, lease: '', deadlineMs: 0, attempts: 0, source: 'bench' });
}
await runRenderLane(everyLook(), { ...lane((task, capture) => { seen.set(task.url, [...seen.get(task.url) ?? [], capture]); return Promise.resolve(); }), launch: await launch(), concurrency: { min: 6, max: 6 } }).finished;
const called = dynamics.filter((site) => {
  const captures = seen.get(site.urls[0] ?? '') ?? [];
  const pairs = captures.flatMap((capture) => captures.filter((other) => other.profile !== capture.profile).map((other) => judge.judge(capture, { captureKey: null, previous: { key: null, capture: other }, nowMs: Date.now() })));
  return [...pairs, verdictOf(site)].some((verdict) => cloakedSignals(verdict).length > 0 || verdict?.verdict === 'malicious');
});

const cloaked = of('cloaked-');
const revealed = cloaked.filter((site) => verdictOf(site)?.verdict === 'malicious');
const twins = of('open-').filter((site) => verdictOf(site)?.verdict === 'malicious' && cloakedSignals(verdictOf(site)).length === 0);
const visitCount = [...visits.values()].reduce((sum, count) => sum + count, 0);
const perUrl = visitCount / range.urls.length;
console.log(`revealed: ${revealed.length} of ${cloaked.length} families (not: ${cloaked.filter((site) => !revealed.includes(site)).map(({ name }) => name).join(', ') || 'none'})`);
console.log(`twins found as what they are: ${twins.length} of ${cloaked.length}`);
console.log(`visits by a browser: ${visitCount} for ${range.urls.length} URLs, ${perUrl.toFixed(2)} a URL; of the cloaked alone ${(cloaked.reduce((sum, { urls: [url = ''] }) => sum + (visits.get(url) ?? 0), 0) / cloaked.length).toFixed(2)}; one probe each beside`);
console.log(`decent pages that change called cloaked: ${called.length} of ${dynamics.length}, each by ${looks} visitors (${called.map(({ name }) => name).join(', ') || 'none'})`);
console.log(`the scan took ${secs.toFixed(0)} s`);
await egress.close();
await range.close();
await rm(tempDir, { recursive: true, force: true, maxRetries: 5 });
process.exitCode = revealed.length / cloaked.length >= bounds.revealed && perUrl <= bounds.visitsPerUrl && called.length === 0 ? 0 : 1;
