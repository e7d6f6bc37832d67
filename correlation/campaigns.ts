import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import type { Campaign, CampaignTie, Capture, Verdict } from '../records/index.ts';
import { ownerOf, parseUrl } from '../url/index.ts';
import { closeAt, tieAt, traitKinds, type Trait } from './kinds.ts';
import { traitsOf } from './traits.ts';

/**
 * Campaigns: captures that share what attackers reuse. They grow as captures come in, one script a capture
 * (lua/place.lua); all keys are {P:campaigns}:..., of one slot.
 *
 * Malicious and suspicious captures are placed; what decent ones have makes a trait weigh less, and in the end
 * nothing. A URL stays where it was placed first, unless its campaign turns out to be another's part.
 */
export interface Campaigns {
  /** Whether a capture, not yet judged, is tied to a campaign; null where it isn't. Changes nothing. */
  match(capture: Capture): Promise<CampaignTie | null>;
  /** Puts a judged capture in its place, or learns from it what is common. Answers the campaign that it is in, null for none. */
  place(capture: Capture, verdict: Verdict, nowMs: number): Promise<string | null>;
  /** The same for traits alone: of one that comes from elsewhere, and for measuring. */
  placeTraits(traits: readonly Trait[], what: Placing, nowMs: number): Promise<string | null>;
  /** Those that grew last, first. */
  recent(max: number): Promise<Campaign[]>;
  /** Null where there is none; of one that went into another, that one. */
  get(id: string): Promise<Campaign | null>;
  campaignOf(urlKey: string): Promise<string | null>;
  /** URL keys of its members, newest first. */
  members(id: string, max: number): Promise<string[]>;
}

export interface Placing {
  readonly kind: 'malicious' | 'suspicious' | 'decent';
  readonly urlKey: string;
  readonly owner: string;
  readonly threat: string | null;
  readonly brand: string | null;
  /** By what it did itself. */
  readonly byItself: boolean;
}

const lua = readFileSync(new URL('lua/place.lua', import.meta.url), 'utf8');
/** What all pages of a host share: a decent page beside a malicious one has it as well, so that it says nothing of a page. */
const ofHost: ReadonlySet<string> = new Set(['certificate', 'address', 'name']);
/** Counters of what is common: a sketch of fixed size (count-min, three places a trait); 32 MiB hold some three million decent captures before chance makes rare traits look common. */
const commonPlaces = 33_554_432;

export const openCampaigns = (redis: Redis, prefix: string): Campaigns => {
  const base = `{${prefix}:campaigns}:`;
  const line = `${base}c:`;
  const keys = [`${base}traits`, `${base}commons`, `${base}of`, `${base}recent`, `${base}seq`, line];
  redis.defineCommand('harrierPlace', { numberOfKeys: keys.length, lua });
  const run = (redis as unknown as { harrierPlace(...args: readonly string[]): Promise<(string | number)[] | null> }).harrierPlace.bind(redis); // defined in the line above

  const call = (traits: readonly Trait[], what: Placing['kind'] | 'match', placing: Partial<Placing>, nowMs: number): Promise<(string | number)[] | null> =>
    run(...keys, what, String(Math.trunc(nowMs)), placing.urlKey ?? '', placing.byItself === true ? '1' : '0', hash('sha256', placing.owner ?? '', 'base64url').slice(0, 16), placing.threat ?? '', (placing.brand ?? '').replaceAll(':', ' ').slice(0, 60), String(tieAt), String(closeAt),
      ...traits.flatMap(({ kind, value }) => [`${kind}:${value}`, String(traitKinds[kind].weight), String(traitKinds[kind].most), placesOf(`${kind}:${value}`)]));
  const rootOf = async (id: string): Promise<string> => {
    const into = await redis.hget(`${line}${id}`, 'into');
    return into === null ? id : rootOf(into);
  };
  const get = async (given: string): Promise<Campaign | null> => {
    if (!/^\d{1,15}$/.test(given)) return null;
    const id = await rootOf(given);
    const [fields, ties, owners] = await Promise.all([redis.hgetall(`${line}${id}`), redis.hgetall(`${line}${id}:ties`), redis.pfcount(`${line}${id}:owners`)]);
    if (fields['size'] === undefined) return null;
    const counted = (of: string): [string, number][] => ranked(Object.entries(fields).filter(([name]) => name.startsWith(`${of}:`)).map(([name, count]) => [name.slice(of.length + 1), Number(count)]));
    return { id, members: Number(fields['size']), ownMalicious: Number(fields['own'] ?? 0), owners, firstSeenMs: Number(fields['first']), lastSeenMs: Number(fields['last']), threats: counted('threat'), brands: counted('brand'), ties: ranked(Object.entries(ties).map(([trait, count]) => [inWords(trait), Number(count)])).slice(0, 20) };
  };

  return {
    match: async (capture) => {
      const found = await call(traitsOf(capture).filter(({ kind }) => !ofHost.has(kind)), 'match', {}, 0);
      if (found === null) return null;
      const [id, weight, ownMalicious, owners, ...ties] = found;
      return { id: String(id), weight: Number(weight) / 100, ownMalicious: Number(ownMalicious), owners: Number(owners), ties: ties.map((trait) => inWords(String(trait))) };
    },
    place: async (capture, verdict, nowMs) => {
      const kind = verdict.verdict === 'benign' ? 'decent' : verdict.verdict;
      // What a site that was broken into brings of its own is its owner's, and shared with decent sites.
      if (kind === 'undecided' || verdict.compromised) return null;
      const final = parseUrl(verdict.finalUrl);
      const host = final.ok ? final.url.host : null;
      const found = await call(traitsOf(capture), kind, {
        urlKey: verdict.urlKey, threat: verdict.threat, brand: verdict.brand, owner: host === null ? '' : ownerOf(host).domain ?? host,
        byItself: kind === 'malicious' && !verdict.signals.some(({ name, weight }) => name.startsWith('campaign/') && weight > 0),
      }, nowMs);
      return found === null ? null : String(found[0]);
    },
    placeTraits: async (traits, placing, nowMs) => {
      const found = await call(traits, placing.kind, placing, nowMs);
      return found === null ? null : String(found[0]);
    },
    recent: async (max) => (await Promise.all((await redis.zrevrange(`${base}recent`, 0, max - 1)).map(get))).filter((campaign) => campaign !== null),
    get,
    campaignOf: async (urlKey) => {
      const id = await redis.hget(`${base}of`, urlKey);
      return id === null ? null : rootOf(id);
    },
    members: async (id, max) => redis.zrevrange(`${line}${await rootOf(id)}:members`, 0, max - 1),
  };
};

const placesOf = (trait: string): string => {
  const digest = hash('sha256', trait, 'buffer');
  return [0, 4, 8].map((at) => digest.readUInt32BE(at) % commonPlaces).join(',');
};

const ranked = (counts: readonly [string, number][]): [string, number][] => [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
const inWords = (trait: string): string => trait.replace(':', ' ');
