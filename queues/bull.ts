import Bull from 'bull';
import type { z } from 'zod';
import { crawlTaskSchema, judgeTaskSchema } from '../records/index.ts';
import { queueKeys, type BullQueueName } from './keys.ts';
import type { RedisHandle } from './redis.ts';

const schemas = { probe: crawlTaskSchema, render: crawlTaskSchema, judge: judgeTaskSchema } as const;

/** What each queue carries. */
export type TaskOf<Name extends BullQueueName> = z.infer<(typeof schemas)[Name]>;

/** A task and its receipt. `done` takes it off the list of tasks under way; it never fails, and only says less to the counters when it is not called. */
export interface Delivery<Task> {
  readonly task: Task;
  done(): Promise<void>;
}

export interface TaskQueueOptions {
  readonly redis: Pick<RedisHandle, 'client'>;
  readonly prefix: string;
  /** A delivery that isn't done by then belongs to a dead worker: at least the lease. */
  readonly deliveryMs: number;
}

/**
 * One lane's delivery on Bull. A task is delivered at most once: one attempt, nothing kept, a stalled one is dropped.
 * Nothing is lost by that: the frontier's lease lapses, and the URL comes again.
 */
export interface TaskQueue<Task> {
  push(tasks: readonly Task[]): Promise<void>;
  /** The next task, or null where none waits. A job that is no task is dropped and counted. */
  take(): Promise<Delivery<Task> | null>;
  counts(): Promise<{ readonly waiting: number; readonly active: number }>;
  /** How many jobs this process dropped because they did not parse. */
  readonly dropped: number;
  /** Forgets what dead workers had taken. Looks twice before: call it every now and then; more often than each half minute does nothing. */
  clearDead(): Promise<void>;
  close(): Promise<void>;
}

export const openTaskQueue = async <Name extends BullQueueName>(name: Name, options: TaskQueueOptions): Promise<TaskQueue<TaskOf<Name>>> => {
  const clients = new Set<ReturnType<RedisHandle['client']>>();
  const queue = new Bull(name, {
    prefix: queueKeys(options.prefix).bullPrefix(name),
    createClient: (type) => {
      const client = options.redis.client(type === 'client' ? 'commands' : 'blocking');
      clients.add(client);
      return client;
    },
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
    settings: { maxStalledCount: 0, lockDuration: options.deliveryMs, drainDelay: blockSecs },
  });
  await queue.isReady();
  let dropped = 0;

  const take = async (): Promise<Delivery<TaskOf<Name>> | null> => {
    for (;;) {
      // Bull's manual fetch blocks on an empty list; asked first, it blocks only where another taker was faster.
      if (await queue.getWaitingCount() === 0) return null;
      const job = await queue.getNextJob();
      if (job === null || job === undefined) return null;
      // The lock may be gone, or Bull may have forgotten the job: either way nobody else will be given it.
      const done = async (): Promise<void> => { await job.moveToCompleted('done', false, true).catch(() => undefined); };
      const parsed = schemas[name].safeParse(job.data);
      if (parsed.success) return { task: parsed.data as TaskOf<Name>, done }; // the schema of this name
      dropped++;
      await done();
    }
  };

  return {
    async push(tasks) {
      if (tasks.length > 0) await queue.addBulk(tasks.map((data) => ({ data })));
    },
    take,
    async counts() {
      const { waiting, active } = await queue.getJobCounts();
      return { waiting, active };
    },
    get dropped() { return dropped; },
    async clearDead() {
      await (queue as unknown as StalledCheck).moveUnlockedJobsToWait(); // public by name, missing in Bull's types
    },
    async close() {
      await queue.close(true);
      for (const client of clients) client.disconnect();
    },
  };
};

/** Redis takes fractions of a second. */
const blockSecs = 0.1;

interface StalledCheck { moveUnlockedJobsToWait(): Promise<unknown> }
