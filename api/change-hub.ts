import type { Change } from '../records/index.ts';
import type { ReputationReplica } from '../reputation/replica/contract.ts';

/**
 * What the replica has just applied, for all followers of the stream at once: each row is made a text once,
 * and a follower that keeps up asks the store for nothing.
 */
export interface ChangeHub {
  /** Texts of the rows after `seq`, oldest first, '' where there are none; null where that is not known here: the log must be asked. */
  after(seq: string, nowMs: number): { readonly text: string; readonly lastSeq: string } | null;
  /** Resolves at the next change, after `ms`, or when the signal is aborted; says which. */
  next(ms: number, signal: AbortSignal): Promise<'changed' | 'late' | 'aborted'>;
  close(): void;
}

const keptRows = 4000;

export const openChangeHub = (replica: Pick<ReputationReplica, 'onChanges' | 'status'>, textOf: (change: Change) => string): ChangeHub => {
  const rows: { readonly seq: number; readonly text: string }[] = [];
  const waiting = new Set<() => void>();
  const stop = replica.onChanges((changes) => {
    for (const change of changes) rows.push({ seq: Number(change.seq), text: textOf(change) });
    if (rows.length > keptRows) rows.splice(0, rows.length - keptRows);
    for (const wake of [...waiting]) wake();
  });
  return {
    after: (seq, nowMs) => {
      const { state, position } = replica.status(nowMs);
      if (state !== 'current') return null;
      const [first, last] = [rows[0], rows.at(-1)];
      const after = Number(seq);
      if (Number(position) === after) return { text: '', lastSeq: seq };
      if (first === undefined || last === undefined || first.seq > after + 1 || last.seq < after) return null;
      return { text: rows.slice(after - first.seq + 1).map(({ text }) => text).join(''), lastSeq: String(last.seq) };
    },
    next: (ms, signal) => new Promise((resolve) => {
      const end = (why: 'changed' | 'late' | 'aborted') => (): void => {
        clearTimeout(timer);
        waiting.delete(changed);
        signal.removeEventListener('abort', aborted);
        resolve(why);
      };
      const [changed, aborted] = [end('changed'), end('aborted')];
      const timer = setTimeout(end('late'), ms);
      waiting.add(changed);
      signal.addEventListener('abort', aborted, { once: true });
      if (signal.aborted) aborted();
    }),
    close: stop,
  };
};
