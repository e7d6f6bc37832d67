/**
 * Finding more: malicious pages found at one budget of visits, by the gadgets with the bandit that the system uses
 * (intake/discovery), by each gadget alone, by all of them in turn, and by a breadth-first crawl over links.
 *
 *     node --import tsx bench/discovery.ts [--visits 4000] [--seeds 5]
 *
 * The web is made up: 1,000,000 pages on 125,000 hosts, some 0.1 % malicious, in campaigns whose sizes follow a power law;
 * three in five of their hosts are the attackers' own, the others broken into. How often each way leads to another page of
 * the campaign is given by hand (the table `leads`), not measured: what is shown is that the bandit learns which ways do,
 * whatever they are, and not how well a way works on the real web. `--shuffle` deals the same chances to other gadgets.
 * All begin with the same reports, which go on coming as visits are made; a report is no find.
 */
import { parseArgs } from 'node:util';
import { gainOf, spend, type GadgetRecord } from '../intake/discovery/bandit.ts';
import { gadgets } from '../intake/discovery/gadgets.ts';
import { median } from './median.ts';
import { Seeded } from './web/random.ts';

const { values } = parseArgs({ options: { visits: { type: 'string', default: '4000' }, seeds: { type: 'string', default: '5' }, shuffle: { type: 'boolean', default: false } } });
const visits = Number(values.visits);
const [pages, pagesPerHost, reports, perPage] = [1_000_000, 8, 60, 20];

/** Of each gadget: how many finds a malicious page gives, the chance that one is of the same campaign, and that it is of another one. */
const leads: Readonly<Record<string, readonly [finds: number, same: number, other: number]>> = {
  'links': [5, 0.05, 0.01], 'own-links': [4, 0.04, 0], 'redirects': [2, 0.2, 0.03], 'forms': [1, 0.25, 0.02], 'scripts': [4, 0.02, 0], 'fetches': [1, 0.2, 0.02], 'frames': [1, 0.12, 0.02],
  'downloads': [1, 0.3, 0.03], 'codes': [0, 0, 0], 'parents': [3, 0.1, 0], 'certificate': [3, 0.25, 0.04], 'siblings': [6, 0.08, 0.01],
};

interface Web { readonly campaignOf: ReadonlyMap<number, number>; readonly members: readonly (readonly number[])[]; readonly all: readonly number[]; find(page: number): ReadonlyMap<string, readonly number[]>; links(page: number): readonly number[] }

const makeWeb = (seed: number): Web => {
  const numbers = new Seeded(seed);
  const campaignOf = new Map<number, number>();
  const members: number[][] = [];
  while (campaignOf.size < pages / 1000) {
    const size = Math.min(120, Math.floor(3 * (1 - numbers.next()) ** (-1 / 1.3)));
    const own: number[] = [];
    while (own.length < size) {
      const host = numbers.between(0, pages / pagesPerHost - 1);
      for (let page = 0; page < numbers.between(1, 3) && own.length < size; page += 1) {
        const at = host * pagesPerHost + page;
        if (campaignOf.has(at)) continue;
        campaignOf.set(at, members.length);
        own.push(at);
      }
    }
    members.push(own);
  }
  const all = [...campaignOf.keys()];
  const dealt = values.shuffle ? Object.values(leads).map((row) => ({ row, key: numbers.next() })).sort((a, b) => a.key - b.key).map(({ row }) => row) : Object.values(leads);
  const chances = new Map(gadgets.map(({ name }, index) => [name, dealt[index] ?? leads[name] ?? [0, 0, 0] as const]));
  // What a page leads to is the same whoever looks, and made when somebody does.
  const at = (page: number): Seeded => new Seeded((seed * 7919 + page * 31 + 17) >>> 0);
  return {
    campaignOf, members, all,
    find: (page) => {
      const own = at(page);
      return new Map([...chances].map(([name, [finds, same, other]]) => [name, Array.from({ length: finds }, () => {
        const drawn = own.next();
        if (drawn < same) return own.of(members[campaignOf.get(page) ?? 0] ?? all);
        return drawn < same + other ? own.of(all) : own.between(0, pages - 1);
      })]));
    },
    links: (page) => {
      const own = at(page);
      const campaign = campaignOf.get(page);
      const host = Math.floor(page / pagesPerHost) * pagesPerHost;
      // A malicious page links as `leads` says; a decent one mostly to its own host.
      if (campaign !== undefined) return Array.from({ length: 9 }, () => { const drawn = own.next(); return drawn < 0.05 ? own.of(members[campaign] ?? all) : drawn < 0.06 ? own.of(all) : drawn < 0.5 ? host + own.between(0, pagesPerHost - 1) : own.between(0, pages - 1); });
      return Array.from({ length: 9 }, () => (own.next() < 0.6 ? host + own.between(0, pagesPerHost - 1) : own.between(0, pages - 1)));
    },
  };
};

