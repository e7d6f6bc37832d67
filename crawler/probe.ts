import { Readable } from 'node:stream';
import { Configuration, Log, LogLevel, type BaseHttpClient, type HttpRequest, type Request, type StreamingHttpResponse } from '@crawlee/core';
import { CheerioCrawler, type CheerioCrawlerOptions } from '@crawlee/cheerio';
import type { Capture, CaptureParts, CrawlTask } from '../records/index.ts';
import { collected, failed, partNames, skipped } from '../records/index.ts';
import { BullRequestManager } from './bull-request-manager.ts';
import { parseAuthority } from './certificates.ts';
import type { LaneOptions, LaneRun } from './contract.ts';
import { Deadline } from './deadline.ts';
import type { VisitEgress } from './egress/contract.ts';
import { endingOf } from './ending.ts';
import { secureContextOf } from './probe-connection.ts';
import { exchange, type Exchange } from './probe-exchange.ts';
import type { TaskRequestManager } from './request-manager.ts';
import { StreamRequestManager } from './stream-request-manager.ts';
import type { TaskSource } from './task-source.ts';

export interface ProbeLaneOptions extends LaneOptions {
  readonly now?: () => number;
  /** Called for what is a fault of ours or of the machine, never of a page. */
  readonly onFault?: (message: string, error: unknown) => void;
}

const handlerGraceMs = 120_000;

/** One HTTP visit a task, no script run. A TaskSource (Bull) keeps the lane alive until the signal; an async iterable ends it. */
export const runProbeLane = (source: TaskSource | AsyncIterable<CrawlTask>, options: ProbeLaneOptions): LaneRun => {
  if (options.signal.aborted) return { finished: Promise.resolve() };
  const { egress, budget, concurrency, onFault = () => {}, now = Date.now } = options;
  const isStream = Symbol.asyncIterator in source;
  const requestManager = isStream ? new StreamRequestManager(source, false) : new BullRequestManager(source, false);
  const secureContext = secureContextOf(options.extraCa);
  const authority = parseAuthority(options.extraCa);
  const visits = new WeakMap<Request, Visit>();
  const timeoutSecs = (budget.visitMs + handlerGraceMs) / 1000;

  const handOver = async (task: CrawlTask, capture: Capture): Promise<void> => {
    try {
      await options.onCapture(task, capture);
    } catch (error) {
      onFault(`the capture of ${task.url} was not taken`, error);
    }
  };

  const crawler = new ProbeCrawler(requestManager, {
    keepAlive: !isStream,
    minConcurrency: concurrency.min,
    maxConcurrency: concurrency.max,
    maxRequestRetries: 0,
    requestHandlerTimeoutSecs: timeoutSecs,
    navigationTimeoutSecs: timeoutSecs,
    useSessionPool: false,
    additionalMimeTypes: ['*/*'],
    httpClient: new ProbeClient(),
    log: new Log({ level: LogLevel.OFF }),
    statisticsOptions: { logIntervalSecs: 1_000_000, persistenceOptions: { enable: false }, saveErrorSnapshots: false },
    autoscaledPoolOptions: { maybeRunIntervalSecs: 0.1, loggingIntervalSecs: null },
    preNavigationHooks: [async ({ request }: { readonly request: Request }, client) => {
      const task = requestManager.taskOf(request);
      const visit: Visit = { egress: await egress.open({ maxBytes: budget.maxBytes, profile: options.profileFor(task).name }), deadline: null, result: null };
      visits.set(request, visit);
      client.context = {
        visit: async () => {
          // The clock starts here and not before: the first request of a process waits for Crawlee to load its own client.
          visit.deadline = new Deadline(budget.visitMs, now);
          visit.result = await exchange({ url: task.url, profile: options.profileFor(task), budget, egress: visit.egress, deadline: visit.deadline, secureContext, authority });
          return visit.result;
        },
      };
    }],
    requestHandler: async ({ request }) => {
      const task = requestManager.taskOf(request);
      const visit = visits.get(request);
      if (visit === undefined || visit.result === null || visit.deadline === null) throw new Error('a page was handled that nobody visited');
      const capture = captureOf(task, options.profileFor(task).name, visit.result, visit.egress, visit.deadline);
      await end(visit);
      await handOver(task, capture);
    },
    failedRequestHandler: async ({ request }, error) => {
      onFault(`the probe of ${request.url} failed`, error);
      crawler.stats.errorTracker.reset();
      const task = requestManager.taskOf(request);
      const visit = visits.get(request);
      if (visit !== undefined) await end(visit);
      await handOver(task, unprobed(task, options.profileFor(task).name, now(), error));
    },
  });

  const stop = (): void => crawler.stop();
  const finished = crawler.run().then(() => {}).finally(() => options.signal.removeEventListener('abort', stop));
  options.signal.addEventListener('abort', stop);
  return { finished };
};

