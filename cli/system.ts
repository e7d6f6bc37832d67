import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import { openAudit } from '../api/audit.ts';
import { openFirstKey } from '../api/first-key.ts';
import { openKeys } from '../api/keys.ts';
import { createApi } from '../api/server.ts';
import { defaultLimits } from '../api/deps.ts';
import { explain } from '../classifiers/explain.ts';
import { environmentOf } from '../config/load.ts';
import type { Settings } from '../config/settings.ts';
import { followDue, openCtStates, type CtLog } from '../intake/ct/index.ts';
import { keptFormOf } from '../intake/door.ts';
import { openHoneypotStates, readDue, type Honeypot } from '../intake/honeypots/index.ts';
import { openMailTrap, type MailTrap } from '../intake/mail/trap.ts';
import { openFeedStates, pullDue, type Feed } from '../intake/feeds/index.ts';
import { openCampaigns } from '../correlation/campaigns.ts';
import { openTaskQueue } from '../queues/bull.ts';
import { runFeeder, type LaneFeed } from '../queues/feeder.ts';
import type { Lease } from '../queues/frontier/contract.ts';
import { openVisitCounts } from '../queues/visit-counts.ts';
import { lanes, type Lane } from '../records/index.ts';
import { openAppeals } from '../reputation/appeals.ts';
import { readAgeing } from '../reputation/ageing.ts';
import { exportFormats } from '../reputation/formats/index.ts';
import { openReplica } from '../reputation/replica/replica.ts';
import { openDecisions } from '../reputation/review/decisions.ts';
import { openDesk } from '../reputation/review/desk.ts';
import { openReviewQueue } from '../reputation/review/queue.ts';
import { readReviewData } from '../reputation/review/worth.ts';
import { openSearch } from '../reputation/search/search.ts';
import { openSafeBrowsing } from '../reputation/safebrowsing/index.ts';
import { openShares } from '../reputation/shares.ts';
import { parseUrl } from '../url/index.ts';
import type { CliContext } from './context.ts';
import { CommandError, exitCodes } from './exit.ts';
import { holdDataFolder } from './data-folder.ts';
import { ctLogsOf, feedsOf, honeypotsOf, userAgent } from './given-sources.ts';
import { openJudge } from './judging.ts';
import { shippedData } from './shipped-data.ts';
import { keyPrefix, openStores, type Stores } from './stores.ts';
import { supervise, type Supervised } from './supervise.ts';
import { sweepTempFolders } from './temp-folder.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
const consoleDir = fileURLToPath(new URL('../console/web', import.meta.url));

const expireEveryMs = 15_000;
const sweepEveryMs = 600_000;
/** How often is looked whether a feed is due. */
const feedsEveryMs = 30_000;
const countEveryMs = 5000;
/** How often is looked whether a certificate log is due. */
const ctEveryMs = 1000;
/** How often is looked whether a honeypot's log is due. */
const honeypotsEveryMs = 1000;
const keysEveryMs = 2000;

/** Everything on this machine: Redis if none is given, feeder, schedules, API and console, and worker processes. */
export interface System {
  /** Where the API and the console are. */
  readonly url: string;
  readonly stores: Stores;
  readonly workers: readonly Supervised[];
  /** Makes the first administrator's key, once, within an hour; null where there is a key. Another ends the one before. */
  firstKeyLink(): Promise<string | null>;
  /** Ends all of it, workers first; leases that are out come back at the next start. */
  close(): Promise<void>;
}

