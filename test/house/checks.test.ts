import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from './source-files.ts';

const run = (tool: string, args: readonly string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(projectRoot, 'node_modules', tool), ...args], { cwd: projectRoot, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
};

describe('the project', function () {
  this.timeout(300_000);

  it('has no type error', () => {
    expect(run('typescript/bin/tsc', ['--noEmit'])).to.deep.equal({ status: 0, output: '' });
  });

  it('has no lint error', () => {
    expect(run('eslint/bin/eslint.js', ['.'])).to.deep.equal({ status: 0, output: '' });
  });
});
