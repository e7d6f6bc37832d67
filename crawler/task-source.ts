import type { CrawlTask } from '../records/index.ts';

/** Where a lane's tasks come from. */
export interface TaskSource {
  /**
   * The next task, or null where there is none now; answers within about a second. `done` is called once
   * the visit has ended and its capture was handed over.
   */
  take(): Promise<{ readonly task: CrawlTask; done(): Promise<void> } | null>;
  /** No task will come any more. */
  finished(): boolean;
}