interface Visit { readonly egress: VisitEgress; deadline: Deadline | null; result: Exchange | null }

const end = async ({ egress, deadline }: Visit): Promise<void> => {
  deadline?.release();
  await egress.close();
};

class ProbeCrawler extends CheerioCrawler {
  /** As in the render lane: Crawlee's own schema rejects the option `requestManager`. */
  constructor(requestManager: TaskRequestManager, options: CheerioCrawlerOptions) {
    super(options, new Configuration({ persistStorage: false, purgeOnStart: false }));
    this.requestManager = requestManager;
  }
}

/**
 * Crawlee's door to HTTP. The exchange follows its own redirects, decodes and reads its own text (static-page.ts, in one
 * pass); what Crawlee gets is always an empty page, because it would build the tree of a full one, twice. So every
 * visit reaches the handler as well, and Crawlee's error statistics, which keep every message that they see, stay empty.
 */
class ProbeClient implements BaseHttpClient {
  async stream(request: HttpRequest): Promise<StreamingHttpResponse> {
    const { visit } = request['context'] as { visit: () => Promise<Exchange> }; // put there by the navigation hook
    await visit();
    const stream = Readable.from([], { objectMode: false });
    const none = { percent: 1, transferred: 0 };
    return { stream, request, url: String(request.url), redirectUrls: [], statusCode: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, trailers: {}, complete: true, downloadProgress: none, uploadProgress: none };
  }

  sendRequest(): Promise<never> {
    return Promise.reject(new Error('a probe makes no requests beside its visit'));
  }
}

const lane = 'probe lane';

const captureOf = (task: CrawlTask, profile: string, result: Exchange, egress: VisitEgress, deadline: Deadline): Capture => {
  const why = result.response === null ? 'no answer came' : 'the answer is no text';
  const { forms, links, scripts } = result.page ?? { forms: failed(why), links: failed(why), scripts: failed(why) };
  const connections = egress.connections();
  const parts: CaptureParts = {
    ...skippedParts(lane),
    redirects: collected(result.hops),
    response: result.response === null ? failed('no answer came') : collected(result.response),
    html: result.html === null ? failed(why) : collected(result.html, result.htmlCut),
    forms, links, scripts,
    downloads: collected(result.download === null ? [] : [result.download]),
    tls: collected(result.tls),
    connections: collected(connections),
  };
  const { ended } = deadline;
  const { outcome, failure } = ended !== null && result.response !== null
    ? { outcome: 'timed-out' as const, failure: { code: 'timed-out', message: ended.message } }
    : endingOf({ url: result.finalUrl, error: ended === null ? result.error : null, parts, connections });
  return { v: 1, urlKey: task.urlKey, url: task.url, finalUrl: result.finalUrl, lane: 'probe', profile, startedAtMs: deadline.startedAtMs, elapsedMs: deadline.elapsedMs, outcome, failure, parts };
};

const unprobed = (task: CrawlTask, profile: string, nowMs: number, error: Error): Capture => {
  const parts = skippedParts('the probe failed');
  return { v: 1, urlKey: task.urlKey, url: task.url, finalUrl: task.url, lane: 'probe', profile, startedAtMs: nowMs, elapsedMs: 0, outcome: 'crashed', failure: { code: 'probe', message: error.message.slice(0, 300) }, parts };
};

const skippedParts = (why: string): CaptureParts => Object.fromEntries(partNames.map((name) => [name, skipped(why)])) as CaptureParts; // every part name, each skipped