interface Run { readonly found: number; readonly campaigns: number; readonly spent: Readonly<Record<string, number>> }

/** As the system does it: what is found around malicious pages waits by gadget, the newest page first. */
const crawl = (web: Web, seed: number, choose: (gadget: string) => boolean, learns: boolean): Run => {
  const numbers = new Seeded(seed + 1);
  const seen = new Set<number>();
  const known = new Set<number>();
  const records = new Map<string, GadgetRecord>();
  const spent: Record<string, number> = {};
  const queue: { readonly page: number; readonly gadget: string }[] = [];
  let found = 0;
  const around = (page: number): void => {
    const finds = new Map([...web.find(page)].filter(([name]) => choose(name)).map(([name, some]) => [name, some.filter((one) => !seen.has(one))]));
    for (const { gadget, find } of spend(finds, (name) => (learns ? records.get(name) ?? { visits: 0, gain: 0 } : { visits: 0, gain: 0 }), perPage / 2, () => numbers.next())) queue.push({ page: find, gadget });
  };
  const report = (): void => {
    const page = numbers.of(web.all);
    if (seen.has(page)) return;
    seen.add(page);
    known.add(web.campaignOf.get(page) ?? -1);
    around(page);
  };
  for (let visit = 0; visit < visits; visit += 1) {
    if (visit % Math.ceil(visits / reports) === 0) report();
    let next = queue.shift();
    while (next !== undefined && seen.has(next.page)) next = queue.shift();
    if (next === undefined) continue;
    seen.add(next.page);
    spent[next.gadget] = (spent[next.gadget] ?? 0) + 1;
    const campaign = web.campaignOf.get(next.page);
    const isNew = campaign !== undefined && !known.has(campaign);
    const { visits: before, gain } = records.get(next.gadget) ?? { visits: 0, gain: 0 };
    records.set(next.gadget, { visits: before + 1, gain: gain + gainOf(campaign === undefined ? 'benign' : 'malicious', isNew) });
    if (campaign === undefined) continue;
    found += 1;
    known.add(campaign);
    around(next.page);
  }
  return { found, campaigns: known.size, spent };
};

const breadthFirst = (web: Web, seed: number): Run => {
  const numbers = new Seeded(seed + 1);
  const seen = new Set<number>();
  const known = new Set<number>();
  const queue: number[] = [];
  let found = 0;
  for (let visit = 0; visit < visits; visit += 1) {
    if (visit % Math.ceil(visits / reports) === 0) { const page = numbers.of(web.all); if (!seen.has(page)) { seen.add(page); known.add(web.campaignOf.get(page) ?? -1); queue.push(...web.links(page)); } }
    let next = queue.shift();
    while (next !== undefined && seen.has(next)) next = queue.shift();
    if (next === undefined) continue;
    seen.add(next);
    queue.push(...web.links(next));
    const campaign = web.campaignOf.get(next);
    if (campaign !== undefined) { found += 1; known.add(campaign); }
  }
  return { found, campaigns: known.size, spent: {} };
};

const strategies: readonly (readonly [name: string, run: (web: Web, seed: number) => Run])[] = [
  ['bandit', (web, seed) => crawl(web, seed, () => true, true)], ['gadgets in turn', (web, seed) => crawl(web, seed, () => true, false)], ['breadth first', breadthFirst],
  ...gadgets.map(({ name }) => [`${name} alone`, (web: Web, seed: number) => crawl(web, seed, (gadget) => gadget === name, true)] as const),
];
const results = new Map<string, Run[]>(strategies.map(([name]) => [name, []]));
for (let seed = 1; seed <= Number(values.seeds); seed += 1) {
  const web = makeWeb(seed * 1009);
  for (const [name, run] of strategies) results.get(name)?.push(run(web, seed));
}
const foundBy = (name: string): number => median((results.get(name) ?? []).map(({ found }) => found));
for (const [name, runs] of results) console.log(`${name.padEnd(18)} ${String(foundBy(name)).padStart(5)} malicious pages, ${median(runs.map(({ campaigns }) => campaigns))} campaigns known, at ${visits} visits`);
const best = gadgets.map(({ name }) => `${name} alone`).sort((a, b) => foundBy(b) - foundBy(a))[0] ?? '';
console.log(`bandit against breadth first: ${(foundBy('bandit') / Math.max(1, foundBy('breadth first'))).toFixed(1)} times (goal 10); against ${best}: ${(foundBy('bandit') / Math.max(1, foundBy(best))).toFixed(2)} times (goal 1.3); against all in turn: ${(foundBy('bandit') / Math.max(1, foundBy('gadgets in turn'))).toFixed(2)}`);
