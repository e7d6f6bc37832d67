import type { CrawlTask } from '../records/index.ts';
import { TaskRequestManager } from './request-manager.ts';
import type { TaskSource } from './task-source.ts';

/** How long a take waits for a slow stream before it answers "none now". */
const takeMs = 200;

/**
 * Tasks from an async iterable, pulled one at a time as visits need them: a stream of any length is never
 * held in memory. The lane ends when the stream does. An error of the stream ends it too, and is thrown by `take`.
 */
export class StreamTaskSource implements TaskSource {
  readonly #iterator: AsyncIterator<CrawlTask>;
  #pending: Promise<IteratorResult<CrawlTask>> | null = null;
  #ended = false;

  constructor(tasks: AsyncIterable<CrawlTask>) { this.#iterator = tasks[Symbol.asyncIterator](); }

  finished(): boolean { return this.#ended; }

  async take(): Promise<{ readonly task: CrawlTask; done(): Promise<void> } | null> {
    if (this.#ended) return null;
    this.#pending ??= this.#iterator.next();
    const next = await this.#orNull(this.#pending);
    if (next === null) return null;
    this.#pending = null;
    if (next.done === true) { this.#ended = true; return null; }
    return { task: next.value, done: () => Promise.resolve() };
  }

  async #orNull(pending: Promise<IteratorResult<CrawlTask>>): Promise<IteratorResult<CrawlTask> | null> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await Promise.race([pending, new Promise<null>((resolve) => { timer = setTimeout(resolve, takeMs, null); })]);
    } catch (error) {
      this.#ended = true;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

export class StreamRequestManager extends TaskRequestManager {
  constructor(tasks: AsyncIterable<CrawlTask>, skipNavigation: boolean) { super(new StreamTaskSource(tasks), skipNavigation); }
}
