import { listedForMs, meaningOf, type Ageing, type LookMeaning } from './ageing.ts';
import { decidedVerdict, readDecided, writeDecided } from './decided.ts';
import { evidenceOf, holdFor, radiiOf, seenOf, type HostEvidence, type RadiusData } from './radius.ts';
import { blame, blameAs, pageAt, type BlameData, type Target } from './scope.ts';
import { recordScript, run } from './scripts.ts';
import { hundredthsOf } from './replica/facts.ts';
import { fieldOf, toStored } from './stored-listing.ts';
import { ownerOf } from '../url/owner.ts';
import type { Redis } from 'ioredis';
import type { Host } from '../url/types.ts';
import type { BlastRadius, Listing, Scope, Verdict } from '../records/index.ts';
import type { RecordOutcome } from './contract.ts';
import { listingKeys, type ReputationKeys } from './keys.ts';

/** What writing needs. */
export interface Ledger extends BlameData {
  readonly redis: Redis;
  readonly keys: ReputationKeys;
  readonly ageing: Ageing;
  readonly radius: RadiusData;
  /** Rows of the change log to keep, about. */
  readonly changeRows: number;
}

/** URL keys in the list of recent verdicts. */
const recentKeys = 500;
/** Rows of `tested` to keep, about. */
const testedRows = 1_000_000;

/** One script: see reputation/lua/record.lua. What a person decided about the URL goes before what the machine found. */
export const record = async (ledger: Ledger, verdict: Verdict, sources: readonly string[], nowMs: number): Promise<RecordOutcome> => {
  const { redis, keys } = ledger;
  const standing = verdict.why === 'looking-again' ? null : await readDecided(redis, keys.decided(verdict.urlKey));
  if (standing === null) return write(ledger, verdict, meaningOf(verdict), null, sources, nowMs);
  const { decision, machine } = standing;
  if (verdict.atMs > machine.atMs) await writeDecided(redis, keys.decided(verdict.urlKey), { decision, machine: verdict }, nowMs);
  const decided = decidedVerdict(verdict, decision);
  return write(ledger, decided.verdict, decided.meaning, decision.scope, [...sources, 'review'], nowMs);
};

/** A verdict, what it means for the listings, and how much a person blames (null: as much as the rules say). */
export const write = async (ledger: Ledger, verdict: Verdict, meaning: LookMeaning, scope: Scope | null, sources: readonly string[], nowMs: number): Promise<RecordOutcome> => {
  const { redis, keys, ageing } = ledger;
  const pages = [pageAt(verdict.finalUrl), pageAt(verdict.url)].filter((page) => page !== null);
  const hosts = [...new Set(pages.flatMap(({ host }) => [host, (ownerOf(host).domain ?? host) as Host /* a registrable domain is one */]))];
  const seen = await seenOf(redis, keys, verdict, pages[0]?.canonical ?? null, hosts);
  const targets = meaning === 'malicious' ? (scope === null ? blame : blameAs(scope))(verdict, { ...ledger, servesNothingElse: (host) => nothingElse(ledger.radius, evidenceOf(seen, host), host) }) : [];
  const radii = await radiiOf(redis, keys, ledger.radius, seen, targets, verdict, nowMs);
  const outcome = await run(recordScript, redis, [...listingKeys(keys), keys.verdict(verdict.urlKey), keys.tally, keys.recent, keys.tested], [
    Math.trunc(nowMs), ledger.changeRows, Math.trunc(verdict.atMs), JSON.stringify(verdict), meaning, verdict.urlKey,
    ageing.cleanLooksToDelist, ageing.verdictSecs * 1000, ageing.rememberSecs * 1000,
    verdict.why === 'looking-again' ? 'looking-again' : verdict.verdict, recentKeys, verdict.lane === 'url' ? '' : hundredthsOf(verdict.score), testedRows, ageing.comebackFactor,
    ...targets.flatMap((target, index) => [fieldOf(target.expression), toStored(listingOf(verdict, target, radii[index] ?? null, namesOf(sources), nowMs, ledger))]),
  ]);
  return outcome as RecordOutcome; // The script's head promises one.
};

const listingOf = (verdict: Verdict, target: Target, radius: BlastRadius | null, sources: readonly string[], nowMs: number, { ageing, allowList, hosting, radius: data }: Ledger): Listing => {
  const { expression, scope, reason } = target;
  const hold = radius === null ? null : holdFor(data, target, radius, verdict.score);
  // A malicious verdict without a threat comes from a policy that weighs only general signals.
  const threat = verdict.threat ?? 'unwanted';
  const atMs = Math.trunc(verdict.atMs);
  return {
    v: 1, expression, scope, scopeReason: reason, threat, score: verdict.score, brand: verdict.brand, compromised: verdict.compromised,
    state: hold === null ? 'active' : 'held', firstSeenMs: atMs, lastSeenMs: atMs, expiresAtMs: atMs + listedForMs(ageing, threat, verdict.compromised, sources, verdict.score),
    listedAtMs: null, changedAtMs: Math.trunc(nowMs), policy: verdict.policy, versions: { verdict: verdict.v, allowList: allowList.version, hosting: hosting.version, ageing: ageing.version },
    urlKey: verdict.urlKey, captureKey: verdict.captureKey, sources: [...sources], cleanLooks: 0,
    hold, radius, earlier: [], note: null,
  };
};

const nothingElse = ({ serveNothingElse, rankOf }: RadiusData, { badPages, decentPages }: HostEvidence, host: Host): string | null => {
  const { domain, isAddress } = ownerOf(host);
  if (badPages < serveNothingElse.badPages || decentPages > 0 || (!isAddress && (domain === null || rankOf(domain) !== null))) return null;
  return `${host} serves nothing else: ${badPages} of its pages are malicious, and none was seen that is not.`;
};

/** Kinds of source; a feed keeps its name, of all others what follows the kind could be somebody's and is cut off. What is no source's name is left out. */
const namesOf = (sources: readonly string[]): string[] =>
  [...new Set(sources.filter((source) => /^[a-z0-9][a-z0-9:._-]{0,63}$/.test(source)).map((source) => (source.startsWith('feed:') ? source : (source.split(':', 1)[0] ?? source))))];
