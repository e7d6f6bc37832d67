import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import type { Logger } from 'pino';
import { openCampaigns } from '../correlation/campaigns.ts';
import { runJudgeLane, type Delivery } from '../classifiers/worker.ts';
import type { Settings } from '../config/settings.ts';
import { createResolver } from '../crawler/egress/index.ts';
import { PacedSource } from '../crawler/paced-source.ts';
import { runProbeLane } from '../crawler/probe.ts';
import { runRenderLane } from '../crawler/render.ts';
import type { TaskSource } from '../crawler/task-source.ts';
import { TimelySource } from '../crawler/timely-source.ts';
import { openDiscovery } from '../intake/discovery/discovery.ts';
import { openTaskQueue, type TaskQueue } from '../queues/bull.ts';
import { openCrashes } from '../queues/crashes.ts';
import { openPacing } from '../queues/pacing.ts';
import { nextVisit, recrawlPlanSchema } from '../queues/recrawl.ts';
import { openVisitCounts } from '../queues/visit-counts.ts';
import { keysOf } from '../reputation/keys.ts';
import { lookupsOf } from '../reputation/lookup-counts.ts';
import { deskNotes } from '../reputation/review/notes.ts';
import { openReviewQueue } from '../reputation/review/queue.ts';
import { readReviewData } from '../reputation/review/worth.ts';
import { openSearch } from '../reputation/search/search.ts';
import { lanes, type Capture, type CrawlTask, type JudgeTask, type Verdict } from '../records/index.ts';
import { addSettings, openLog, settingsOf, type CliContext } from './context.ts';
import { openCrawling } from './crawling.ts';
import { requireMachine } from './doctor.ts';
import { openJudge } from './judging.ts';
import { shippedData } from './shipped-data.ts';
import { keyPrefix, openStores, type Stores } from './stores.ts';

const workerLanes = [...lanes, 'judge'] as const;
type WorkerLane = (typeof workerLanes)[number];

/** Visits under way get so long to end when a worker is told to stop; the leases of others lapse and come back. */
const stopMs = 8000;
/** Visits at once to one address group (IPv4 /24, IPv6 /48), over all workers. */
const visitsPerGroup = 8;

export const workerCommand = (context: CliContext): Command =>
  addSettings(new Command('worker'), ['dataDir', 'redisUrl', 'renderConcurrency', 'probeConcurrency', 'visitMs', 'dwellMs', 'visitBytes', 'canarySteps', 'leaseMs', 'hostDelayMs', 'maxAttempts', 'labMap', 'labCa', 'brands', 'urlModel', 'rulesDir', 'allowList', 'discovery', 'redaction', 'chromium', 'browserUser', 'upstreamProxy', 'logLevel'])
    .description('runs some lanes against a running system')
    .option('--lanes <names>', 'which, with commas: probe, render, judge', readLanes, [...workerLanes])
    .option('--unsafe-no-sandbox', "turn Chromium's sandbox off; never for pages you don't trust")
    .addHelpText('after', `
"harrier up" starts workers by itself. More of them on other machines need the same Redis and the same evidence folder:
  $ harrier worker --lanes probe,render --redis-url redis://10.0.0.5 --data-dir /mnt/harrier

It stays until Ctrl-C. What a worker that dies had under way comes back when its leases lapse.`)
    .action(async (options: { readonly lanes: readonly WorkerLane[]; readonly unsafeNoSandbox?: true }) => {
      const settings = settingsOf(context, options);
      if (options.lanes.some((lane) => lane !== 'judge')) await requireMachine(settings, context.env, ['browser', 'setpriv']);
      // Started by another process with a channel, a worker ends with it.
      const parentGone = new AbortController();
      process.once('disconnect', () => { parentGone.abort(); });
      // It may have gone while we were starting; without a channel this is undefined.
      if (process.connected === false) parentGone.abort();
      const log = openLog(settings);
      await runWorker(settings, options.lanes, { ...context, signal: AbortSignal.any([context.signal, parentGone.signal]) }, log, options.unsafeNoSandbox === true);
    });

const readLanes = (text: string): WorkerLane[] =>
  text.split(',').map((name) => {
    const lane = workerLanes.find((known) => known === name.trim());
    if (lane === undefined) throw new InvalidArgumentError(`"${name}" is no lane; there are ${workerLanes.join(', ')}.`);
    return lane;
  });

