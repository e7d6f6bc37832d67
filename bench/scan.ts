/**
 * `harrier scan --json` over a file of many lines, as a user runs it: its memory over time, its rate, and whether every
 * line was answered once. Of ten lines two are no URL, one names a host that doesn't exist, and seven are pages that
 * the probe settles; none needs a browser, so that the walk of the lines is measured and not the pages.
 *
 *     node --import tsx bench/scan.ts [lines]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const lines = Number(process.argv[2] ?? 100_000);

const lineOf = (index: number): string => {
  switch (index % 10) {
    case 0: return `no url at all, line ${index}`;
    case 1: return `ftp://host${index}.test/${'x'.repeat(index % 500)}`;
    case 2: return `http://gone${index}.invalid/${index}`;
    default: return `http://host${index % 997}.test/page/${index}`;
  }
};

const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Notes</title><h1>Notes</h1><p>What was said at the meeting number ${request.url ?? ''}, and by whom, in a few words.</p><a href="/next">Next</a>`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const folder = await mkdtemp(join(tmpdir(), 'harrier-scan-'));
await writeFile(join(folder, 'lab.map'), `*.test 127.0.0.1:${(server.address() as AddressInfo).port}\n`);
const input = createWriteStream(join(folder, 'urls.txt'));
for (let index = 0; index < lines; index++) if (!input.write(`${lineOf(index)}\n`)) await once(input, 'drain');
input.end();
await once(input, 'finish');

const root = fileURLToPath(new URL('..', import.meta.url));
const stdin = await open(join(folder, 'urls.txt'));
const child = spawn(process.execPath, ['--import', 'tsx', '--import', join(root, 'bench/heap-report.ts'), join(root, 'bin/harrier.js'), 'scan', '--json', '--lab-map', join(folder, 'lab.map')], { cwd: root, stdio: [stdin.fd, 'pipe', 'ignore', 'ipc'] });
const ended = once(child, 'exit');
const startedAt = performance.now();

/** How often each line was answered. */
const answers = new Uint8Array(lines);
const lanes = new Map<string, number>();
let strangers = 0;
let done = 0;
let peakRss = 0;
const half: number[] = [];
child.on('message', ({ rss, heapUsed, external }: NodeJS.MemoryUsage) => {
  peakRss = Math.max(peakRss, rss);
  if (done > lines / 2) half.push(rss);
  if (done >= nextPrint) {
    nextPrint = done + lines / 20;
    console.log(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${String(done).padStart(7)} lines  RSS ${mega(rss)} MB  heap ${mega(heapUsed)} MB  outside of it ${mega(external)} MB`);
  }
});
let nextPrint = 0;
const mega = (bytes: number): string => (bytes / 1e6).toFixed(0).padStart(4);

// It is a pipe, as spawned.
for await (const text of createInterface({ input: child.stdout as Readable })) {
  const line = JSON.parse(text) as { readonly url: string; readonly lane: string }; // the contract's line
  const index = Number(/(?:line |\/page\/|\/|host)(\d+)(?:\.test\/x*)?$/.exec(line.url)?.[1] ?? Number.NaN);
  if (Number.isNaN(index) || lineOf(index) !== line.url) strangers++;
  else answers[index] = (answers[index] ?? 0) + 1;
  lanes.set(line.lane, (lanes.get(line.lane) ?? 0) + 1);
  done++;
}
const [code] = (await ended) as [number | null];
const seconds = (performance.now() - startedAt) / 1000;
const answeredOnce = answers.filter((count) => count === 1).length;
console.log(`\n${lines} lines in ${seconds.toFixed(0)} s, ${(lines / seconds).toFixed(0)} lines/s; ${[...lanes].map(([lane, count]) => `${lane} ${count}`).join(', ')}`);
console.log(`answered once: ${answeredOnce}; never: ${answers.filter((count) => count === 0).length}; more than once: ${answers.filter((count) => count > 1).length}; of no line: ${strangers}; exit code ${code} (1 is right: lines that are no URL)`);
console.log(`RSS: peak ${mega(peakRss)} MB; in the second half ${mega(Math.min(...half))} to ${mega(Math.max(...half))} MB`);
await stdin.close();
server.close();
server.closeAllConnections();
await rm(folder, { recursive: true, force: true });
process.exitCode = answeredOnce === lines && strangers === 0 && code === 1 ? 0 : 1;
