import { Configuration, CriticalError, Log, LogLevel, type Request } from '@crawlee/core';
import { PlaywrightCrawler, type PlaywrightCrawlerOptions } from '@crawlee/playwright';
import { chromium, type LaunchOptions, type Page } from 'playwright';
import type { Capture, CaptureParts, CrawlTask } from '../records/index.ts';
import { partNames, skipped } from '../records/index.ts';
import { launchProblem } from './browser/index.ts';
import { BullRequestManager } from './bull-request-manager.ts';
import { caps } from './caps.ts';
import type { LaneOptions, LaneRun } from './contract.ts';
import type { VisitEgress } from './egress/contract.ts';
import { MemoryWatch } from './memory-watch.ts';
import { contextOptionsOf } from './profiles.ts';
import type { TaskRequestManager } from './request-manager.ts';
import { StreamRequestManager } from './stream-request-manager.ts';
import type { TaskSource } from './task-source.ts';
import { visitPage } from './visit.ts';

export interface RenderLaneOptions extends LaneOptions {
  /** From crawler/browser's `launchOptions`. */
  readonly launch: LaunchOptions;
  readonly now?: () => number;
  /** Sees every page before it is sent anywhere: for tests that harm it. */
  readonly onPage?: (page: Page) => void;
  /** Memory of one page's renderer, by default `caps.rendererBytes`. */
  readonly rendererBytes?: number;
  /** Called for what is a fault of ours or of the machine, never of a page. */
  readonly onFault?: (message: string, error: unknown) => void;
}

/** A browser is replaced after so many pages: what leaks in it goes with it. */
const pagesPerBrowser = 250;
/** Beyond the visit's budget, for opening the page and for the capture's handler. Crawlee's clock never ends a visit. */
const handlerGraceMs = 120_000;
const closeMs = 2000;

/**
 * Visits tasks in a browser, each in a context of its own. A TaskSource (Bull) keeps the lane alive until
 * the signal; an async iterable ends it. `finished` rejects only where the lane cannot go on: with a
 * BrowserError where no browser starts, with the source's error where that fails.
 */
export const runRenderLane = (source: TaskSource | AsyncIterable<CrawlTask>, options: RenderLaneOptions): LaneRun => {
  if (options.signal.aborted) return { finished: Promise.resolve() };
  const { egress, budget, concurrency, onFault = () => {}, now = Date.now } = options;
  const isStream = Symbol.asyncIterator in source;
  const requestManager = isStream ? new StreamRequestManager(source, true) : new BullRequestManager(source, true);
  const opened = new WeakMap<Request, VisitEgress>();
  const memory = new MemoryWatch(options.rendererBytes ?? caps.rendererBytes);

  const handOver = async (task: CrawlTask, capture: Capture): Promise<void> => {
    try {
      await options.onCapture(task, capture);
    } catch (error) {
      onFault(`the capture of ${task.url} was not taken`, error);
    }
  };

  const crawler = new RenderCrawler(requestManager, {
    keepAlive: !isStream,
    minConcurrency: concurrency.min,
    maxConcurrency: concurrency.max,
    maxRequestRetries: 0,
    requestHandlerTimeoutSecs: (budget.visitMs + handlerGraceMs) / 1000,
    useSessionPool: false,
    log: new Log({ level: LogLevel.OFF }),
    statisticsOptions: { logIntervalSecs: 1_000_000, persistenceOptions: { enable: false }, saveErrorSnapshots: false },
    autoscaledPoolOptions: { maybeRunIntervalSecs: 0.1, loggingIntervalSecs: null },
    launchContext: { launcher: chromium, useIncognitoPages: true, launchOptions: { ...options.launch, args: [...(options.launch.args ?? []), ...laneSwitches(options)] } },
    browserPoolOptions: {
      useFingerprints: false,
      maxOpenPagesPerBrowser: concurrency.max + 1,
      retireBrowserAfterPageCount: pagesPerBrowser,
      // A browser that died is given up at once: the next visit must not be spent on finding out.
      postLaunchHooks: [async (_pageId, controller) => {
        const { browser } = controller;
        browser.on('disconnected', () => crawler.browserPool.retireBrowserController(controller));
        await memory.over(browser);
      }],
      prePageCreateHooks: [async (pageId, _controller, pageOptions) => {
        const request = crawler.requestOf(pageId);
        const profile = options.profileFor(requestManager.taskOf(request));
        const visit = await egress.open({ maxBytes: budget.maxBytes, profile: profile.name });
        opened.set(request, visit);
        Object.assign(pageOptions ?? {}, contextOptionsOf(profile), { proxy: { server: visit.proxyUrl } });
      }],
    },
    requestHandler: async ({ page, request }) => {
      const task = requestManager.taskOf(request);
      const visit = opened.get(request);
      if (visit === undefined) throw new Error('the page was opened without an egress');
      options.onPage?.(page);
      const capture = await visitPage(page, task, { profile: options.profileFor(task), budget, egress: visit, extraCa: options.extraCa, canary: options.canary ?? null, memory, now });
      await closePage(page);
      await visit.close();
      await handOver(task, capture);
    },
    // No page could be opened: the browser died, or the machine is out of something.
    failedRequestHandler: async ({ request }, error) => {
      onFault(`no page could be opened for ${request.url}`, error);
      crawler.stats.errorTracker.reset();
      const task = requestManager.taskOf(request);
      await opened.get(request)?.close();
      await handOver(task, unopened(task, options.profileFor(task).name, now()));
    },
  });

  const stop = (): void => crawler.stop();
  const finished = crawler.run().then(() => {}, (error: unknown) => { throw error instanceof CriticalError ? launchProblem(error.cause) : error; }).finally(() => options.signal.removeEventListener('abort', stop));
  options.signal.addEventListener('abort', stop);
  return { finished };
};

