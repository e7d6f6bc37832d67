import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { CommandError, exitCodes } from './exit.ts';

/** What the machine must have beside Node, with the packages that bring it and what else a user can do. */
export const needs = {
  redis: {
    packages: ['redis-server'],
    remedy: 'install redis-server 6.2 or newer (Debian, Ubuntu: apt-get install redis-server; Fedora: dnf install redis; macOS: brew install redis), or set REDIS_URL to a Redis that runs',
  },
  browser: {
    packages: ['chromium', 'chromium-headless-shell', 'fonts-liberation'],
    remedy: 'install Chromium or Chrome (Debian: apt-get install chromium chromium-headless-shell; macOS: brew install --cask google-chrome; anywhere: npx playwright install chromium), or set HARRIER_CHROMIUM to the one to use',
  },
  setpriv: {
    packages: ['util-linux'],
    remedy: 'install util-linux, whose setpriv starts the browser as an unprivileged user, or run Harrier as a user who is not root',
  },
} as const satisfies Record<string, { readonly packages: readonly string[]; readonly remedy: string }>;
export type Need = keyof typeof needs;

/** The program's path, or null where PATH has none that may be run. */
export const findProgram = (name: string, searchPath: string): string | null => {
  for (const folder of searchPath.split(path.delimiter).filter((entry) => entry !== '')) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return null;
};

/**
 * Installs Debian packages for these needs. Throws CommandError (machine lacks) with the remedies where
 * that can't be done: not root, no apt-get, or apt-get failed.
 */
export const installPackages = async (missing: readonly Need[], env: NodeJS.ProcessEnv, say: (line: string) => void): Promise<void> => {
  const remedies = missing.map((need) => `  - ${needs[need].remedy}`).join('\n');
  const apt = findProgram('apt-get', env['PATH'] ?? '');
  if (apt === null || process.getuid?.() !== 0) {
    throw new CommandError(exitCodes.machineLacks, `this machine lacks something that set-up can't install by itself (${apt === null ? 'there is no apt-get' : 'that takes root'}). Please:\n${remedies}`);
  }
  const packages = missing.flatMap((need) => needs[need].packages);
  say(`harrier: installing ${packages.join(', ')} (once)...`);
  for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages]]) {
    const { code, output } = await run(apt, args, { ...env, DEBIAN_FRONTEND: 'noninteractive' });
    if (code !== 0 && args[0] === 'install') {
      throw new CommandError(exitCodes.machineLacks, `apt-get install failed:\n${output.trim().split('\n').slice(-5).join('\n')}\nMend that, or please:\n${remedies}`);
    }
  }
};

const run = (file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer): void => { output = (output + chunk.toString()).slice(-8192); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => { resolve({ code: 1, output: error.message }); });
    child.on('close', (code) => { resolve({ code: code ?? 1, output }); });
  });
