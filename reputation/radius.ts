import { z } from 'zod';
import { ownerOf } from '../url/owner.ts';
import { expressionHash } from '../url/keys.ts';
import { partsOf } from '../url/expressions.ts';
import { lookupsPerDay } from './lookup-counts.ts';
import type { Redis } from 'ioredis';
import type { BlastRadius, Hold, Verdict } from '../records/index.ts';
import type { CanonicalUrl, Host } from '../url/types.ts';
import type { ReputationKeys } from './keys.ts';
import type { Target } from './scope.ts';

/** What a listing may hit before people must agree: dated data (config/data/blast-radius.json). */
const radiusSchema = z.object({
  version: z.string(),
  page: z.object({ lookupsPerDay: z.number().positive(), minScore: z.number(), maxEvidenceAgeDays: z.number().positive() }),
  wide: z.object({ lookupsPerDay: z.number().positive(), decentPages: z.number().int().positive(), minScore: z.number(), maxEvidenceAgeDays: z.number().positive() }),
  /** People that must agree. */
  approvals: z.number().int().min(2),
  /** So many malicious pages of a host of which nothing decent was seen blame the host. */
  serveNothingElse: z.object({ badPages: z.number().int().positive() }),
});
const topSitesSchema = z.object({ version: z.string(), bands: z.array(z.object({ within: z.number(), domains: z.string() })) });

export interface RadiusData extends z.infer<typeof radiusSchema> {
  /** The smallest top list that holds this registrable domain: 200, 500 ... 20,000; null for none. */
  readonly rankOf: (domain: string) => number | null;
}

/** Throws a ZodError where it is no such data. */
export const readRadius = (json: unknown, topSites: unknown): RadiusData => {
  const ranks = new Map(topSitesSchema.parse(topSites).bands.flatMap(({ within, domains }) => domains.split(' ').map((domain): [string, number] => [domain, within])));
  return { ...radiusSchema.parse(json), rankOf: (domain) => ranks.get(domain) ?? null };
};

/** What this store has seen of a host in the last thirty days: pages by what they were, about (HyperLogLog). */
export interface HostEvidence { readonly badPages: number; readonly decentPages: number }

const seenSecs = 30 * 86_400;
const noEvidence: HostEvidence = { badPages: 0, decentPages: 0 };

/** Adds the verdict to what is known of its host, and answers it for all these hosts. Names of hosts are kept as hashes. */
export const seenOf = async (redis: Redis, keys: ReputationKeys, verdict: Verdict, page: CanonicalUrl | null, hosts: readonly Host[]): Promise<ReadonlyMap<Host, HostEvidence>> => {
  const keyOf = (host: string, kind: 'bad' | 'decent'): string => keys.seen(kind, expressionHash(host).toString('base64url', 0, 12));
  const kind = verdict.lane === 'url' ? null : verdict.verdict === 'malicious' ? 'bad' : verdict.verdict === 'benign' && verdict.why !== 'parked' ? 'decent' : null;
  const pipeline = redis.pipeline();
  if (kind !== null && page !== null) {
    const { host, path } = partsOf(page);
    // A domain has what its hosts have: a tenant of it is a name below it.
    for (const name of new Set([host, ownerOf(host).domain ?? host])) pipeline.pfadd(keyOf(name, kind), `${host}${path}`).expire(keyOf(name, kind), seenSecs);
  }
  const before = pipeline.length;
  for (const host of hosts) pipeline.pfcount(keyOf(host, 'bad')).pfcount(keyOf(host, 'decent'));
  const replies = (await pipeline.exec() ?? []).slice(before).map(([error, reply]) => {
    if (error !== null) throw error;
    return Number(reply);
  });
  return new Map(hosts.map((host, index) => [host, { badPages: replies[index * 2] ?? 0, decentPages: replies[index * 2 + 1] ?? 0 }]));
};

export const evidenceOf = (seen: ReadonlyMap<Host, HostEvidence>, host: Host): HostEvidence => seen.get(host) ?? noEvidence;

/** What each target would hit, in their order. */
export const radiiOf = async (redis: Redis, keys: ReputationKeys, data: RadiusData, seen: ReadonlyMap<Host, HostEvidence>, targets: readonly Target[], verdict: Verdict, nowMs: number): Promise<BlastRadius[]> => {
  if (targets.length === 0) return [];
  const asked = await lookupsPerDay(redis, keys, targets.map(({ expression }) => expression), nowMs);
  return targets.map(({ expression }, index) => {
    const host = expression.slice(0, expression.indexOf('/')) as Host; // an expression starts with one
    const { domain } = ownerOf(host);
    return {
      lookupsPerDay: asked[index] ?? 0,
      decentUrls: evidenceOf(seen, host).decentPages,
      rank: domain === null ? null : data.rankOf(domain),
      evidenceAgeDays: Math.max(0, (nowMs - verdict.atMs) / 86_400_000),
    };
  });
};

/** Why these people must agree first; null where nothing stands against it. */
export const holdFor = (data: RadiusData, { scope, hold, holdKind }: Target, radius: BlastRadius, score: number): Hold | null => {
  const held = (kind: Hold['kind'], says: string): Hold => ({ kind, says, approvalsNeeded: data.approvals, approvals: 0 });
  if (hold !== null) return held(holdKind ?? 'allow-list', hold);
  const isWide = scope === 'host' || scope === 'domain';
  const limits = isWide ? data.wide : data.page;
  const whole = isWide ? `all of its ${scope}` : 'the page';
  const reasons = [
    radius.lookupsPerDay >= limits.lookupsPerDay ? `It would newly block up to ${radius.lookupsPerDay} look-ups a day.` : null,
    isWide && radius.decentUrls >= data.wide.decentPages ? `It would block ${radius.decentUrls} pages that were seen and are not malicious.` : null,
    isWide && radius.rank !== null ? `Its domain is among the ${radius.rank} most visited.` : null,
    score < limits.minScore ? `The evidence is too weak for ${whole}: ${Math.round(score * 100)} of 100.` : null,
    radius.evidenceAgeDays > limits.maxEvidenceAgeDays ? `The evidence is ${Math.floor(radius.evidenceAgeDays)} days old.` : null,
  ].filter((reason) => reason !== null);
  return reasons.length === 0 ? null : held('radius', `${reasons.join(' ')} ${data.approvals} people must agree first.`);
};
