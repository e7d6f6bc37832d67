import { isOnList, threats, type Change, type Threat } from '../../records/index.ts';

/**
 * The newest rows of the change log that put something on or off a list, in memory: what `delta` is made
 * of. 40 bytes a row; renewals under the same threat are not among them, and most rows are those.
 *
 *     hashes   32 bytes a row
 *     seqs     the row's seq
 *     moves    threat before << 4 | threat after; a threat is its place in `threats` + 1, 0 is "not on the list"
 */
export interface MemberRows {
  /** Every change after this place of the log is here. */
  readonly reachesBackTo: number;
  add(change: Change): void;
  /** First state before and last state after of each hash that moved after `seq`, a hash as latin1 text. */
  movesAfter(seq: number): Map<string, Move>;
}

export interface Move { readonly before: Threat | null; after: Threat | null }

export const createRows = (from: number, capacity: number): MemberRows => {
  const hashes = Buffer.alloc(capacity * 32);
  const seqs = new Float64Array(capacity);
  const moves = new Uint8Array(capacity);
  /** Rows ever added; row n lies at n % capacity. */
  let total = 0;
  let reachesBackTo = from;

  /** The first of the rows kept whose seq is above. */
  const firstAfter = (seq: number): number => {
    let [low, high] = [Math.max(0, total - capacity), total];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((seqs[middle % capacity] ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get reachesBackTo() { return reachesBackTo; },
    add: (change) => {
      const { was, threat, hash, seq } = change;
      const after = isOnList(change) ? threat : null;
      if (was === after) return;
      const at = total % capacity;
      if (total >= capacity) reachesBackTo = seqs[at] ?? 0;
      hashes.write(hash, at * 32, 'hex');
      seqs[at] = Number(seq);
      moves[at] = (codeOf(was) << 4) | codeOf(after);
      total += 1;
    },
    movesAfter: (seq) => {
      const found = new Map<string, Move>();
      for (let row = firstAfter(seq); row < total; row += 1) {
        const at = row % capacity;
        const move = moves[at] ?? 0;
        addMove(found, hashes.toString('latin1', at * 32, at * 32 + 32), threatOf(move >> 4), threatOf(move & 15));
      }
      return found;
    },
  };
};

export const addMove = (moves: Map<string, Move>, hash: string, before: Threat | null, after: Threat | null): void => {
  const known = moves.get(hash);
  if (known === undefined) moves.set(hash, { before, after });
  else known.after = after;
};

const codeOf = (threat: Threat | null): number => (threat === null ? 0 : threats.indexOf(threat) + 1);
const threatOf = (code: number): Threat | null => threats[code - 1] ?? null;
