import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';

const launcher = fileURLToPath(new URL('../bin/harrier.js', import.meta.url));
/** A worker that has lived so long and then dies is started again at once. */
const steadyMs = 60_000;
const longestPauseMs = 30_000;
/** After this a worker that was told to stop is killed; a little more than it gives its visits. */
const stopMs = 12_000;

/** A child process that is started again whenever it dies, until it is stopped. */
export interface Supervised {
  /** Process id, null between two lives. */
  pid(): number | null;
  stop(): Promise<void>;
}

/** Runs `harrier <args>` and keeps it running. It notices by its channel when we die, and ends. */
export const supervise = (args: readonly string[], env: NodeJS.ProcessEnv, log: Logger): Supervised => {
  let child: ChildProcess | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let pauseMs = 250;

  const start = (): void => {
    const startedAt = performance.now();
    const started = spawn(process.execPath, [launcher, ...args], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child = started;
    started.once('error', (error) => { log.error(`${args.join(' ')} could not be started: ${error.message}`); });
    started.once('close', (code, signal) => {
      child = null;
      if (isStopping) return;
      pauseMs = performance.now() - startedAt > steadyMs ? 250 : Math.min(2 * pauseMs, longestPauseMs);
      log.error(`${args.join(' ')} ended (${signal ?? `code ${code}`}) and is started again in ${pauseMs} ms`);
      timer = setTimeout(start, pauseMs);
    });
  };
  start();

  return {
    pid: () => child?.pid ?? null,
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      const last = child;
      if (last === null) return;
      const closed = once(last, 'close');
      last.kill('SIGTERM');
      const killer = setTimeout(() => last.kill('SIGKILL'), stopMs);
      await closed;
      clearTimeout(killer);
    },
  };
};
