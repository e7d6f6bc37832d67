/**
 * HTTP look-ups against a bare Fastify route that answers a constant: same machine, same run, interleaved, each
 * server in a process of its own, 64 connections; medians of the rounds. Then the look-up at half of the load that it
 * took, for its latency.
 *
 *     node --import tsx bench/http-lookup.ts [seconds a round] [rounds]
 *
 * Goals: 70 % of the bare route; p99 under 5 ms at half of that load.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Fastify from 'fastify';
import { Pool } from 'undici';
import { createApi } from '../api/server.ts';
import { openRedis } from '../queues/redis.ts';
import { readAgeing } from '../reputation/ageing.ts';
import { openReplica } from '../reputation/replica/replica.ts';
import { FakeWorld } from '../test/api/fakes.ts';

const connections = 64;
const [secs, rounds] = [Number(process.argv[2] ?? 5), Number(process.argv[3] ?? 3)];

const serve = async (kind: string): Promise<void> => {
  if (kind === 'bare') {
    const app = Fastify();
    app.get('/v1/lookup', () => ({ answer: 'not-listed', cacheSecs: 300 }));
    console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
    return;
  }
  const dataDir = mkdtempSync(path.join(tmpdir(), 'harrier-bench-'));
  const handle = await openRedis({ url: null, dataDir });
  const ageing = readAgeing(JSON.parse(readFileSync(new URL('../config/data/ageing.json', import.meta.url), 'utf8')));
  const redis = handle.client('commands');
  const replica = openReplica({ redis, connect: () => handle.client('blocking'), prefix: 'bench', ageing, now: Date.now, onError: console.error });
  while (replica.status(Date.now()).state !== 'current') await new Promise((resolve) => { setTimeout(resolve, 20); });
  const world = new FakeWorld({ replica, ageing, now: Date.now });
  const deps = world.deps();
  const app = createApi({ ...deps, lookups: { note: () => undefined }, limits: { ...deps.limits, requestsPerMinute: 1e9 } });
  console.log(await app.listen({ port: 0, host: '127.0.0.1' }));
  process.once('SIGTERM', () => { void (async () => {
    await app.close();
    await replica.close();
    redis.disconnect();
    await handle.close();
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  })(); });
};

const started = async (kind: string): Promise<{ readonly child: ChildProcess; readonly url: string }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), '--serve', kind], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data') as [Buffer];
  return { child, url: line.toString().trim() };
};

/** Requests a second, and latencies in ms; `perSecond` null for as many as the connections carry. */
const load = async (url: string, perSecond: number | null): Promise<{ readonly rate: number; readonly p99: number }> => {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const until = performance.now() + secs * 1000;
  const latencies: number[] = [];
  let sent = 0;
  const startedAt = performance.now();
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      if (perSecond !== null) {
        const dueAt = startedAt + (sent * 1000) / perSecond;
        sent += 1;
        const waitMs = dueAt - performance.now();
        if (waitMs > 1) await new Promise((resolve) => { setTimeout(resolve, waitMs); });
      }
      const at = performance.now();
      const { body, statusCode } = await pool.request({ path: `/v1/lookup?url=https%3A%2F%2Fwww.host${latencies.length % 5000}.test%2Fa%2Fb.html%3Fid%3D7`, method: 'GET' });
      await body.dump();
      if (statusCode !== 200) throw new Error(`status ${statusCode}`);
      latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  await pool.close();
  latencies.sort((a, b) => a - b);
  return { rate: latencies.length / secs, p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN };
};

if (process.argv[2] === '--serve') {
  await serve(process.argv[3] ?? '');
} else {
  const [bare, lookup] = [await started('bare'), await started('lookup')];
  const rates: Record<'bare' | 'lookup', number[]> = { bare: [], lookup: [] };
  for (let round = 0; round < rounds; round += 1) {
    rates.bare.push((await load(bare.url, null)).rate);
    rates.lookup.push((await load(lookup.url, null)).rate);
  }
  const median = (figures: readonly number[]): number => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
  const [of, at] = [median(rates.bare), median(rates.lookup)];
  const half = await load(lookup.url, at / 2);
  console.log(`bare ${Math.round(of)} requests/s, look-up ${Math.round(at)}: ${Math.round((100 * at) / of)} %`);
  console.log(`at ${Math.round(at / 2)} requests/s the look-up's p99 is ${half.p99.toFixed(1)} ms`);
  for (const { child } of [bare, lookup]) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}