/** Runs until the signal; rejects where a lane can't go on. */
const runWorker = async (settings: Settings, wanted: readonly WorkerLane[], context: CliContext, log: Logger, unsafeNoSandbox: boolean): Promise<void> => {
  const stores = await openStores(settings, context.env, context.now, log);
  const open = { redis: stores.redis, prefix: keyPrefix, deliveryMs: settings.leaseMs };
  const judgeQueue = await openTaskQueue('judge', open);
  const closing: (() => Promise<void>)[] = [() => judgeQueue.close()];
  try {
    const running: Promise<void>[] = [];
    if (wanted.includes('judge')) running.push(judgeLane(settings, stores, judgeQueue, context, log));
    const crawlLanes = lanes.filter((lane) => wanted.includes(lane));
    if (crawlLanes.length > 0) {
      const crawling = await openCrawling(settings, log, unsafeNoSandbox);
      closing.push(() => crawling.close());
      const onCapture = async (task: CrawlTask, capture: Capture): Promise<void> => {
        await judgeQueue.push([{ v: 1, task, captureKey: await stores.evidence.put(capture) }]);
      };
      const onFault = (message: string, error: unknown): void => { log.error({ err: error }, message); };
      for (const lane of crawlLanes) {
        const queue = await openTaskQueue(lane, open);
        closing.push(() => queue.close());
        const source = pacedSource(queue, settings, stores, context);
        const laneOptions = { ...crawling.lane, onCapture, onFault, signal: context.signal };
        running.push((lane === 'probe'
          ? runProbeLane(source, { ...laneOptions, concurrency: crawling.probeConcurrency })
          : runRenderLane(source, { ...laneOptions, concurrency: crawling.renderConcurrency, launch: crawling.launch })).finished);
      }
    }
    log.info(`worker: ${wanted.join(', ')}`);
    const all = Promise.all(running);
    await Promise.race([all, stopped(context.signal)]);
  } finally {
    await Promise.race([Promise.all(closing.map((close) => close().catch((error: unknown) => { log.warn({ err: error }, 'closing'); }))), pause(2000, undefined, { ref: false })]);
    await stores.close();
  }
};

/** Resolves `stopMs` after the signal. */
const stopped = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await new Promise((resolve) => { signal.addEventListener('abort', resolve, { once: true }); });
  await pause(stopMs, undefined, { ref: false });
};

/** Bull's tasks that there is time for, paced by address group; in lab mode every address is this machine's, and pacing would only slow it. */
const pacedSource = (queue: TaskQueue<CrawlTask>, settings: Settings, { client, frontier }: Stores, { now, signal }: CliContext): TaskSource => {
  const delivered: TaskSource = { take: () => queue.take(), finished: () => signal.aborted };
  const source = new TimelySource(delivered, { frontier, neededMs: Math.min(settings.visitMs, settings.leaseMs / 2), now });
  if (settings.labMap !== null) return source;
  return new PacedSource(source, { pacing: openPacing(client, { prefix: keyPrefix, maxVisitsPerGroup: visitsPerGroup }), frontier, resolve: createResolver(), now });
};

const judgeLane = async (settings: Settings, { client, door, reputation, frontier, evidence }: Stores, queue: TaskQueue<JudgeTask>, { now, signal }: CliContext, log: Logger): Promise<void> => {
  const plan = recrawlPlanSchema.parse(shippedData('recrawl'));
  const visits = openVisitCounts(client, keyPrefix);
  const discovery = openDiscovery({ redis: client, prefix: keyPrefix, door, budget: settings.discovery, now, random: Math.random });
  await runJudgeLane({
    judge: openJudge(settings),
    source: { take: (until) => waitFor(queue, until) },
    evidence, reputation, frontier, now, signal, log,
    campaigns: openCampaigns(client, keyPrefix),
    discover: (...seen) => discovery.after(...seen),
    nextVisit: async (verdict: Verdict, nowMs: number) => nextVisit(plan, verdict, await reputation.historyOf(verdict.urlKey) ?? { sameBefore: 0, wasMalicious: false, sinceMs: verdict.atMs }, nowMs),
    crashes: openCrashes(client, keyPrefix),
    // A count that is lost is no reason to lose a verdict.
    onOutcome: (lane, outcome) => { visits.add(lane, outcome).catch((error: unknown) => { log.warn({ err: error }, 'a visit was not counted'); }); },
    onVerdict: deskNotes({ reputation, review: openReviewQueue(client, keyPrefix, readReviewData(shippedData('review'))), search: openSearch(client, keyPrefix), lookupsOf: (url, nowMs) => lookupsOf(client, keysOf(keyPrefix), url, nowMs), now }),
    maxAttempts: settings.maxAttempts,
    concurrency: 4,
  });
};

/** The next capture to judge; null only after the signal. */
const waitFor = async (queue: TaskQueue<JudgeTask>, signal: AbortSignal): Promise<Delivery | null> => {
  for (let waitMs = 5; !signal.aborted; waitMs = Math.min(2 * waitMs, 100)) {
    const delivery = await queue.take();
    if (delivery !== null) return delivery;
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
  }
  return null;
};
