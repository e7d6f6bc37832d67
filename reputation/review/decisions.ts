import type { Redis } from 'ioredis';
import type { z } from 'zod';
import { decisionSchema, reviewItemSchema, type DecisionLog } from './contract.ts';

/**
 * `{<prefix>:review}:decisions` is a stream, one row a decision, and `:undone` a hash of its ids → when it was taken
 * back. No row is ever changed: the learner, the audit and an undo read the same text.
 */
export const openDecisions = (redis: Redis, prefix: string): DecisionLog => {
  const [stream, undoneKey] = [`{${prefix}:review}:decisions`, `{${prefix}:review}:undone`];
  const rowsOf = async (rows: readonly (readonly [id: string, fields: readonly string[]])[]): Promise<z.infer<typeof rowSchema>[]> => {
    if (rows.length === 0) return [];
    const undone = await redis.hmget(undoneKey, ...rows.map(([id]) => id));
    return rows.map(([id, [, text = '{}']], index) => rowSchema.parse({ ...JSON.parse(text) as object, id, undoneAtMs: undone[index] === null || undone[index] === undefined ? null : Number(undone[index]) }));
  };
  return {
    append: async (decision) => {
      const id = await redis.xadd(stream, '*', 'row', JSON.stringify(decision));
      if (id === null) throw new Error('the log of decisions took no row');
      return id;
    },
    get: async (id) => (await rowsOf(await redis.xrange(stream, id, id)))[0] ?? null,
    undone: async (id, nowMs) => { await redis.hset(undoneKey, id, nowMs); },
    list: async (max, beforeId) => (await rowsOf(await redis.xrevrange(stream, beforeId === undefined ? '+' : `(${beforeId}`, '-', 'COUNT', max))).map(({ item: _, ...decision }) => decision),
  };
};

const rowSchema = decisionSchema.extend({ item: reviewItemSchema.nullable() });
