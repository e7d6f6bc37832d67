import { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { cpus, totalmem, tmpdir } from 'node:os';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright';
import { findBrowser, launchOptions, launchProblem, type BrowserInfo } from '../crawler/browser/index.ts';
import type { Settings } from '../config/settings.ts';
import { openRedis } from '../queues/redis.ts';
import { RedisError } from '../queues/redis-error.ts';
import { CommandError, exitCodes } from './exit.ts';
import { addSettings, settingsOf, type CliContext } from './context.ts';
import { findProgram, installPackages, needs, type Need } from './system-packages.ts';

interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'lacks' | 'warns';
  readonly says: string;
  /** What set-up would install, null where that doesn't help. */
  readonly need: Need | null;
}

export const doctorCommand = (context: CliContext): Command =>
  addSettings(new Command('doctor'), ['redisUrl', 'chromium', 'dataDir', 'browserUser'])
    .option('--setup', 'install what is missing (needs root and apt-get)')
    .option('--quiet', 'print only what is missing')
    .option('--unsafe-no-sandbox', 'check the browser with its sandbox off; never on a machine that visits hostile pages')
    .addHelpText('after', `
Examples:
  $ harrier doctor              look, start the browser once, ask the Redis that is set, change nothing
  $ harrier doctor --setup      install Redis and Chromium where they are missing`)
    .action(async (options: { readonly setup?: true; readonly quiet?: true; readonly unsafeNoSandbox?: true }) => {
      const settings = settingsOf(context, options);
      if (options.setup === true) await setUp(settings, context.env);
      if (options.quiet === true) return;
      const findings = [...await examine(settings, context.env), ...await tryRedis(settings), await tryBrowser(settings, options.unsafeNoSandbox === true), await roomIn(settings.dataDir)];
      for (const { name, state, says } of findings) process.stdout.write(`${{ ok: '✔', lacks: '✘', warns: '!' }[state]} ${name.padEnd(9)} ${says}\n`);
      if (findings.some(({ state }) => state === 'lacks')) {
        if (findings.some(({ state, need }) => state === 'lacks' && need !== null)) process.stdout.write('\nWith root and apt-get, "npm run setup" installs what is missing.\n');
        context.exit(exitCodes.machineLacks);
      }
    });

/** Installs what is missing, or throws CommandError that says what to do. Takes a few milliseconds where nothing is. */
export const setUp = async (settings: Settings, env: NodeJS.ProcessEnv): Promise<void> => {
  const missing = (await examine(settings, env)).flatMap(({ state, need }) => (state === 'lacks' && need !== null ? [need] : []));
  if (missing.length > 0) await installPackages(missing, env, (line) => process.stderr.write(`${line}\n`));
};

/** Throws CommandError (machine lacks) that names everything that a command needs and the machine hasn't. */
export const requireMachine = async (settings: Settings, env: NodeJS.ProcessEnv, wanted: readonly Need[]): Promise<void> => {
  const lacking = (await examine(settings, env)).filter(({ state, need }) => state === 'lacks' && need !== null && wanted.includes(need));
  if (lacking.length > 0) throw new CommandError(exitCodes.machineLacks, `${lacking.map(({ says }) => says).join('\n')}\n"npm run setup" installs it where there is root and apt-get; "harrier doctor" looks again.`);
};

/** What can be told without starting anything. */
const examine = async (settings: Settings, env: NodeJS.ProcessEnv): Promise<Finding[]> => {
  const searchPath = env['PATH'] ?? '';
  const isRoot = process.getuid?.() === 0;
  const findings: Finding[] = [{ name: 'machine', state: 'ok', says: `Node ${process.versions.node}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory${isRoot ? ', started by root' : ''}`, need: null }];
  if (settings.redisUrl === null) findings.push(ownRedis(searchPath));
  const browser = await browserOf(settings);
  findings.push(browser instanceof Error
    ? { name: 'browser', state: 'lacks', says: settings.chromium === null ? `there is no Chromium: ${needs.browser.remedy}` : browser.message, need: settings.chromium === null ? 'browser' : null }
    : { name: 'browser', state: 'ok', says: `${browser.executable} (${browser.kind}, ${browser.from})`, need: null });
  if (isRoot && findProgram('setpriv', searchPath) === null) findings.push({ name: 'setpriv', state: 'lacks', says: `there is no setpriv: ${needs.setpriv.remedy}`, need: 'setpriv' });
  return findings;
};

