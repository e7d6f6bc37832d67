import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApi } from '../api/server.ts';
import { openFrontier } from '../queues/frontier/frontier.ts';
import { openRedis } from '../queues/redis.ts';
import { openReviewQueue } from '../reputation/review/queue.ts';
import { shapeless } from '../reputation/review/contract.ts';
import { readReviewData } from '../reputation/review/worth.ts';
import { FakeWorld, verdictOf, parsed } from '../test/api/fakes.ts';
import type { UrlKey, VisitUrl } from '../url/types.ts';

/**
 * How soon the review queue answers at a million known URLs, of which 100,000 wait for a person. The path aimed at is
 * `GET /v1/review` and `POST /v1/review/claims` through the whole server, over a Redis of its own; beside it, what
 * reading the queue by going through all known URLs costs, which is what the sorted set is there to spare.
 * `node --import tsx bench/review.ts [known] [waiting]`
 */
const known = Number(process.argv[2] ?? 1_000_000);
const waiting = Number(process.argv[3] ?? 100_000);
const rounds = 200;
const dataDir = mkdtempSync(path.join(tmpdir(), 'harrier-bench-'));
const handle = await openRedis({ url: null, dataDir });
const redis = handle.client('commands');
try {
  const nowMs = Date.now();
  const frontier = await openFrontier(redis, { prefix: 'bench', hostDelayMs: 0 });
  for (let from = 0; from < known; from += 5000) {
    await frontier.offer(Array.from({ length: Math.min(5000, known - from) }, (_, index) => ({
      key: randomBytes(16).toString('base64url') as UrlKey, url: `http://h${from + index}.test/login` as VisitUrl, // made up in their form
      lane: 'probe' as const, priority: 2 as const, dueAtMs: nowMs + 86_400_000, source: 'bench', revive: false,
    })), nowMs);
  }
  const review = openReviewQueue(redis, 'bench', readReviewData(JSON.parse(readFileSync(new URL('../config/data/review.json', import.meta.url), 'utf8'))));
  const base = shapeless(verdictOf(parsed('http://a.test/'), { verdict: 'suspicious', score: 0.5 }), nowMs);
  for (let from = 0; from < waiting; from += 500) {
    await Promise.all(Array.from({ length: Math.min(500, waiting - from) }, (_, index) =>
      review.restore({ ...base, urlKey: randomBytes(16).toString('base64url'), url: `http://h${from + index}.test/login`, reasons: ['suspicious'], score: Math.random(), shape: `shape${(from + index) % 1000}`, sinceMs: nowMs - (from + index) * 1000 })));
  }
  const app = createApi({ ...new FakeWorld({ review, now: Date.now }).deps(), frontier, limits: { requestsPerMinute: 1e9, keyRequestsPerMinute: 1e9, storeMs: 60_000, idleMs: 60_000, streamPollMs: 1000, streamHeartbeatMs: 15_000, streams: 10 } });
  const time = async (work: () => Promise<unknown>): Promise<number> => {
    const startedAt = performance.now();
    await work();
    return performance.now() - startedAt;
  };
  const local = { remoteAddress: '127.0.0.1', headers: { host: 'localhost' } };
  const tasks: Readonly<Record<string, () => Promise<unknown>>> = {
    'GET /v1/review': () => app.inject('/v1/review'),
    'GET /v1/review?threat=skimmer': () => app.inject('/v1/review?threat=skimmer'),
    'POST /v1/review/claims': () => app.inject({ ...local, method: 'POST', url: '/v1/review/claims', payload: {} }),
  };
  const times = new Map(Object.keys(tasks).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) for (const [name, work] of Object.entries(tasks)) times.get(name)?.push(await time(work));
  console.log(`${(await frontier.counts()).known} known URLs, ${waiting} waiting; ms, ${rounds} rounds, interleaved`);
  for (const [name, all] of times) {
    const sorted = all.sort((a, b) => a - b);
    console.log(`${name.padEnd(32)} p50 ${(sorted[Math.floor(rounds / 2)] ?? 0).toFixed(1)}  p99 ${(sorted[Math.floor(rounds * 0.99)] ?? 0).toFixed(1)}`);
  }
  const scanMs = await time(async () => { let seen = 0; for await (const _ of frontier.scan()) seen += 1; return seen; });
  console.log(`going through all known URLs instead: ${scanMs.toFixed(0)}`);
  await app.close();
} finally {
  redis.disconnect();
  await handle.close();
  rmSync(dataDir, { recursive: true, force: true });
}
