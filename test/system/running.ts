import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadSettings } from '../../config/load.ts';
import type { Settings } from '../../config/settings.ts';
import { projectRoot } from '../house/source-files.ts';
import { descendantsOf, processesWith } from './processes.ts';

/** Looks every 200 ms until the check answers something; what it threw meanwhile is said where it never does. */
export const until = async <Found>(what: string, seconds: number, check: () => Found | null | undefined | false | Promise<Found | null | undefined | false>): Promise<Found> => {
  const endsAt = performance.now() + seconds * 1000;
  let thrown: unknown;
  for (;;) {
    try {
      const found = await check();
      if (found !== null && found !== undefined && found !== false) return found;
    } catch (error) {
      thrown = error;
    }
    if (performance.now() > endsAt) throw new Error(`not within ${seconds} s: ${what}`, { cause: thrown });
    await pause(200);
  }
};

/** Where tsx keeps what it compiled. */
const compiled = path.join(os.tmpdir(), `tsx-${process.getuid?.()}`);

/** A folder of a test's own: a system's data, its temporary files, its lab map. */
export interface Place {
  readonly dataDir: string;
  readonly tempDir: string;
  /** In the arguments or the environment of every process that belongs to the place. */
  readonly mark: string;
  readonly env: NodeJS.ProcessEnv;
  readonly settings: Settings;
  /** Deletes it; throws where a process of it is left. */
  remove(): void;
}

export const makePlace = (labMap: string, env: Readonly<Record<string, string>> = {}): Place => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'hsys-'));
  const tempDir = path.join(root, 't');
  mkdirSync(tempDir);
  // The browser's user has to get through.
  chmodSync(root, 0o711);
  chmodSync(tempDir, 0o1777);
  // What tsx has compiled is not compiled again for each test.
  if (existsSync(compiled)) symlinkSync(compiled, path.join(tempDir, path.basename(compiled)));
  const mapFile = path.join(root, 'lab.map');
  writeFileSync(mapFile, labMap);
  const given = { HARRIER_DATA_DIR: path.join(root, 'data'), HARRIER_LAB_MAP: mapFile, HARRIER_PORT: '0', HARRIER_HOST_DELAY_MS: '0', HARRIER_DISCOVERY: '0', ...env };
  return {
    dataDir: given.HARRIER_DATA_DIR, tempDir, mark: root,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: tempDir, ...given },
    settings: loadSettings({ flags: {}, env: given, file: null }),
    remove: () => {
      const left = processesWith(root);
      for (const { pid } of left) process.kill(pid, 'SIGKILL');
      rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      if (left.length > 0) throw new Error(`these were left: ${left.map(({ pid, command }) => `${pid} ${command.slice(0, 80)}`).join('; ')}`);
    },
  };
};

/** Names of what a system left among the temporary files. */
export const leftIn = ({ tempDir }: Place): string[] => readdirSync(tempDir).filter((name) => name !== path.basename(compiled));

/** A `harrier up` in a process of its own. */
export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it wrote to standard error so far. */
  said(): string;
  /** Where the API is; throws where it ends before it is up. */
  url(): Promise<string>;
  /** Ends it as Ctrl-C would, and answers its exit code. */
  stop(): Promise<number | null>;
  /** `kill -9` of it and of all that it started, at once. */
  killTree(): Promise<void>;
}

export const startUp = (place: Place, args: readonly string[] = []): Running => {
  const child = spawn(process.execPath, [path.join(projectRoot, 'bin/harrier.js'), 'up', ...args], { cwd: place.mark, env: place.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('harrier up could not be started');
  const exited = once(child, 'exit');
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  return {
    child, pid,
    said: () => err,
    url: () => until('harrier up listens', 60, () => {
      if (child.exitCode !== null) throw new Error(`harrier up ended with ${child.exitCode}: ${err}`);
      return /Console and API: (\S+?)\/ /.exec(out)?.[1];
    }),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
    killTree: async () => {
      const tree = [pid, ...descendantsOf(pid).map((process) => process.pid)];
      for (const one of tree) {
        try {
          process.kill(one, 'SIGKILL');
        } catch {
          // It went with another.
        }
      }
      await exited;
    },
  };
};

/** Processes of `up` that fit, once there is at least one. */
export const find = (running: Running, what: string, fits: (process: { pid: number; parent: number; command: string }) => boolean, seconds = 60): Promise<number> =>
  until(`there is ${what}`, seconds, () => descendantsOf(running.pid).find(fits)?.pid);
