import { Request, type IRequestManager } from '@crawlee/core';
import type { Dictionary } from '@crawlee/types';
import type { CrawlTask } from '../records/index.ts';
import type { TaskSource } from './task-source.ts';

/**
 * Feeds a Crawlee crawler from a TaskSource. At most one task is taken ahead, so that Crawlee's frequent
 * `isEmpty` costs nothing and a stopped lane gives up at most one task (whose lease then lapses).
 * Crawlee neither retries nor adds requests here: the frontier alone decides what is visited again.
 */
export class TaskRequestManager implements IRequestManager {
  readonly #source: TaskSource;
  readonly #skipNavigation: boolean;
  readonly #tasks = new WeakMap<object, CrawlTask>();
  readonly #taken = new Map<string, () => Promise<void>>();
  #ahead: { readonly task: CrawlTask; done(): Promise<void> } | null = null;
  #taking: Promise<void> | null = null;
  /** What the source threw while a task was taken ahead; thrown at the next call. */
  #failure: Error | null = null;
  #count = 0;
  #handled = 0;

  /** `skipNavigation`: the visit navigates by itself, with its collectors attached first. */
  constructor(source: TaskSource, skipNavigation: boolean) {
    this.#source = source;
    this.#skipNavigation = skipNavigation;
  }

  async isEmpty(): Promise<boolean> {
    await this.#takeAhead();
    this.#throwFailure();
    return this.#ahead === null;
  }

  async isFinished(): Promise<boolean> {
    return this.#source.finished() && this.#ahead === null && this.#taken.size === 0 && (await this.isEmpty());
  }

  async fetchNextRequest<T extends Dictionary = Dictionary>(): Promise<Request<T> | null> {
    await this.#takeAhead();
    this.#throwFailure();
    const next = this.#ahead;
    if (next === null) return null;
    this.#ahead = null;
    const uniqueKey = `${this.#count++}`;
    this.#taken.set(uniqueKey, () => next.done());
    void this.#takeAhead();
    const request = new Request<T>({ url: next.task.url, uniqueKey, skipNavigation: this.#skipNavigation });
    this.#tasks.set(request, next.task);
    return request;
  }

  /** The task behind a request that this manager gave out. */
  taskOf(request: Request): CrawlTask {
    const task = this.#tasks.get(request);
    if (task === undefined) throw new Error('this request was not given out by this manager');
    return task;
  }

  async markRequestHandled(request: Request): Promise<null> {
    const done = this.#taken.get(request.uniqueKey);
    this.#taken.delete(request.uniqueKey);
    this.#handled++;
    await done?.();
    return null;
  }

  handledCount(): Promise<number> { return Promise.resolve(this.#handled); }
  getTotalCount(): number { return this.#count; }
  getPendingCount(): number { return this.#taken.size; }

  async *[Symbol.asyncIterator](): AsyncGenerator<Request> {
    for (let next = await this.fetchNextRequest(); next !== null; next = await this.fetchNextRequest()) yield next;
  }

  reclaimRequest(): Promise<never> { return Promise.reject(new Error('a visit is never retried within a lane')); }
  addRequest(): Promise<never> { return Promise.reject(new Error('a lane takes tasks from its source only')); }
  addRequestsBatched(): Promise<never> { return Promise.reject(new Error('a lane takes tasks from its source only')); }

  #takeAhead(): Promise<void> {
    if (this.#ahead !== null || this.#failure !== null || this.#source.finished()) return Promise.resolve();
    this.#taking ??= this.#source.take().then(
      (taken) => { this.#ahead = taken; },
      (error: unknown) => { this.#failure = error instanceof Error ? error : new Error(String(error)); },
    ).finally(() => { this.#taking = null; });
    return this.#taking;
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure;
  }
}