class RenderCrawler extends PlaywrightCrawler {
  /** Crawlee 3.18 declares the option `requestManager`, but its browser crawlers' own schema rejects it: it is set here. */
  constructor(requestManager: TaskRequestManager, options: PlaywrightCrawlerOptions) {
    super(options, new Configuration({ persistStorage: false, purgeOnStart: false }));
    this.requestManager = requestManager;
  }

  /** Crawlee opens a page under the id of the crawling context that asked for it. */
  requestOf(pageId: string): Request {
    const context = this.crawlingContexts.get(pageId);
    if (context === undefined) throw new Error('a page was asked for outside of any visit');
    return context.request;
  }
}

/**
 * Switches that are the lane's business rather than the browser's safety.
 * - One process a visit: a visit holds nothing of value, so nothing needs to be kept from its own frames. Every
 *   context still has processes of its own, in the sandbox; and what frames do is seen in one session.
 * - The ordinary visitor's user agent wherever a page's own override does not reach (workers of workers).
 */
const laneSwitches = ({ profileFor }: RenderLaneOptions): string[] => [
  '--disable-site-isolation-trials',
  `--user-agent=${profileFor({ v: 1, urlKey: '', url: '', lane: 'render', look: 0, lease: '', deadlineMs: 0, attempts: 0, source: 'lane' }).userAgent}`,
];

/** A page may hold its own closing; then its renderer is crashed, which nothing can hold. */
const closePage = async (page: Page): Promise<void> => {
  const closed = page.close({ runBeforeUnload: false }).then(() => true, () => true);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => { timer = setTimeout(resolve, closeMs, false); });
  if (await Promise.race([closed, late])) { clearTimeout(timer); return; }
  const crash = async (): Promise<void> => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Page.crash');
  };
  await Promise.race([crash().catch(() => {}), new Promise((resolve) => { setTimeout(resolve, closeMs); })]);
};

const unopened = (task: CrawlTask, profile: string, nowMs: number): Capture => ({
  v: 1, urlKey: task.urlKey, url: task.url, finalUrl: task.url, lane: 'render', profile, startedAtMs: nowMs, elapsedMs: 0, outcome: 'crashed',
  failure: { code: 'browser', message: 'no page could be opened' },
  parts: Object.fromEntries(partNames.map((name) => [name, skipped('no page could be opened')])) as CaptureParts, // every part name, each skipped
});
