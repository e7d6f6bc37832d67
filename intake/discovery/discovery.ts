import type { Redis } from 'ioredis';
import type { Capture, Verdict } from '../../records/index.ts';
import type { Door } from '../door.ts';
import { gainOf, spend, type GadgetRecord } from './bandit.ts';
import { findsOf, gadgets } from './gadgets.ts';

/**
 * The crawl's own finds: what a malicious page leads to goes through the door as "crawl:<gadget>", as much as the budget
 * allows and by the gadgets that were worth it. {P:discovery}:gadgets, HASH, "<gadget>:visits" and "<gadget>:gain" in
 * thousandths; never deleted.
 */
export interface Discovery {
  /** After a verdict was recorded. `source` is the visit's own; `isNewCampaign` where no campaign was known that it is of; `isFirst` where the URL had no verdict before. */
  after(capture: Capture, verdict: Verdict, source: string, isNewCampaign: boolean, isFirst: boolean): Promise<void>;
  records(): Promise<ReadonlyMap<string, GadgetRecord>>;
}

export interface DiscoveryOptions {
  readonly redis: Redis;
  readonly prefix: string;
  readonly door: Door;
  /** URLs that one malicious page may add. */
  readonly budget: number;
  readonly now: () => number;
  readonly random: () => number;
}

const thousandths = 1000;

export const openDiscovery = ({ redis, prefix, door, budget, now, random }: DiscoveryOptions): Discovery => {
  const key = `{${prefix}:discovery}:gadgets`;
  const records = async (): Promise<Map<string, GadgetRecord>> => {
    const stored = await redis.hgetall(key);
    return new Map(gadgets.map(({ name }) => [name, { visits: Number(stored[`${name}:visits`] ?? 0), gain: Number(stored[`${name}:gain`] ?? 0) / thousandths }]));
  };
  return {
    records,
    after: async (capture, verdict, source, isNewCampaign, isFirst) => {
      if (!isFirst) return;
      const gadget = /^crawl:(.+)$/.exec(source)?.[1];
      if (gadget !== undefined && gadgets.some(({ name }) => name === gadget)) await redis.multi().hincrby(key, `${gadget}:visits`, 1).hincrby(key, `${gadget}:gain`, Math.round(gainOf(verdict.verdict, isNewCampaign) * thousandths)).exec();
      if (verdict.verdict !== 'malicious' || budget === 0) return;
      const finds = findsOf(capture, verdict);
      if (finds.size === 0) return;
      const known = await records();
      const picked = spend(finds, (name) => known.get(name) ?? { visits: 0, gain: 0 }, budget, random);
      const atMs = now();
      await door.submit(picked.map(({ gadget: name, find }) => ({ url: find, source: `crawl:${name}`, atMs, trust: 0.3, priority: 2 })));
    },
  };
};