const ownRedis = (searchPath: string): Finding => {
  const program = findProgram('redis-server', searchPath);
  if (program === null) return { name: 'Redis', state: 'lacks', says: `there is no redis-server: ${needs.redis.remedy}`, need: 'redis' };
  const version = /v=(\S+)/.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout)?.[1];
  return { name: 'Redis', state: 'ok', says: `${program}${version === undefined ? '' : `, version ${version}`}, started by Harrier itself`, need: null };
};

/** Asks a given Redis what a command would: who it is, whether it takes writes, whether it loses them. */
const tryRedis = async ({ redisUrl, dataDir }: Settings): Promise<Finding[]> => {
  if (redisUrl === null) return [];
  try {
    const redis = await openRedis({ url: redisUrl, dataDir });
    await redis.close();
    return redis.warnings.length === 0
      ? [{ name: 'Redis', state: 'ok', says: 'the one of REDIS_URL answers, takes writes and keeps them on its disk', need: null }]
      : redis.warnings.map((says) => ({ name: 'Redis', state: 'warns', says, need: null }));
  } catch (error) {
    if (error instanceof RedisError) return [{ name: 'Redis', state: 'lacks', says: error.message, need: null }];
    throw error;
  }
};

const browserOf = async (settings: Settings): Promise<BrowserInfo | Error> => {
  try {
    return await findBrowser(settings.chromium);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
};

/** Starts the browser once, as a lane would. */
const tryBrowser = async (settings: Settings, unsafeNoSandbox: boolean): Promise<Finding> => {
  const browser = await browserOf(settings);
  if (browser instanceof Error) return { name: 'sandbox', state: 'warns', says: 'not tried: there is no browser', need: null };
  const tempDir = await mkdtemp(path.join(tmpdir(), 'harrier-doctor-'));
  try {
    const running = await chromium.launch(await launchOptions({ executable: browser.executable, tempDir, unsafeNoSandbox, ...browserUser(settings) }));
    const version = running.version();
    await running.close();
    return unsafeNoSandbox
      ? { name: 'sandbox', state: 'warns', says: `OFF (--unsafe-no-sandbox): Chromium ${version} starts, and a page that breaks it has its user's rights`, need: null }
      : { name: 'sandbox', state: 'ok', says: `on; Chromium ${version} starts${process.getuid?.() === 0 ? ` as ${settings.browserUser}` : ''}`, need: null };
  } catch (error) {
    return { name: 'sandbox', state: 'lacks', says: launchProblem(error).message, need: null };
  } finally {
    await rm(tempDir, { recursive: true, force: true });
  }
};

/** The user that the browser runs as, as `launchOptions` takes it; nothing where we aren't root. Throws CommandError for an unknown one. */
export const browserUser = (settings: Settings): { readonly asUser?: { readonly uid: number; readonly gid: number } } => {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(spawnSync('id', [flag, settings.browserUser], { encoding: 'utf8' }).stdout?.trim() || NaN));
  if (!Number.isInteger(uid) || !Number.isInteger(gid) || uid === 0) {
    throw new CommandError(exitCodes.usage, `browserUser is ${settings.browserUser}: that must be an existing user who is not root. "nobody" will do.`);
  }
  return { asUser: { uid: uid as number, gid: gid as number } };
};

const roomIn = async (dataDir: string): Promise<Finding> => {
  const nearest = path.resolve(dataDir);
  for (let at = nearest; ; at = path.dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at);
      const gib = (bavail * bsize) / 2 ** 30;
      return { name: 'disk', state: gib < 2 ? 'warns' : 'ok', says: `${gib.toFixed(0)} GiB free for ${dataDir}${gib < 2 ? '; evidence needs room, set HARRIER_DATA_DIR to a folder with more' : ''}`, need: null };
    } catch {
      if (at === path.dirname(at)) return { name: 'disk', state: 'warns', says: `${dataDir} can't be looked at`, need: null };
    }
  }
};
