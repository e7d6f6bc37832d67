import { TaskRequestManager } from './request-manager.ts';
import type { TaskSource } from './task-source.ts';

/**
 * Tasks from Bull, through the task source that queues/ gives. A job is completed only when its capture has
 * been handed over: a worker that dies on the way leaves the lease to lapse.
 */
export class BullRequestManager extends TaskRequestManager {
  constructor(source: TaskSource, skipNavigation: boolean) { super(source, skipNavigation); }
}
