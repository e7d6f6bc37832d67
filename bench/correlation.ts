/**
 * Campaigns at the size of a large store: made-up captures of kits into a real Redis, in the order of a stream.
 *
 *     node --expose-gc --import tsx bench/correlation.ts [--captures 1000000]
 *
 * The world: kits whose sizes follow a power law (a few serve tens of thousands of pages, most a handful: as studies of
 * phishing kits report, for instance Oest et al., "Sunrise to Sunset", USENIX Security 2020, figure 8), each run by one to
 * four operators with a drop of their own. A capture has its kit's traits, each lost or changed with a chance of 15 %
 * (edited copies, failed requests), icons of the brand (which other kits of that brand and the brand itself have), scripts
 * of public libraries, addresses of 2,000 hosting companies. One capture in three is of a decent page, with libraries,
 * icons and addresses of the same pools. Truth is the kit. Said are pairs: of all pairs of one kit, how many are in one
 * campaign; of all pairs in one campaign, how many are of two kits. The rival puts together what has the same shape.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openCampaigns, type Placing } from '../correlation/campaigns.ts';
import type { Trait } from '../correlation/kinds.ts';
import { openRedis } from '../queues/redis.ts';
import { median } from './median.ts';
import { Seeded } from './web/random.ts';

const { values } = parseArgs({ options: { captures: { type: 'string', default: '1000000' } } });
const captures = Number(values.captures);
const numbers = new Seeded(20261125);
const random = (): number => numbers.next();
const below = (count: number): number => Math.floor(random() * count);
const chance = (share: number): boolean => random() < share;

const lostShare = 0.15;
const [brands, companies, libraries] = [300, 2000, 400];
interface Kit { readonly id: number; readonly brand: number; readonly operators: readonly number[]; readonly scripts: number }
const kits: Kit[] = Array.from({ length: Math.max(50, Math.round(captures / 60)) }, (_, id) => ({ id, brand: below(brands), operators: Array.from({ length: 1 + below(4) }, (_, index) => id * 8 + index), scripts: 1 + below(3) }));
/** Of a power law with exponent 1.6 over the kits' ranks. */
const kitAt = (): Kit => kits[Math.min(kits.length - 1, Math.floor((1 - random()) ** (-1 / 0.6)) - 1)] ?? kits[0] as Kit; // there are at least 50

let fresh = 0;
const traitsOfKit = (kit: Kit): Trait[] => {
  const operator = kit.operators[below(kit.operators.length)] ?? 0;
  const kept = (trait: Trait): Trait[] => (chance(lostShare) ? (chance(0.5) ? [] : [{ ...trait, value: `changed${fresh++}` }]) : [trait]);
  return [
    ...kept({ kind: 'shape', value: `kit${kit.id}` }), ...kept({ kind: 'kit', value: `kit${kit.id}` }), ...kept({ kind: 'path', value: `kit${kit.id}` }),
    ...Array.from({ length: kit.scripts }, (_, index) => kept({ kind: 'script', value: `kit${kit.id}-${index}` })).flat(),
    ...(operator % 3 === 0 ? kept({ kind: 'telegram', value: `bot${operator}` }) : kept({ kind: 'form', value: `drop${operator}.example/p.php` })),
    { kind: 'favicon', value: `brand${kit.brand}` }, { kind: 'address', value: `host${below(companies)}` },
    { kind: 'certificate', value: `own${fresh++}` }, { kind: 'script', value: `library${Math.floor(libraries * random() ** 3)}` },
  ];
};
const traitsOfDecent = (): Trait[] => [
  { kind: 'shape', value: `decent${fresh++}` }, { kind: 'script', value: `library${Math.floor(libraries * random() ** 3)}` }, { kind: 'script', value: `library${Math.floor(libraries * random() ** 3)}` },
  { kind: 'script', value: `own${fresh++}` }, { kind: 'address', value: `host${below(companies)}` }, ...(chance(0.02) ? [{ kind: 'favicon', value: `brand${below(brands)}` } as const] : []),
];

