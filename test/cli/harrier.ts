import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../bin/harrier.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
}

export interface RunOptions {
  readonly cwd: string;
  /** Over an environment without any setting of Harrier's; an undefined value takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string | Buffer;
}

/** Starts the real launcher as a user would. */
export const start = (args: readonly string[], { cwd, env = {} }: RunOptions): ChildProcessWithoutNullStreams => {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HARRIER_') && name !== 'REDIS_URL'));
  return spawn(process.execPath, [launcher, ...args], { cwd, env: { ...inherited, ...env } });
};

/** What a child says until it ends. */
export const ended = async (child: ChildProcessWithoutNullStreams): Promise<Ended> => {
  const startedAt = performance.now();
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  const [code] = await once(child, 'close') as [number | null];
  return { code, stdout, stderr, elapsedMs: performance.now() - startedAt };
};

/** Runs the launcher to its end. */
export const harrier = async (args: readonly string[], options: RunOptions): Promise<Ended> => {
  const child = start(args, options);
  // A command that doesn't read its input may end before all of it is written.
  child.stdin.on('error', () => undefined).end(options.stdin ?? '');
  return ended(child);
};

/** The lines of a text, without the empty one behind the last line feed. */
export const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** A folder of this file's tests, from its first to its last, that every user may pass through. */
export const testFolder = (): { readonly path: string; file(name: string): string } => {
  let folder = '';
  before(() => { folder = mkdtempSync(path.join(tmpdir(), 'harrier-cli-')); });
  after(() => { rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); });
  return { get path() { return folder; }, file: (name) => path.join(folder, name) };
};

/** Lines that are no URLs, with what is said of each, beside four that are. */
export const garbage: readonly (readonly [line: Buffer, says: RegExp | null])[] = [
  [Buffer.from('http://good.test/text'), null],
  [Buffer.from('javascript:alert(1)'), /Only http and https/],
  [Buffer.from('ftp://files.test/x'), /Only http and https/],
  [Buffer.concat([Buffer.from('http://long.test/'), Buffer.alloc(2_000_000, 'a')]), /longer than 8 KiB/],
  [Buffer.concat([Buffer.from('http://latin.test/caf'), Buffer.from([0xe9])]), /not valid UTF-8/],
  [Buffer.from('http://nul\0.test/'), /no URL|host/],
  [Buffer.from('just some words'), /no URL|host/],
  [Buffer.from('# a comment'), null],
  [Buffer.from('   '), null],
  [Buffer.from('http://crlf.test/text\r'), null],
  [Buffer.from('http://space.test/text?a b'), null],
  [Buffer.from('http://nul.test/text?\0'), null],
];

export const garbageText = Buffer.concat(garbage.flatMap(([line]) => [line, Buffer.from('\n')]));
export const garbageProblems = garbage.flatMap(([, says], index) => (says === null ? [] : [{ number: index + 1, says }]));
