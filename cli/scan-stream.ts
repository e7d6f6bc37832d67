import type { Judge } from '../classifiers/contract.ts';
import { deathOf, quarantinedVerdict } from '../classifiers/quarantine.ts';
import { rank } from '../classifiers/evaluation/judge-captures.ts';
import { isAccused, type Capture, type CrawlTask, type Verdict } from '../records/index.ts';
import type { ParsedUrl } from '../url/index.ts';
import type { InputLine } from './input.ts';
import { problemSays, readLine } from './url-problem.ts';
import { problemLine, verdictLine, type VerdictLine } from './verdict-line.ts';

/**
 * The walk of many URLs without a store: lines in, a verdict line each out, as each is done. At most `maxOpen`
 * URLs are under way, and only they are in memory, whatever the length of the input.
 *
 * The two lanes take their tasks from `probes()` and `renders()` and hand captures to `onCapture`.
 */
export class ScanStream {
  readonly #judge: Judge;
  readonly #emit: (line: VerdictLine, verdict: Verdict | null, input: InputLine) => Promise<void>;
  readonly #keep: (capture: Capture) => Promise<string | null>;
  readonly #now: () => number;
  readonly #maxOpen: number;
  readonly #open = new Map<string, OpenUrl>();
  readonly #toRender = new Waiting<CrawlTask>();
  #inputEnded = false;
  #roomMade: (() => void) | null = null;

  constructor(options: {
    readonly judge: Judge;
    readonly emit: (line: VerdictLine, verdict: Verdict | null, input: InputLine) => Promise<void>;
    /** Stores a capture and answers its key, or null where none is kept. */
    readonly keep: (capture: Capture) => Promise<string | null>;
    readonly now: () => number;
    readonly maxOpen: number;
  }) {
    this.#judge = options.judge;
    this.#emit = options.emit;
    this.#keep = options.keep;
    this.#now = options.now;
    this.#maxOpen = options.maxOpen;
  }

  async *probes(lines: AsyncIterable<InputLine>): AsyncGenerator<CrawlTask> {
    let count = 0;
    for await (const input of lines) {
      const parsed = readLine(input);
      if (!parsed.ok) {
        await this.#emit(problemLine(input.text, parsed.problem, problemSays[parsed.problem]), null, input);
        continue;
      }
      while (this.#open.size >= this.#maxOpen) await new Promise<void>((resolve) => { this.#roomMade = resolve; });
      const id = String(count++);
      this.#open.set(id, { id, input, url: parsed.url, startedAtMs: this.#now(), first: null, isRetried: false, deaths: 0 });
      yield this.#task(id, parsed.url, 'probe', 0);
    }
    this.#inputEnded = true;
    this.#endWhenDone();
  }

  renders(): AsyncGenerator<CrawlTask> {
    return this.#toRender.items();
  }

  async onCapture(task: CrawlTask, capture: Capture): Promise<void> {
    const url = this.#open.get(task.lease);
    if (url === undefined) return;
    if (capture.outcome === 'crashed' && !url.isRetried) {
      url.isRetried = true;
      url.deaths = deathOf(capture) === null ? 0 : 1;
      this.#toRender.push(this.#task(task.lease, url.url, 'render', task.look));
      return;
    }
    if (url.deaths === 1 && deathOf(capture) !== null) {
      const captureKey = await this.#keep(capture);
      const seen = this.#judge.judge({ ...capture, outcome: 'quarantined' }, { captureKey, previous: url.first, nowMs: this.#now() });
      const worse = url.first !== null && rank(url.first.verdict) > rank(seen) ? url.first.verdict : seen;
      return this.#finish(url, quarantinedVerdict(this.#judge, worse, url.url.visit, this.#now()), capture);
    }
    if (task.lane === 'probe' && this.#judge.triage(capture) === 'render') {
      // A page that shows its lure once has shown it by now.
      const seen = this.#judge.judge(capture, { captureKey: null, previous: null, nowMs: this.#now() });
      if (isAccused(seen)) url.first = { key: await this.#keep(capture), capture, verdict: seen };
      this.#toRender.push(this.#task(task.lease, url.url, 'render', 0));
      return;
    }
    const captureKey = await this.#keep(capture);
    const verdict = this.#judge.judge(capture, { captureKey, previous: url.first, nowMs: this.#now() });
    if (task.lane === 'render' && url.first?.verdict.verdict !== 'malicious' && this.#judge.nextLook(capture, verdict, task.look) === 'look-again') {
      if (url.first === null || rank(verdict) >= rank(url.first.verdict)) url.first = { key: captureKey, capture, verdict };
      this.#toRender.push(this.#task(task.lease, url.url, 'render', task.look + 1));
      return;
    }
    const { first } = url;
    if (first === null || rank(first.verdict) <= rank(verdict)) return this.#finish(url, verdict, capture);
    // The earlier look stands, and says what this one was shown.
    await this.#finish(url, this.#judge.judge(first.capture, { captureKey: first.key, previous: { key: captureKey, capture }, nowMs: this.#now() }), first.capture);
  }

  async #finish(url: OpenUrl, verdict: Verdict, capture: Capture): Promise<void> {
    await this.#emit(verdictLine(url.input.text, verdict, capture, this.#now() - url.startedAtMs), verdict, url.input);
    this.#open.delete(url.id);
    this.#roomMade?.();
    this.#roomMade = null;
    this.#endWhenDone();
  }

  #endWhenDone(): void {
    if (this.#inputEnded && this.#open.size === 0) this.#toRender.end();
  }

  #task(id: string, { key, visit }: ParsedUrl, lane: CrawlTask['lane'], look: number): CrawlTask {
    return { v: 1, urlKey: key, url: visit, lane, look, lease: id, deadlineMs: Number.MAX_SAFE_INTEGER, attempts: 0, source: 'cli' };
  }
}

interface OpenUrl {
  readonly id: string;
  readonly input: InputLine;
  readonly url: ParsedUrl;
  readonly startedAtMs: number;
  /** What the first look saw, while a second one is under way. */
  first: { readonly key: string | null; readonly capture: Capture; readonly verdict: Verdict } | null;
  isRetried: boolean;
  /** Of a renderer or browser: not what was a fault of ours. */
  deaths: 0 | 1;
}

/** Items pushed by one side and awaited by the other. */
class Waiting<T> {
  readonly #items: T[] = [];
  #wake: (() => void) | null = null;
  #ended = false;

  push(item: T): void {
    this.#items.push(item);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *items(): AsyncGenerator<T> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) yield item;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => { this.#wake = resolve; });
    }
  }
}
