import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from 'mocha';

/** Debian keeps servers in sbin, which isn't on everybody's PATH. */
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' };

export interface ToolRun {
  readonly status: number | null;
  readonly output: string;
}

/** A claim that the real reader of a format decides. Where it isn't installed, the test is skipped and its title says what it lacks. */
export const itWithTool = (tool: string, claim: string, test: (run: (args: readonly string[]) => ToolRun) => Promise<void>): void => {
  const isThere = spawnSync('sh', ['-c', `command -v ${tool}`], { env }).status === 0;
  const run = (args: readonly string[]): ToolRun => {
    const { status, stdout, stderr } = spawnSync(tool, args, { env, encoding: 'utf8', timeout: 15_000 });
    return { status, output: stdout + stderr };
  };
  if (isThere) it(`${claim} (${tool})`, () => test(run));
  else it.skip(`${claim} (skipped: ${tool} is not installed)`);
};

/** Writes the files into a folder of their own, and removes it after `use`. */
export const withFiles = async (files: Readonly<Record<string, string>>, use: (at: (name: string) => string) => Promise<void> | void): Promise<void> => {
  const dir = mkdtempSync(path.join(tmpdir(), 'harrier-format-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
    await use((name) => path.join(dir, name));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};
