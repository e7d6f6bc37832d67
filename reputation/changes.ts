import { expressionHash } from '../url/keys.ts';
import { changeSchema, type Change } from '../records/index.ts';
import { ChangesLost } from './contract.ts';
import type { Redis } from 'ioredis';
import type { ReputationKeys } from './keys.ts';

type Row = readonly [id: string, members: readonly string[]];

/** Rows after `afterSeq`, oldest first. The oldest row and the rows asked for are read at one moment. */
export const changes = async (redis: Redis, keys: ReputationKeys, afterSeq: string, max: number): Promise<Change[]> => {
  if (!/^\d{1,15}$/.test(afterSeq)) throw new RangeError(`"${afterSeq.slice(0, 40)}" is no seq: a whole number is wanted, "0" for the start`);
  const after = Number(afterSeq);
  const replies = await redis.multi().get(keys.seq).xrange(keys.changes, '-', '+', 'COUNT', 1).xrange(keys.changes, `${after + 1}-0`, '+', 'COUNT', Math.max(1, max)).exec();
  const [newest, oldest, rows] = (replies ?? []).map(([error, reply]) => {
    if (error !== null) throw error;
    return reply;
  });
  const newestSeq = Number(newest ?? 0);
  const oldestSeq = (oldest as Row[])[0]?.[0].split('-')[0] ?? String(newestSeq + 1); // XRANGE answers rows.
  // Trimmed away, or a log younger than the follower: Redis lost what it had.
  if (after > newestSeq || after + 1 < Number(oldestSeq)) throw new ChangesLost(afterSeq, oldestSeq);
  return (rows as Row[]).map(changeOf);
};

export const position = async (redis: Redis, keys: ReputationKeys): Promise<string> => (await redis.get(keys.seq)) ?? '0';

const changeOf = ([id, members]: Row): Change => {
  const named = new Map(members.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, members[at + 1] ?? '']] : [])));
  const expression = named.get('expression') ?? '';
  const text = (name: string): string | null => named.get(name) || null;
  return changeSchema.parse({
    seq: id.split('-')[0], atMs: Number(named.get('atMs')), kind: named.get('kind'), expression, hash: expressionHash(expression).toString('hex'), threat: named.get('threat'), was: text('was'),
    scope: named.get('scope'), score: Number(named.get('score')), brand: text('brand'), compromised: named.get('compromised') === '1', expiresAtMs: Number(named.get('expiresAtMs')),
  });
};
