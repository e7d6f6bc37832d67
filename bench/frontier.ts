/**
 * The frontier: intake from a file, memory a URL, lease and settle under politeness, flat from 10,000 to --known
 * URLs, with a naive frontier and plain Bull in the same run.
 *
 *     node --import tsx bench/frontier.ts [--known 2000000] [--rounds 5]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Redis } from 'ioredis';
import type { Offer } from '../queues/frontier/contract.ts';
import { openFrontier, type RedisFrontier } from '../queues/frontier/frontier.ts';
import { hostOfVisit } from '../queues/frontier/host.ts';
import { openRedis, type RedisHandle } from '../queues/redis.ts';
import { parseUrl } from '../url/parse.ts';
import { lineBatches, writeUrlFile } from './frontier-input.ts';
import { earlyVisits, type HostVisit } from './frontier-politeness.ts';
import { NaiveFrontier, openPlainBull } from './frontier-rival.ts';

const targets = { intakePerSec: 20_000, bytesPerUrl: 220, leasePerSec: 5_000 };
const hostDelayMs = 2_000;
const startMs = 1_800_000_000_000;

const say = (text: string): void => { process.stdout.write(`${text}\n`); };
const thousands = (value: number): string => Math.round(value).toLocaleString('en-GB');
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const verdict = (good: boolean): string => (good ? 'meets' : 'MISSES');
const stagesTo = (known: number): number[] => [10_000, 50_000, 200_000, 500_000, 1_000_000, 2_000_000].filter((stage) => stage < known).concat(known);
const usedBytes = async (client: Redis): Promise<number> => Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);

/** CPU seconds that this process and Redis (without its children) have used: what a busy machine doesn't distort. */
interface CpuSecs { readonly node: number; readonly redis: number }
const cpuSecs = async (client: Redis): Promise<CpuSecs> => {
  const info = await client.info('cpu');
  const field = (name: string): number => Number(new RegExp(`${name}:([0-9.]+)`).exec(info)?.[1]);
  const { user, system } = process.cpuUsage();
  return { node: (user + system) / 1e6, redis: field('used_cpu_user') + field('used_cpu_sys') };
};

/** Rate and CPU time a URL, from lap to lap. */
class Meter {
  readonly #client: Redis;
  #fromMs = performance.now();
  #cpu: CpuSecs;

  private constructor(client: Redis, cpu: CpuSecs) {
    this.#client = client;
    this.#cpu = cpu;
  }

  static async start(client: Redis): Promise<Meter> {
    return new Meter(client, await cpuSecs(client));
  }

