import type { Door, DoorOutcome, RefusalReason } from './door.ts';
import { refusalSentences } from './door.ts';
import type { SourceItem } from './sources/index.ts';
import { sourceProblems } from './sources/index.ts';
import { redactText } from './privacy/index.ts';
import type { Priority } from '../records/index.ts';

export interface SubmitStreamOptions {
  /** Kind of source, as in a submission. */
  readonly source: string;
  readonly priority: Priority;
  /** 0 to 1. */
  readonly trust: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Submissions in one call of the door. */
  readonly batchSize?: number;
  /** After each batch. */
  readonly onProgress?: (totals: StreamTotals) => void;
  /** For each line that was not taken, in order within a batch. */
  readonly onProblem?: (problem: LineProblem) => void;
}

export interface StreamTotals {
  readonly read: number;
  readonly fresh: number;
  /** Known before, whether or not that moved it forward. */
  readonly known: number;
  readonly redacted: number;
  readonly refused: number;
}

export interface LineProblem {
  readonly line: number;
  readonly code: RefusalReason | keyof typeof sourceProblems;
  /** A sentence without the line number. */
  readonly says: string;
  /** The URL without its private parts, at most 200 characters; null where the line could not be read. */
  readonly url: string | null;
}

interface Waiting { readonly url: string; readonly line: number }

/**
 * All of a source through the door, in batches; the next batch is read while the one before is with the
 * frontier. Memory: two batches. Rejects where the input or the frontier does: what was counted before
 * is accepted, and giving the same input again is harmless.
 */
export const submitStream = async (door: Door, items: AsyncIterable<SourceItem>, options: SubmitStreamOptions): Promise<StreamTotals> => {
  const { source, priority, trust, now, batchSize = 1000, onProgress, onProblem } = options;
  const totals = { read: 0, fresh: 0, known: 0, redacted: 0, refused: 0 };

  const refuse = (line: number, code: LineProblem['code'], says: string, url: string | null): void => {
    totals.refused += 1;
    onProblem?.({ line, code, says, url: url === null ? null : redactText(url) });
  };
  const count = (outcome: DoorOutcome, { line, url }: Waiting): void => {
    if (outcome.outcome === 'refused') return refuse(line, outcome.reason, refusalSentences[outcome.reason], url);
    if (outcome.offer === 'new') totals.fresh += 1;
    else totals.known += 1;
    if (outcome.isRedacted) totals.redacted += 1;
  };
  const submit = async (batch: readonly Waiting[]): Promise<void> => {
    const atMs = now();
    const outcomes = await door.submit(batch.map(({ url }) => ({ url, source, atMs, trust, priority })));
    for (const [index, outcome] of outcomes.entries()) count(outcome, batch[index] ?? { url: '', line: 0 });
    totals.read += batch.length;
    onProgress?.({ ...totals });
  };

  let batch: Waiting[] = [];
  let underWay: Promise<void> = Promise.resolve();
  try {
    for await (const item of items) {
      if (item.kind === 'problem') {
        totals.read += 1;
        refuse(item.line, item.problem, sourceProblems[item.problem], null);
        continue;
      }
      batch.push({ url: item.url, line: item.line });
      if (batch.length < batchSize) continue;
      await underWay;
      underWay = submit(batch);
      // Handled where it is awaited; until then it must not count as unhandled.
      underWay.catch(() => undefined);
      batch = [];
    }
  } finally {
    await underWay;
  }
  if (batch.length > 0) await submit(batch);
  return totals;
};
