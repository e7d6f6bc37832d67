import type { Capture, JudgeTask, Verdict } from '../../records/index.ts';
import type { RecordOutcome, ReputationStore } from '../contract.ts';
import type { SearchIndex } from '../search/search.ts';
import { shapeOf } from '../search/shape.ts';
import { termsOf } from '../search/terms.ts';
import { readsDecision } from '../decided.ts';
import type { ReviewQueue } from './contract.ts';

/** What a look leaves for people: its place in the review queue, and what it can be found by. For the judge's lane, before a lease ends. */
export const deskNotes = ({ reputation, review, search, lookupsOf, now }: {
  readonly reputation: Pick<ReputationStore, 'heldBy' | 'verdictOf'>;
  readonly review: Pick<ReviewQueue, 'note'>;
  readonly search: Pick<SearchIndex, 'add'>;
  readonly lookupsOf: (url: string, nowMs: number) => Promise<number>;
  readonly now: () => number;
}) => async (judged: Verdict, { task }: JudgeTask, outcome: RecordOutcome, capture: Capture): Promise<void> => {
  if (judged.why === 'looking-again' || outcome === 'outdated') return;
  const nowMs = now();
  const shape = shapeOf(capture);
  await search.add(judged.urlKey, termsOf(judged, capture, shape), judged.atMs);
  const [{ held, radius }, lookupsPerDay, stored] = await Promise.all([outcome === 'held' ? reputation.heldBy(judged.urlKey) : { held: [], radius: null }, lookupsOf(judged.url, nowMs), reputation.verdictOf(judged.urlKey)]);
  // What a person has decided isn't asked again, unless it waits for a second one.
  const verdict = stored !== null && readsDecision(stored) ? stored : judged;
  await review.note({ verdict, outcome, source: task.source, shape, held, radius, lookupsPerDay }, nowMs);
};
