import { listedForMs, meaningOf, type Ageing } from './ageing.ts';
import { blame, type BlameData, type Target } from './scope.ts';
import { recordScript, run } from './scripts.ts';
import { fieldOf, toStored } from './stored-listing.ts';
import type { Redis } from 'ioredis';
import type { Listing, Verdict } from '../records/index.ts';
import type { RecordOutcome } from './contract.ts';
import type { ReputationKeys } from './keys.ts';

/** What writing needs. */
export interface Ledger extends BlameData {
  readonly redis: Redis;
  readonly keys: ReputationKeys;
  readonly ageing: Ageing;
  /** Rows of the change log to keep, about. */
  readonly changeRows: number;
}

/** URL keys in the list of recent verdicts. */
const recentKeys = 500;

/** One script: see reputation/lua/record.lua. */
export const record = async (ledger: Ledger, verdict: Verdict, sources: readonly string[], nowMs: number): Promise<RecordOutcome> => {
  const { redis, keys, ageing } = ledger;
  const meaning = meaningOf(verdict);
  const targets = meaning === 'malicious' ? blame(verdict, ledger) : [];
  const outcome = await run(recordScript, redis, [keys.verdict(verdict.urlKey), keys.listings, keys.expiry, keys.changes, keys.seq, keys.tally, keys.recent], [
    Math.trunc(verdict.atMs), JSON.stringify(verdict), Math.trunc(nowMs), meaning, verdict.urlKey,
    ageing.cleanLooksToDelist, ageing.verdictSecs * 1000, ageing.rememberSecs * 1000, ledger.changeRows,
    verdict.why === 'looking-again' ? 'looking-again' : verdict.verdict, recentKeys,
    ...targets.flatMap((target) => [fieldOf(target.expression), toStored(listingOf(verdict, target, namesOf(sources), ageing))]),
  ]);
  return outcome as RecordOutcome; // The script's head promises one.
};

const listingOf = (verdict: Verdict, { expression, scope, reason, hold }: Target, sources: readonly string[], ageing: Ageing): Listing => {
  // A malicious verdict without a threat comes from a policy that weighs only general signals.
  const threat = verdict.threat ?? 'unwanted';
  const atMs = Math.trunc(verdict.atMs);
  return {
    v: 1, expression, scope, scopeReason: hold === null ? reason : `${hold} ${reason}`, threat, score: verdict.score, brand: verdict.brand, compromised: verdict.compromised,
    state: hold === null ? 'active' : 'held', firstSeenMs: atMs, lastSeenMs: atMs, expiresAtMs: atMs + listedForMs(ageing, threat, verdict.compromised, sources),
    policy: verdict.policy, urlKey: verdict.urlKey, captureKey: verdict.captureKey, sources: [...sources], cleanLooks: 0,
  };
};

/** Kinds of source as a submission names them; anything else (a comma, a person's name) is left out. */
const namesOf = (sources: readonly string[]): string[] => [...new Set(sources)].filter((source) => /^[a-z0-9][a-z0-9:._-]{0,63}$/.test(source));