const folder = mkdtempSync(path.join(os.tmpdir(), 'harrier-campaigns-'));
const handle = await openRedis({ url: null, dataDir: folder });
const redis = handle.client('commands');
const campaigns = openCampaigns(redis, 'bench');
const truth: number[] = [];
const shapes: string[] = [];
const atOnce = 64;
const cpuBefore = await cpuOf();
const startedAt = performance.now();
for (let done = 0; done < captures; done += atOnce) {
  await Promise.all(Array.from({ length: Math.min(atOnce, captures - done) }, async () => {
    if (chance(1 / 3)) { await campaigns.placeTraits(traitsOfDecent(), { kind: 'decent', urlKey: '', owner: '', threat: null, brand: null, byItself: false }, 1); return; }
    const kit = kitAt();
    const traits = traitsOfKit(kit);
    const index = truth.push(kit.id) - 1;
    shapes.push(traits.find(({ kind }) => kind === 'shape')?.value ?? `none${index}`);
    await campaigns.placeTraits(traits, placing(index), index);
  }));
  if (process.stderr.isTTY && done % 6400 === 0) process.stderr.write(`\r${done.toLocaleString('en')} of ${captures.toLocaleString('en')}`);
}
const seconds = (performance.now() - startedAt) / 1000;
const redisCpu = await cpuOf() - cpuBefore;

// One at a time, as a worker does it, with all of that in the store.
const times: number[] = [];
for (let round = 0; round < 2000; round += 1) {
  const kit = kitAt();
  const index = truth.push(kit.id) - 1;
  const traits = traitsOfKit(kit);
  shapes.push(traits.find(({ kind }) => kind === 'shape')?.value ?? `none${index}`);
  const before = performance.now();
  await campaigns.placeTraits(traits, placing(index), index);
  times.push(performance.now() - before);
}
times.sort((a, b) => a - b);

const placed: (string | null)[] = [];
for (let at = 0; at < truth.length; at += 1000) placed.push(...await Promise.all(Array.from({ length: Math.min(1000, truth.length - at) }, (_, offset) => campaigns.campaignOf(String(at + offset)))));
const memory = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? 0);
console.log(`${captures.toLocaleString('en')} captures of ${new Set(truth).size.toLocaleString('en')} kits, and decent ones: ${Math.round(captures / seconds).toLocaleString('en')} a second, ${(redisCpu / captures * 1e6).toFixed(0)} µs of Redis' processor each, ${(memory / 1e6).toFixed(0)} MB`);
console.log(`placed one by one: median ${median(times).toFixed(2)} ms, p99 ${(times[Math.floor(times.length * 0.99)] ?? 0).toFixed(2)} ms (goal 5 ms)`);
report('campaigns', placed.map((id) => id ?? ''));
report('same shape', shapes);
redis.disconnect();
await handle.close();
rmSync(folder, { recursive: true, force: true });

function placing(index: number): Placing {
  return { kind: 'malicious', urlKey: String(index), owner: `owner${index % 50_000}`, threat: 'phishing', brand: null, byItself: true };
}

function report(name: string, groups: readonly string[]): void {
  const pairs = (count: number): number => count * (count - 1) / 2;
  const [byKit, byGroup, byBoth] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  for (const [index, group] of groups.entries()) {
    const kit = String(truth[index]);
    for (const [counts, key] of [[byKit, kit], [byGroup, group], [byBoth, `${kit} ${group}`]] as const) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((total, count) => total + pairs(count), 0);
  const [ofKits, ofGroups, ofBoth] = [sum(byKit), sum(byGroup), sum(byBoth)];
  // Of each kit by itself as well: a few large ones are most of all pairs.
  const together = new Map<string, number>();
  for (const [key, count] of byBoth) {
    const kit = key.split(' ', 1)[0] ?? '';
    together.set(kit, (together.get(kit) ?? 0) + pairs(count));
  }
  const repeated = [...byKit].filter(([, count]) => count >= 2);
  const mean = repeated.reduce((total, [kit, count]) => total + (together.get(kit) ?? 0) / pairs(count), 0) / Math.max(1, repeated.length);
  console.log(`${name}: ${(100 * ofBoth / ofKits).toFixed(2)} % of a kit's pairs together (each kit counted the same: ${(100 * mean).toFixed(2)} %), ${(100 * (ofGroups - ofBoth) / ofGroups).toFixed(4)} % of pairs wrong, ${byGroup.size.toLocaleString('en')} groups`);
}

async function cpuOf(): Promise<number> {
  return Number(/used_cpu_user:([\d.]+)/.exec(await redis.info('cpu'))?.[1] ?? 0);
}
