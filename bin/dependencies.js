// What must be there before any TypeScript can run: Node itself and the packages of the lockfile.
// Plain JavaScript without dependencies, since nothing is installed yet.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const wanted = [20, 19];

/** Ends the process with code 3 (the machine lacks something) after saying what to do. */
const lacking = (message) => {
  process.stderr.write(`harrier: ${message}\n`);
  process.exit(3);
};

/** Installs what the lockfile names, once for each lockfile: the stamp in node_modules holds its hash. */
export const ensureDependencies = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < wanted[0] || (major === wanted[0] && minor < wanted[1])) {
    lacking(`Node ${wanted.join('.')} or newer is needed, this is ${process.versions.node}. Get it from https://nodejs.org or your package manager.`);
  }
  const lockfile = path.join(root, 'package-lock.json');
  if (!existsSync(lockfile)) return;
  const hash = createHash('sha256').update(readFileSync(lockfile)).digest('hex');
  const stamp = path.join(root, 'node_modules', '.harrier-lockfile');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  process.stderr.write('harrier: installing the dependencies of package-lock.json (once; about half a minute)...\n');
  const install = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  if (install.error !== undefined) lacking(`npm could not be started (${install.error.message}). Install npm, or run "npm ci" in ${root} yourself.`);
  if (install.status !== 0) lacking(`"npm ci" failed. Mend what it says, or run it in ${root} yourself:\n${install.stderr.split('\n').filter((line) => line.trim() !== 'npm error').slice(0, 8).join('\n')}`);
  writeFileSync(stamp, hash);
};