  /** Rate since the start or the lap before. */
  async lap(done: number): Promise<{ readonly perSec: number; readonly says: string }> {
    const [cpu, nowMs] = [await cpuSecs(this.#client), performance.now()];
    const perSec = done / ((nowMs - this.#fromMs) / 1000);
    const micros = (part: 'node' | 'redis'): string => ((cpu[part] - this.#cpu[part]) * 1e6 / done).toFixed(1);
    const says = `${thousands(perSec).padStart(6)}/s   CPU a URL: Node ${micros('node')} µs, Redis ${micros('redis')} µs`;
    [this.#cpu, this.#fromMs] = [cpu, nowMs];
    return { perSec, says };
  }
}

const offersOf = (lines: readonly string[]): Offer[] => lines.flatMap((line) => {
  const parsed = parseUrl(line);
  return parsed.ok ? [{ key: parsed.url.key, url: parsed.url.visit, lane: 'probe' as const, priority: 2 as const, dueAtMs: startMs, source: 'feed:bench', revive: false }] : [];
});

/** So that the first rows don't measure the compiler. */
const warmUp = async (client: Redis): Promise<void> => {
  const frontier = await openFrontier(client, { prefix: 'warm', hostDelayMs });
  for (let at = 0; at < 10; at++) await frontier.offer(offersOf(Array.from({ length: 2_500 }, (_, page) => `http://host-${page}.example/${at}`)), startMs);
  await leaseAndSettle(frontier, 5_000, startMs, []);
};

/** Reads, parses, keys and offers, several calls under way; the rate is told over the last part before each stage. */
const intake = async (frontier: RedisFrontier, client: Redis, file: string, known: number): Promise<void> => {
  const stages = stagesTo(known);
  const emptyBytes = await usedBytes(client);
  const under = new Set<Promise<void>>();
  let [accepted, offered, urlBytes] = [0, 0, 0];
  const meter = await Meter.start(client);
  let fromCount = 0;
  const rates: number[] = [];
  for await (const lines of lineBatches(file, 2_500)) {
    const offers = offersOf(lines);
    offered += lines.length;
    const call = frontier.offer(offers, startMs).then((outcomes) => {
      outcomes.forEach((outcome, at) => {
        if (outcome !== 'new') return;
        accepted++;
        urlBytes += offers[at]?.url.length ?? 0;
      });
      under.delete(call);
    });
    under.add(call);
    if (under.size >= 3) await Promise.race(under);
    if (offered < Math.min(stages[0] ?? known, known)) continue;
    await Promise.all(under);
    const { perSec, says } = await meter.lap(accepted - fromCount);
    rates.push(perSec);
    say(`  to ${thousands(accepted).padStart(9)} known: ${says}`);
    stages.shift();
    fromCount = accepted;
  }
  say(`  ${thousands(offered)} lines, ${thousands(accepted)} new; slowest part ${thousands(Math.min(...rates))}/s: ${verdict(Math.min(...rates) >= targets.intakePerSec)} ${thousands(targets.intakePerSec)}/s`);
  await memory(client, accepted, urlBytes, await usedBytes(client) - emptyBytes);
};

/** Redis' own count of all it uses, and its estimate for each kind of key. */
const memory = async (client: Redis, urls: number, urlBytes: number, bytes: number): Promise<void> => {
  const kinds = new Map<string, number>();
  for await (const keys of client.scanStream({ match: `{bench:f*`, count: 1_000 }) as AsyncIterable<string[]>) {
    for (const key of keys) {
      const kind = key.slice(key.indexOf('}:') + 2).split(':')[0] ?? '';
      kinds.set(kind, (kinds.get(kind) ?? 0) + (await client.memory('USAGE', key, 'SAMPLES', 2_000) ?? 0));
    }
  }
  const records = kinds.get('records') ?? 0;
  const calendar = ['ready', 'soon', 'days', 'day', 'wait', 'idle'].reduce((sum, kind) => sum + (kinds.get(kind) ?? 0), 0);
  const each = (part: number): string => (part / urls).toFixed(1);
  say(`  ${each(bytes)} bytes a known URL: ${verdict(bytes / urls <= targets.bytesPerUrl)} ${targets.bytesPerUrl}`);
  say(`    URL text ${each(urlBytes)}, record and its place in the hash ${each(records - urlBytes)}, calendar ${each(calendar)}, all else ${each(bytes - records - calendar)}`);
};

/** Leases and settles over 10,000 hosts in a clock of its own, so that Redis and not the quiet of hosts sets the pace. */
const leaseAndSettle = async (frontier: RedisFrontier, visits: number, fromMs: number, log: HostVisit[]): Promise<{ readonly done: number; readonly nowMs: number }> => {
  let [done, nowMs] = [0, fromMs];
  while (done < visits) {
    const leases = await frontier.lease('probe', 1_000, nowMs, 60_000);
    const endMs = nowMs + 50;
    await frontier.settle(leases.map(({ key, token }) => ({ key, token, next: { dueAtMs: endMs + 3_600_000, lane: 'probe', priority: 2 } })), endMs);
    for (const { url } of leases) log.push({ host: hostOfVisit(url), fromMs: nowMs, toMs: endMs });
    done += leases.length;
    nowMs = endMs + 200;
  }
  return { done, nowMs };
};

const politeness = async (client: Redis, known: number): Promise<void> => {
  const frontier = await openFrontier(client, { prefix: 'polite', hostDelayMs });
  const log: HostVisit[] = [];
  const rates: number[] = [];
  let [count, nowMs] = [0, startMs];
  for (const stage of stagesTo(known)) {
    for (; count < stage; count += 5_000) {
      const urls = Array.from({ length: 5_000 }, (_, at) => `http://host-${(count + at) % 10_000}.example/page/${count + at}`);
      await frontier.offer(offersOf(urls), nowMs);
    }
    const meter = await Meter.start(client);
    const visited = await leaseAndSettle(frontier, Math.min(20_000, stage / 2), nowMs, log);
    const { perSec, says } = await meter.lap(visited.done);
    nowMs = visited.nowMs;
    rates.push(perSec);
    say(`  at ${thousands(count).padStart(9)} known: ${says}`);
  }
  const early = earlyVisits(log, hostDelayMs);
  say(`  slowest part ${thousands(Math.min(...rates))}/s: ${verdict(Math.min(...rates) >= targets.leasePerSec)} ${thousands(targets.leasePerSec)}/s`);
  say(`  ${thousands(log.length)} visits replayed, ${early} early: ${verdict(early === 0)} 0`);
};

/** Ours, the naive one and plain Bull, in turn, each round on fresh keys. */
const rivals = async (redis: RedisHandle, client: Redis, file: string, rounds: number): Promise<void> => {
  const names = ['frontier', 'naive', 'bull'] as const;
  const rates = new Map<string, number[]>();
  const note = (name: string, value: number): void => { rates.set(name, [...rates.get(name) ?? [], value]); };
  const timed = async (name: string, count: number, work: () => Promise<unknown>): Promise<void> => {
    const began = performance.now();
    await work();
    note(name, count / ((performance.now() - began) / 1000));
  };
  const batches: Offer[][] = [];
  for await (const lines of lineBatches(file, 2_000)) {
    batches.push(offersOf(lines));
    if (batches.length === 5) break;
  }
  const count = batches.reduce((sum, batch) => sum + batch.length, 0);
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const prefix = `rival-${round}-${name}`;
      const before = await usedBytes(client);
      if (name === 'frontier') {
        const frontier = await openFrontier(client, { prefix, hostDelayMs });
        await timed('frontier offers', count, async () => { for (const batch of batches) await frontier.offer(batch, startMs); });
        note('frontier bytes', (await usedBytes(client) - before) / count);
        await timed('frontier lease and settle', 4_000, () => leaseAndSettle(frontier, 4_000, startMs, []));
      } else if (name === 'naive') {
        const naive = new NaiveFrontier(client, prefix);
        await timed('naive offers', count, async () => { for (const batch of batches) await naive.offer(batch, startMs); });
        note('naive bytes', (await usedBytes(client) - before) / count);
        await timed('naive lease and settle', 4_000, async () => { for (let at = 0; at < 4; at++) await naive.leaseAndSettle(1_000, startMs, startMs + 3_600_000); });
      } else {
        const bull = openPlainBull(redis, prefix);
        await timed('bull offers', count, async () => { for (const batch of batches) await bull.offer(batch); });
        note('bull bytes', (await usedBytes(client) - before) / count);
        await bull.close();
      }
    }
  }
  const row = (name: (typeof names)[number]): string => `  ${name.padEnd(9)} ${thousands(median(rates.get(`${name} offers`) ?? [])).padStart(7)} offers/s   ${thousands(median(rates.get(`${name} bytes`) ?? [])).padStart(5)} bytes a URL   ${name === 'bull' ? '' : `${thousands(median(rates.get(`${name} lease and settle`) ?? []))} leased and settled/s`}`;
  for (const name of names) say(row(name));
};

const { values } = parseArgs({ options: { known: { type: 'string', default: '2000000' }, rounds: { type: 'string', default: '5' } } });
const known = Number(values.known);
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'harrier-bench-'));
const redis = await openRedis({ url: null, dataDir });
const client = redis.client('commands');
try {
  const file = path.join(dataDir, 'urls.txt');
  const origin = await writeUrlFile(file, known);
  await warmUp(client);
  say(`intake from a file (${origin}), append-only file with fsync before every answer`);
  await intake(await openFrontier(client, { prefix: 'bench', hostDelayMs }), client, file, known);
  say(`lease and settle, 10,000 hosts, ${hostDelayMs} ms of quiet`);
  await politeness(client, known);
  say(`rivals, medians of ${values.rounds}`);
  await rivals(redis, client, file, Number(values.rounds));
} finally {
  client.disconnect();
  await redis.close();
  rmSync(dataDir, { recursive: true, force: true });
}
