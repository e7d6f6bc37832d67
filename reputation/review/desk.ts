import type { Scope, Threat } from '../../records/index.ts';
import { shapeless, type Decision, type DecisionKind, type DecisionLog, type ReviewItem, type ReviewQueue } from './contract.ts';
import type { RecordOutcome, ReputationStore } from '../contract.ts';
import type { ReviewData } from './worth.ts';

export interface Deciding {
  readonly decision: DecisionKind;
  readonly threat: Threat | null;
  readonly scope: Scope | null;
  /** At most 500 characters are kept. */
  readonly note: string;
}

/**
 * - `RecordOutcome`: what became of the listings.
 * - `waits`: others must agree before it is listed; this one's approval is counted.
 * - `noted`: not sure; it comes back with its next look.
 * - `claimed`: somebody else has it in hand; nothing was changed.
 * - `unknown`: nothing was ever judged under this key.
 */
export type DecideOutcome = RecordOutcome | 'waits' | 'noted' | 'claimed' | 'unknown';
export interface Decided { readonly urlKey: string; readonly outcome: DecideOutcome; /** Id of the decision, for taking it back; null where none was made. */ readonly id: string | null }

/** - `undone`. - `unknown`: there is no such decision. - `already`: it was taken back before. - `newer`: a later decision about the same URL stands. */
export type UndoOutcome = 'undone' | 'unknown' | 'already' | 'newer';

export interface Desk {
  /** Each URL by itself, in order; one that fails leaves those before it decided. */
  decide(urlKeys: readonly string[], deciding: Deciding, who: string, nowMs: number): Promise<Decided[]>;
  undo(id: string, nowMs: number): Promise<UndoOutcome>;
}

export const openDesk = ({ reputation, review, decisions, data }: {
  readonly reputation: Pick<ReputationStore, 'verdictOf' | 'decideUrl' | 'undoUrl' | 'heldBy' | 'decide' | 'listingOf'>;
  readonly review: ReviewQueue;
  readonly decisions: DecisionLog;
  readonly data: ReviewData;
}): Desk => {
  const decideOne = async (urlKey: string, { decision, threat, scope, note: said }: Deciding, who: string, nowMs: number): Promise<Decided> => {
    const [item, known] = await Promise.all([review.get(urlKey, nowMs), reputation.verdictOf(urlKey)]);
    if (known === null) return { urlKey, outcome: 'unknown', id: null };
    if (item !== null && item.claim !== null && item.claim.who !== who) return { urlKey, outcome: 'claimed', id: null };
    const note = said.slice(0, 500);
    const untilMs = nowMs + 1000 * (decision === 'malicious' ? data.maliciousHoldsSecs : data.benignHoldsSecs);
    const done = decision === 'unsure' ? null : await reputation.decideUrl(urlKey, { verdict: decision, threat, scope, who, note, atMs: nowMs, untilMs });
    const machine = done?.machine ?? known;
    const id = await decisions.append({
      atMs: nowMs, who, urlKey, url: known.url, decision, threat, scope, note,
      machine: { verdict: machine.verdict, threat: machine.threat, score: machine.score, policy: machine.policy, captureKey: machine.captureKey, signals: machine.signals.map(({ name }) => name), source: item?.source ?? 'unknown' },
      item: item === null ? null : unclaimed(item),
    });
    const outcome = done === null ? 'noted' : decision === 'malicious' ? await approve(urlKey, done.outcome, who, note, nowMs) : done.outcome;
    if (outcome !== 'waits') {
      await review.remove(urlKey);
    } else {
      // It stays for the second one, who finds that a first has agreed.
      const { held } = await reputation.heldBy(urlKey);
      await review.restore({ ...(item === null ? shapeless(known, nowMs) : unclaimed(item)), verdict: 'malicious', threat: done?.verdict.threat ?? threat, reasons: ['held'], held });
      await review.release(urlKey, who);
    }
    return { urlKey, outcome, id };
  };

  /** Whoever decides that it is malicious has approved whatever of it waits for people. */
  const approve = async (urlKey: string, outcome: RecordOutcome, who: string, note: string, nowMs: number): Promise<DecideOutcome> => {
    if (outcome !== 'held') return outcome;
    const { held } = await reputation.heldBy(urlKey);
    const outcomes = await Promise.all(held.map((expression) => reputation.decide(expression, 'approve', who, note, nowMs)));
    if (outcomes.some((one) => one === 'approved' || one === 'again')) return 'waits';
    return outcomes.includes('listed') ? 'listed' : 'held';
  };

  return {
    decide: async (urlKeys, deciding, who, nowMs) => {
      const all: Decided[] = [];
      for (const urlKey of new Set(urlKeys)) all.push(await decideOne(urlKey, deciding, who, nowMs));
      return all;
    },
    undo: async (id, nowMs) => {
      const made = await decisions.get(id);
      if (made === null) return 'unknown';
      if (made.undoneAtMs !== null) return 'already';
      if (await hasNewer(decisions, made)) return 'newer';
      if (made.decision !== 'unsure') await reputation.undoUrl(made.urlKey, nowMs);
      await decisions.undone(id, nowMs);
      if (made.item !== null) await review.restore(made.item);
      else await review.remove(made.urlKey);
      return 'undone';
    },
  };
};

const unclaimed = ({ claim: _, ...item }: ReviewItem & { readonly claim?: unknown }): ReviewItem => item;

/** How far back is looked for a later decision: an undo is of now. */
const newestLooked = 1000;
const hasNewer = async (decisions: DecisionLog, { id, urlKey }: Decision): Promise<boolean> => {
  for (const later of await decisions.list(newestLooked)) {
    if (later.id === id) return false;
    if (later.urlKey === urlKey && later.undoneAtMs === null) return true;
  }
  return false;
};
