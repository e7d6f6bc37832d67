/**
 * The recrawl plan against hourly, daily and change-proportional looks, at one budget of looks: how long a dead
 * page stays listed, how late a comeback is listed, how much malicious time is unlisted.
 *
 *     node --import tsx bench/recrawl.ts [--urls 20000] [--seed 7]
 *
 * The clock is virtual, the planner is the product's. Looks are served in order of their due time, no more than
 * the budget an hour, first looks before all others; a plan that asks for more waits. Plans with a free scale (change-proportional, ours) are
 * scaled to the budget on a world of another seed. One look in fifty fails to see a malicious page.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { recrawlPlanSchema } from '../queues/recrawl.ts';
import { chanceBy } from '../queues/lifetime.ts';
import { byChange, everySoOften, harrier, type Plan, type Seen } from './recrawl-rivals.ts';
import { makeWorld, randomFrom, type SimulatedUrl } from './recrawl-world.ts';
import { DueHeap } from './due-heap.ts';

const { values } = parseArgs({ options: { urls: { type: 'string', default: '20000' }, seed: { type: 'string', default: '7' } } });
const urls = Number(values.urls);
const seed = Number(values.seed);
const plan = recrawlPlanSchema.parse(JSON.parse(readFileSync(new URL('../config/data/recrawl.json', import.meta.url), 'utf8')));

const arrivalHours = 60 * 24;
/** The first fortnight fills the system and isn't measured. */
const measuredFrom = 14 * 24;
const missedLooks = 0.02;

interface Outcome { readonly deadHours: number; readonly lateHours: number; readonly unlistedHours: number; readonly looks: number; readonly price: number }

interface Follow { readonly url: SimulatedUrl; seen: Seen | null; turn: number; malicious: boolean; listed: boolean; turnedAt: number; cleanLooks: number }

const simulate = (world: readonly SimulatedUrl[], next: Plan, looksAnHour: number): Outcome => {
  const random = randomFrom(99);
  const heap = new DueHeap<Follow>();
  for (const url of world) heap.push(url.bornAt, { url, seen: null, turn: 0, malicious: url.startsMalicious, listed: false, turnedAt: url.bornAt, cleanLooks: 0 });
  let [freeAt, looks, deaths, deadHours, comebacks, lateHours, unlistedHours] = [0, 0, 0, 0, 0, 0, 0];

  /** Time from `from` to `to` in which we were wrong. */
  const wrong = (follow: Follow, to: number, isEnd: boolean): void => {
    const from = Math.max(follow.turnedAt, measuredFrom);
    const hours = Math.max(0, Math.min(to, arrivalHours) - from);
    if (follow.malicious && !follow.listed) unlistedHours += hours;
    if (to < measuredFrom || follow.turnedAt >= arrivalHours) return;
    if (!follow.malicious && follow.listed) { deaths++; deadHours += Math.max(0, to - follow.turnedAt); }
    if (follow.malicious && !follow.listed && follow.turn > 0) { comebacks++; lateHours += Math.max(0, to - follow.turnedAt); }
    if (isEnd) follow.turnedAt = to;
  };

  for (let due = heap.pop(); due !== null; due = heap.pop()) {
    const follow = due.item;
    // The frontier gives what is new before what is due again, whoever plans.
    const at = follow.seen === null ? due.at : Math.max(due.at, freeAt);
    if (at > arrivalHours) break;
    freeAt = Math.max(freeAt, at) + 1 / looksAnHour;
    looks++;
    // What happened since the last look.
    for (let turnAt = follow.url.turnsAt[follow.turn]; turnAt !== undefined && turnAt <= at; turnAt = follow.url.turnsAt[follow.turn]) {
      if (follow.malicious !== follow.listed) wrong(follow, turnAt, true);
      follow.turn++;
      follow.malicious = !follow.malicious;
      follow.turnedAt = turnAt;
    }
    const sees = follow.malicious && random() >= missedLooks;
    const before = follow.seen;
    const isSame = before !== null && before.malicious === sees;
    follow.seen = {
      at, malicious: sees, threat: follow.url.threat, firstAt: before?.firstAt ?? at,
      sameBefore: isSame ? before.sameBefore + 1 : 0,
      sinceAt: isSame ? before.sinceAt : at,
      wasMalicious: before !== null && (before.wasMalicious || before.malicious),
      changes: (before?.changes ?? 0) + (before !== null && !isSame ? 1 : 0),
    };
    follow.cleanLooks = sees ? 0 : follow.cleanLooks + 1;
    const listed = sees || (follow.listed && follow.cleanLooks < 2);
    if (follow.malicious !== follow.listed && listed !== follow.listed) wrong(follow, at, false);
    if (listed !== follow.listed) { follow.listed = listed; follow.turnedAt = at; }
    const wait = next(follow.seen);
    if (wait !== null) heap.push(at + wait, follow);
    else finish(follow, wrong);
  }
  for (let left = heap.pop(); left !== null; left = heap.pop()) finish(left.item, wrong);
  return { deadHours: deadHours / deaths, lateHours: lateHours / comebacks, unlistedHours, looks, price: 0 };
};

