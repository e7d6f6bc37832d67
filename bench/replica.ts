/**
 * Look-ups in memory: a replica of many listings, built from Redis, against the literal procedure over the same
 * table (canonicalise, all expressions, SHA-256 of each, search). Same URLs, same run, interleaved, CPU time of one
 * core, medians; every answer is compared. Also: how long the build takes, and the memory it keeps.
 *
 *     node --expose-gc --import tsx bench/replica.ts [listings] [urls] [rounds]
 *
 * Goals at 10,000,000 listings and 1,000,000 URLs: 300,000 URLs/s, 400 MB, 60 s. Every tenth URL is listed.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openRedis } from '../queues/redis.ts';
import { readAgeing } from '../reputation/ageing.ts';
import { keysOf } from '../reputation/keys.ts';
import { openReplica } from '../reputation/replica/replica.ts';
import { fieldOf, packOf } from '../reputation/stored-listing.ts';
import { canonicalise, expressionHash, expressions, plainUrl } from '../url/index.ts';
import type { CanonicalUrl } from '../url/index.ts';

const listings = Number(process.argv[2] ?? 1_000_000);
const urls = Number(process.argv[3] ?? 1_000_000);
const rounds = Number(process.argv[4] ?? 3);
const nowMs = Date.now();
const expiresAtSecs = Math.floor(nowMs / 1000) + 86_400;

/** Three labels, two folders and a query; every tenth of them is listed by its page. */
const urlAt = (index: number): string => `https://mail${index}.lure${index % 9973}.test/a${index % 13}/page${index}.html?id=${index}`;
const expressionAt = (index: number): string => `mail${index}.lure${index % 9973}.test/a${index % 13}/page${index}.html`;

const dataDir = mkdtempSync(path.join(tmpdir(), 'harrier-bench-'));
const handle = await openRedis({ url: null, dataDir });
const redis = handle.client('commands');
const keys = keysOf('bench');
try {
  await redis.config('SET', 'appendonly', 'no');
  for (let from = 0; from < listings; from += 10_000) {
    const pipeline = redis.pipeline();
    for (let index = from; index < Math.min(from + 10_000, listings); index += 1) {
      const expression = expressionAt(index * 10);
      const field = fieldOf(expression);
      const facts = Buffer.alloc(14);
      facts.writeUInt32BE(expiresAtSecs);
      facts.write(packOf({ expression, threat: 'phishing', scope: 'path', compromised: false, score: 0.97 }), 4, 'hex');
      pipeline.hset(keys.facts + field.slice(0, 3), field.slice(3), facts);
    }
    await pipeline.exec();
  }

  const memory = (): number => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = memory();
  const startedAt = performance.now();
  const replica = openReplica({ redis, connect: () => handle.client('blocking'), prefix: 'bench', ageing: readAgeing(JSON.parse(readFileSync(new URL('../config/data/ageing.json', import.meta.url), 'utf8'))), now: Date.now, onError: (error) => { throw error; } });
  while (replica.status(Date.now()).state === 'building') await new Promise((resolve) => { setTimeout(resolve, 20); });
  const builtMs = performance.now() - startedAt;
  const kept = memory() - before;
  console.log(`${listings.toLocaleString('en')} listings: built from Redis in ${(builtMs / 1000).toFixed(1)} s; ${(kept / 1e6).toFixed(0)} MB kept, ${(kept / listings).toFixed(1)} bytes a listing`);

  const texts = Array.from({ length: urls }, (_, index) => urlAt((index * 7919) % (listings * 10)));
  const canonical = (text: string): CanonicalUrl => plainUrl(text) ?? canonicalise(text) ?? (() => { throw new Error(text); })();
  const answers = { replica: new Uint8Array(urls), literal: new Uint8Array(urls) };
  const procedures = {
    replica: (): void => {
      for (let from = 0; from < urls; from += 500) {
        const found = replica.lookup(texts.slice(from, from + 500).map(canonical), nowMs);
        for (const [index, answer] of found.entries()) answers.replica[from + index] = answer.answer === 'not-listed' ? 0 : 1;
      }
    },
    literal: (): void => {
      for (const [index, text] of texts.entries()) {
        const url = canonicalise(text);
        answers.literal[index] = url !== null && expressions(url).some((expression) => replica.startingWith(expressionHash(expression), nowMs).length > 0) ? 1 : 0;
      }
    },
  };
  const perSecond: Record<keyof typeof procedures, number[]> = { replica: [], literal: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['replica', 'literal'] as const) {
      const cpu = process.cpuUsage();
      procedures[name]();
      perSecond[name].push(urls / (process.cpuUsage(cpu).user / 1e6 + process.cpuUsage(cpu).system / 1e6));
      await new Promise(setImmediate);
    }
  }
  const different = answers.replica.findIndex((answer, index) => answer !== answers.literal[index]);
  if (different >= 0) throw new Error(`the answers differ for ${texts[different]}`);
  const median = (figures: readonly number[]): number => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
  const [fast, slow] = [median(perSecond.replica), median(perSecond.literal)];
  console.log(`${urls.toLocaleString('en')} URLs, ${answers.replica.reduce((sum, one) => sum + one, 0).toLocaleString('en')} listed, all answers the same`);
  console.log(`replica ${Math.round(fast).toLocaleString('en')} URLs/s of CPU, literal procedure ${Math.round(slow).toLocaleString('en')}: ${(fast / slow).toFixed(1)} times`);
  await replica.close();
} finally {
  redis.disconnect();
  await handle.close();
  rmSync(dataDir, { recursive: true, force: true });
}