/** Throws CommandError, RedisError: each message says what to do. */
export const startSystem = async (settings: Settings, context: Pick<CliContext, 'env' | 'now'>, log: Logger, workerFlags: readonly string[] = []): Promise<System> => {
  const { now } = context;
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.reverse()) await end();
  };
  const feeds = feedsOf(settings);
  const ctLogs = ctLogsOf(settings);
  const honeypots = honeypotsOf(settings);
  try {
    const held = await holdDataFolder(settings.dataDir);
    closing.push(() => held.release(), sweepTempFolders);
    const stores = await openStores(settings, context.env, now, log, true);
    closing.push(() => stores.close());
    const reviewData = readReviewData(shippedData('review'));
    const ageing = readAgeing(shippedData('ageing'));
    const replica = openReplica({
      redis: stores.client, connect: () => stores.redis.client('blocking'), prefix: keyPrefix, ageing, now,
      onError: (error) => { log.error({ err: error }, 'the list in memory is behind; it tries again'); },
    });
    closing.push(() => replica.close());
    const judge = openJudge(settings);
    closing.push(() => stores.lookups.flush(now()));
    const trap = await openTrap(settings, stores, now, log);
    if (trap !== null) closing.push(() => trap.close());
    const keyRing = openKeys(stores.client, keyPrefix);
    await keyRing.refresh();
    const review = openReviewQueue(stores.client, keyPrefix, reviewData);
    const decisions = openDecisions(stores.client, keyPrefix);
    const firstKey = openFirstKey(stores.client, keyPrefix);
    const api = createApi({
      review, decisions, desk: openDesk({ reputation: stores.reputation, review, decisions, data: reviewData }), search: openSearch(stores.client, keyPrefix),
      shares: openShares(stores.client, keyPrefix), appeals: openAppeals(stores.client, keyPrefix), keyRing, firstKey, audit: openAudit(stores.client, keyPrefix),
      door: stores.door, reputation: stores.reputation, replica, lookups: stores.lookups, keptForm: (asked) => keptFormOf(asked, settings.redaction), campaigns: openCampaigns(stores.client, keyPrefix), ageing, evidence: stores.evidence, frontier: stores.frontier,
      safeBrowsing: openSafeBrowsing({ source: replica, listedCacheSecs: ageing.listedCacheSecs, notListedCacheSecs: ageing.notListedCacheSecs, now }),
      recent: (max) => stores.reputation.recent(max), progress: () => stores.reputation.tally(),
      explain, rate: (url, nowMs) => judge.rate(url, nowMs), formats: exportFormats,
      metrics: openMetrics(stores, trap), now, version, log,
      keys: settings.apiKey === null ? [] : [settings.apiKey], consoleDir, limits: defaultLimits,
    });
    closing.push(() => api.close());
    const url = await listen(api, settings);

    const feeding = new AbortController();
    const windows = await openWindows(settings, stores);
    const feeder = runFeeder({
      frontier: stores.frontier, lanes: new Map(windows.map(({ lane, feed }) => [lane, feed])), leaseMs: settings.leaseMs, maxAttempts: settings.maxAttempts,
      onGiveUp: async (lease) => { await recordGivenUp(lease, stores, judge.rate.bind(judge), now()); },
      onError: (error) => { log.error({ err: error }, 'the feeder failed; it tries again'); },
      now, signal: feeding.signal,
    });
    closing.push(async () => {
      feeding.abort();
      await feeder;
      for (const window of windows) await window.close();
    });

    const schedules = [
      every(keysEveryMs, log, () => keyRing.refresh()),
      every(countEveryMs, log, () => stores.lookups.flush(now())),
      every(expireEveryMs, log, async () => { await stores.reputation.expire(now(), 1000); }),
      every(sweepEveryMs, log, async () => { await stores.evidence.sweep({ maxAgeMs: settings.evidenceDays * 86_400_000, maxBytes: settings.evidenceBytes }, now()); }),
    ];
    closing.push(() => { for (const stop of schedules) stop(); return Promise.resolve(); });
    const score = (host: string): number => {
      const parsed = parseUrl(`https://${host}/`);
      return parsed.ok ? judge.rate(parsed.url, now()).score : 0;
    };
    closing.push(...startSources(feeds, ctLogs, honeypots, stores, score, settings.ctScore / 100, now, log));

    const env = { ...context.env, ...environmentOf(settings), REDIS_URL: stores.redis.url };
    const workers = ['probe,render', 'judge'].map((names) => supervise(['worker', '--lanes', names, ...workerFlags], env, log));
    closing.push(async () => { await Promise.all(workers.map((worker) => worker.stop())); });
    // Offered while nobody has a key; who never opens it goes on as before.
    const firstKeyLink = async (): Promise<string | null> => (keyRing.isEmpty && settings.apiKey === null ? `${url}/#/sign-in/${await firstKey.offer()}` : null);
    return { url, stores, workers, firstKeyLink, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const listen = async (api: ReturnType<typeof createApi>, { host, port }: Settings): Promise<string> => {
  try {
    await api.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new CommandError(exitCodes.machineLacks, `port ${port} of ${host} is in use. Stop what listens there, or give another with --port or HARRIER_PORT (0 takes a free one).`);
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new CommandError(exitCodes.machineLacks, `nothing can listen at ${host}, port ${port} (${code}). Give another with --host and --port.`);
    throw error;
  }
  const { port: actual } = api.server.address() as AddressInfo; // a TCP server that listens has one
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
};

/** Due work kept ready in Bull: enough for a lane never to stand idle between two looks of the feeder, and no more, since each holds a lease. */
const windowOf = (lane: Lane, settings: Settings): number => (lane === 'probe' ? 2 * settings.probeConcurrency : 24);

const openWindows = async (settings: Settings, { redis }: Stores): Promise<{ readonly lane: Lane; readonly feed: LaneFeed; close(): Promise<void> }[]> =>
  Promise.all(lanes.map(async (lane) => {
    const queue = await openTaskQueue(lane, { redis, prefix: keyPrefix, deliveryMs: settings.leaseMs });
    return { lane, feed: { queue, window: windowOf(lane, settings) }, close: () => queue.close() };
  }));

/** Does the work of a source again and again; the function returned ends it, and the turn under way. */
const startSource = (ms: number, log: Logger, turn: (signal: AbortSignal) => Promise<void>): (() => Promise<void>) => {
  const ending = new AbortController();
  let underWay: Promise<void> = Promise.resolve();
  const stop = every(ms, log, () => {
    underWay = turn(ending.signal).catch((error: unknown) => { if (!ending.signal.aborted) throw error; });
    return underWay;
  }, true);
  return async () => {
    stop();
    ending.abort();
    await underWay.catch(() => undefined); // it was logged
  };
};

/** The spam trap of the settings, null where none is wanted. */
const openTrap = async ({ mailPort, mailHost }: Settings, { door }: Stores, now: () => number, log: Logger): Promise<MailTrap | null> => {
  if (mailPort === null) return null;
  try {
    const trap = await openMailTrap({ host: mailHost, port: mailPort, door, now, onProblem: (says) => { log.warn({ source: 'mail:trap' }, says); } });
    log.info(`the spam trap takes mail at ${mailHost}, port ${trap.port}`);
    return trap;
  } catch (error) {
    throw new CommandError(exitCodes.machineLacks, `nothing can take mail at ${mailHost}, port ${mailPort} (${(error as NodeJS.ErrnoException).code ?? String(error)}). Give another with --mail-host and --mail-port (0 takes a free one).`);
  }
};

/** Pulls the feeds, and follows the certificate logs and honeypots of the settings. */
const startSources = (feeds: readonly Feed[], logs: readonly CtLog[], honeypots: readonly Honeypot[], { client, door }: Stores, score: (host: string) => number, threshold: number, now: () => number, log: Logger): (() => Promise<void>)[] => {
  const onProblem = ({ name }: { readonly name: string }, problem: string): void => { log.warn({ source: name }, `${name}: ${problem}`); };
  const feedStates = openFeedStates(client, keyPrefix);
  const ctStates = openCtStates(client, keyPrefix);
  const honeypotStates = openHoneypotStates(client, keyPrefix);
  return [
    ...(feeds.length === 0 ? [] : [startSource(feedsEveryMs, log, (signal) => pullDue({ feeds, states: feedStates, door, userAgent, now, signal, onProblem }))]),
    ...(honeypots.length === 0 ? [] : [startSource(honeypotsEveryMs, log, (signal) => readDue({ honeypots, states: honeypotStates, door, now, signal, onProblem }))]),
    ...(logs.length === 0 ? [] : [startSource(ctEveryMs, log, (signal) => followDue({ logs, states: ctStates, door, score, threshold, userAgent, now, signal, onProblem }))]),
  ];
};

/** A URL whose visits never came to an end still gets a verdict. */
const recordGivenUp = async (lease: Lease, { reputation }: Stores, rate: ReturnType<typeof openJudge>['rate'], nowMs: number): Promise<void> => {
  const parsed = parseUrl(lease.url);
  if (!parsed.ok) return;
  await reputation.record({ ...rate(parsed.url, nowMs), verdict: 'undecided', why: 'gave-up', threat: null }, { sources: [lease.source] }, nowMs);
};

const openMetrics = ({ client, frontier, reputation }: Stores, trap: MailTrap | null): Registry => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'harrier_' });
  const known = new Gauge({ name: 'harrier_frontier_urls', help: 'URLs in the frontier, by state.', labelNames: ['state'], registers: [registry], collect: async () => {
    const counts = await frontier.counts();
    known.set({ state: 'known' }, counts.known);
    known.set({ state: 'leased' }, counts.leased);
    known.set({ state: 'buried' }, counts.buried);
    for (const lane of lanes) known.set({ state: `due-${lane}` }, counts.due[lane]);
  } });
  const verdicts = new Gauge({ name: 'harrier_verdicts_given', help: 'Verdicts given, by kind.', labelNames: ['verdict'], registers: [registry], collect: async () => {
    for (const [kind, count] of Object.entries(await reputation.tally())) verdicts.set({ verdict: kind }, count);
  } });
  const mails = new Gauge({ name: 'harrier_mail_trap', help: 'What the spam trap took since the start, by kind; problems by why.', labelNames: ['kind'], registers: [registry], collect: () => {
    const totals = trap?.totals();
    if (totals === undefined) return;
    for (const kind of ['mails', 'urls', 'fresh', 'refused'] as const) mails.set({ kind }, totals[kind]);
    for (const [problem, count] of Object.entries(totals.problems)) mails.set({ kind: problem }, count);
  } });
  const counts = openVisitCounts(client, keyPrefix);
  const visits = new Gauge({ name: 'harrier_visits_total', help: 'Visits that the judge lane has seen, by lane and outcome, over all workers and restarts.', labelNames: ['lane', 'outcome'], registers: [registry], collect: async () => {
    for (const { lane, outcome, count } of await counts.read()) visits.set({ lane, outcome }, count);
  } });
  return registry;
};

/** Runs the work again and again, never twice at once; what fails is logged and tried at the next turn. */
const every = (ms: number, log: Logger, work: () => Promise<void>, atOnce = false): (() => void) => {
  let isRunning = false;
  const turn = (): void => {
    if (isRunning) return;
    isRunning = true;
    work().catch((error: unknown) => { log.error({ err: error }, 'a schedule failed; it is tried again'); }).finally(() => { isRunning = false; });
  };
  const timer = setInterval(turn, ms);
  if (atOnce) turn();
  return () => { clearInterval(timer); };
};
