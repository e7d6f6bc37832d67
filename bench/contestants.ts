import { Configuration, Log, LogLevel, ProxyConfiguration, RequestList } from '@crawlee/core';
import { PlaywrightCrawler } from '@crawlee/playwright';
import { chromium, type LaunchOptions } from 'playwright';
import type { VisitBudget } from '../crawler/contract.ts';
import type { Egress } from '../crawler/egress/contract.ts';
import { runRenderLane } from '../crawler/render.ts';
import type { Capture, CrawlTask, Profile } from '../records/index.ts';

/** Visits all URLs, a browser's start and end included, and answers how many pages it took. */
export type Contestant = (urls: readonly string[]) => Promise<number>;

export interface Ring {
  readonly egress: Egress;
  readonly launch: () => Promise<LaunchOptions>;
  readonly profile: Profile;
  readonly extraCa: string | null;
  /** How the rivals get there. Straight, with switches that map names, they pay for no guard; else through a proxy. */
  readonly rivals: { readonly switches: readonly string[]; readonly proxyUrl: string | null };
  readonly concurrency: number;
}

const budget: VisitBudget = { visitMs: 30_000, dwellMs: 3000, maxBytes: 50_000_000, maxHops: 20, maxRequests: 1000 };

/** The render lane: every part of every page. */
export const renderLane = ({ egress, launch, profile, extraCa, concurrency }: Ring, onCapture: (capture: Capture) => void = () => {}): Contestant => async (urls) => {
  let done = 0;
  const faults: unknown[] = [];
  await runRenderLane(tasks(urls), {
    egress, launch: await launch(), extraCa, budget, signal: new AbortController().signal, concurrency: { min: concurrency, max: concurrency },
    profileFor: () => profile,
    onCapture: (task, capture) => {
      const { outcome, parts } = capture;
      onCapture(capture);
      if (outcome === 'visited' && (parts.screenshot.state !== 'collected' || parts.frames.state !== 'collected')) faults.push(new Error(`${task.url}: a part is missing`));
      done++;
      return Promise.resolve();
    },
    onFault: (message, error) => { faults.push(message, error); },
  }).finished;
  if (faults.length > 0) throw new AggregateError(faults, 'the lane reported faults');
  return done;
};

async function* tasks(urls: readonly string[]): AsyncGenerator<CrawlTask> {
  for (const url of urls) yield await Promise.resolve({ v: 1, urlKey: url, url, lane: 'render', look: 0, lease: '', deadlineMs: 0, attempts: 0, source: 'bench' });
}

const forRivals = async ({ launch, rivals }: Ring): Promise<LaunchOptions> => {
  const options = await launch();
  if (rivals.proxyUrl !== null) return { ...options, proxy: { server: rivals.proxyUrl } };
  delete options.proxy;
  return { ...options, args: [...(options.args ?? []).filter((flag) => !flag.startsWith('--host-resolver-rules') && !flag.startsWith('--proxy-bypass-list')), ...rivals.switches] };
};

/** playwright-core alone: a new context a page, DOM and screenshot, nothing else. */
export const barePlaywright = (ring: Ring): Contestant => async (urls) => {
  const browser = await chromium.launch(await forRivals(ring));
  const left = [...urls];
  let done = 0;
  const worker = async (): Promise<void> => {
    for (let url = left.shift(); url !== undefined; url = left.shift()) {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const page = await context.newPage();
      // A page that moves on while it is taken, or does not answer, is a page seen all the same.
      await page.goto(url, { timeout: 15_000 }).then(() => page.content()).then(() => page.screenshot()).catch(() => {});
      await context.close();
      done++;
    }
  };
  await Promise.all(Array.from({ length: ring.concurrency }, worker));
  await browser.close();
  return done;
};

/** Crawlee's own crawler with its defaults but for incognito pages, and the handler's DOM and screenshot. */
export const plainCrawler = (ring: Ring): Contestant => async (urls) => {
  let done = 0;
  const crawler = new PlaywrightCrawler({
    requestList: await RequestList.open(null, [...urls]),
    minConcurrency: ring.concurrency,
    maxConcurrency: ring.concurrency,
    maxRequestRetries: 0,
    navigationTimeoutSecs: 15,
    log: new Log({ level: LogLevel.OFF }),
    ...(ring.rivals.proxyUrl === null ? {} : { proxyConfiguration: new ProxyConfiguration({ proxyUrls: [ring.rivals.proxyUrl] }) }),
    launchContext: { launcher: chromium, useIncognitoPages: true, launchOptions: await forRivals(ring) },
    browserPoolOptions: { prePageCreateHooks: [(_id, _controller, options) => { Object.assign(options ?? {}, { ignoreHTTPSErrors: true }); }] },
    requestHandler: async ({ page }) => {
      await page.content();
      await page.screenshot();
      done++;
    },
    // As with the bare one, a page that moves on is a page seen.
    failedRequestHandler: () => { done++; },
  }, new Configuration({ persistStorage: false, purgeOnStart: false }));
  await crawler.run();
  return done;
};
