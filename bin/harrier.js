#!/usr/bin/env node
// The launcher: sees to Node and the packages, then hands over to cli/main.ts, which tsx runs as it is.
import { ensureDependencies } from './dependencies.js';

ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
const { main } = await import('../cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