/** Nobody looks any more: what is still wrong is wrong until it turns, or the end. */
const finish = (follow: Follow, wrong: (follow: Follow, to: number, isEnd: boolean) => void): void => {
  for (let turnAt = follow.url.turnsAt[follow.turn]; follow.turnedAt < arrivalHours && follow.url.bornAt < arrivalHours; turnAt = follow.url.turnsAt[follow.turn]) {
    const to = Math.min(turnAt ?? Infinity, arrivalHours);
    if (follow.malicious !== follow.listed) wrong(follow, to, true);
    follow.turn++;
    follow.malicious = !follow.malicious;
    follow.turnedAt = to;
  }
};

/** The scale at which a plan asks for just the budget, on a world that it isn't measured on. */
const scaled = (make: (scale: number) => Plan, budget: number): { readonly plan: Plan; readonly scale: number } => {
  const part = 5;
  const pilot = makeWorld({ seed: seed + 1, urls: urls / part, arrivalHours, stretch: 1 });
  let [low, high] = [1e-3, 1e2];
  for (let round = 0; round < 12; round++) {
    const middle = Math.sqrt(low * high);
    // Unlimited service: how much it asks for.
    if (simulate(pilot, make(middle), 1e9).looks > (0.98 * budget * arrivalHours) / part) low = middle;
    else high = middle;
  }
  return { plan: make(high), scale: high };
};

/**
 * No plan that knows of a URL only its kind and age can do better than this, in hours of cost a look: the
 * optimum of a look rate r(t) for each URL under one budget is r ~ sqrt(cost x hazard), and costs
 * (integral of sqrt(cost x hazard / 2))^2 / looks. Looks that fail and second looks to confirm are free in it.
 */
const bound = (world: readonly SimulatedUrl[], looks: number): number => {
  let sum = 0;
  const stepOf = (age: number): number => Math.max(0.05, age * 0.05);
  for (const { bornAt, threat, turnsAt, startsMalicious } of world) {
    let [from, malicious] = [bornAt, startsMalicious];
    for (const to of [...turnsAt, arrivalHours]) {
      const course = malicious ? plan.maliciousBy[threat] ?? plan.malicious : from === bornAt ? plan.benign : plan.returning;
      const end = Math.min(to, arrivalHours);
      for (let at = from; at < end;) {
        const age = at - from;
        const step = Math.min(stepOf(age), end - at);
        const before = chanceBy(course, age);
        const hazard = Math.max(0, (chanceBy(course, age + step) - before) / (step * (1 - before)));
        if (at >= measuredFrom) sum += step * Math.sqrt((course.cost * hazard) / 2);
        at += step;
      }
      if (to >= arrivalHours) break;
      [from, malicious] = [to, !malicious];
    }
  }
  return sum ** 2 / looks;
};

const row = (name: string, cells: readonly (string | number)[]): string => `${name.padEnd(34)}${cells.map((cell) => String(typeof cell === 'number' ? cell.toFixed(2) : cell).padStart(16)).join('')}`;
console.log(`${urls.toLocaleString('en')} URLs over ${arrivalHours / 24} days, seed ${seed}; half decent; 2 % of looks fail; measured from day ${measuredFrom / 24}`);
for (const stretch of [1, 0.5, 2]) {
  const world = makeWorld({ seed, urls, arrivalHours, stretch });
  for (const looksPerUrlDay of stretch === 1 ? [0.5, 1, 2] : [1]) {
    // About half of the URLs are followed at a time: they come evenly, and each is followed for a month or longer.
    const budget = (looksPerUrlDay * urls) / 2 / 24;
    console.log(`\n${looksPerUrlDay} looks a day for each URL that is followed (${budget.toFixed(0)} an hour)${stretch === 1 ? '' : `; every life ${stretch} times as long as the plan believes`}`);
    console.log(row('', ['dead, listed h', 'comeback late h', 'unlisted h', 'looks']));
    const ours = scaled((price) => harrier(plan, price), budget);
    const rivals: readonly (readonly [string, Plan])[] = [['hourly', everySoOften(1)], ['daily', everySoOften(24)], ['proportional to changes', scaled(byChange, budget).plan]];
    const told = rivals.map(([name, rival]) => [name, simulate(world, rival, budget)] as const);
    const mine = simulate(world, ours.plan, budget);
    for (const [name, { deadHours, lateHours, unlistedHours, looks }] of [...told, [`harrier (a look is worth ${ours.scale.toFixed(2)} h)`, mine] as const]) console.log(row(name, [deadHours, lateHours, unlistedHours.toFixed(0), String(looks)]));
    const ratio = (of: (outcome: Outcome) => number): string => `${(Math.min(...told.map(([, outcome]) => of(outcome))) / of(mine)).toFixed(2)} times`;
    console.log(row('best simple plan / harrier', [ratio((o) => o.deadHours), ratio((o) => o.lateHours), ratio((o) => o.unlistedHours), '']));
    if (stretch === 1) console.log(`bound on the weighed cost of any plan that knows kind and age: ${bound(world, mine.looks * (1 - measuredFrom / arrivalHours)).toFixed(0)} h`);
  }
}
