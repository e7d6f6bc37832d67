// `npm test`: sets up what is missing (packages, Redis, a Chromium), then runs every test.
// Arguments go to mocha: `npm test -- --grep "rebinding"`, `npm test -- test/url/expressions.test.ts`.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ensureDependencies, root } from './dependencies.js';

ensureDependencies();
const run = (file, args) => spawnSync(process.execPath, [path.join(root, file), ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;

const given = process.argv.slice(2);
const specs = given.some((argument) => argument.endsWith('.ts')) ? [] : ['test/**/*.test.ts'];
const setup = run('bin/harrier.js', ['doctor', '--setup', '--quiet']);
process.exitCode = setup === 0 ? run('node_modules/mocha/bin/mocha.js', [...specs, ...given]) : setup;
