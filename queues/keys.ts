import type { Lane } from '../records/index.ts';

/**
 * Every Redis key of queues/, and nothing else builds one. `{...}` is the hash tag: all keys with the same tag
 * are in one slot of a Redis Cluster, and a script touches keys of one tag only. Unless a TTL is given, there is none.
 *
 * | key                             | type   | holds                                                  | written by |
 * |---------------------------------|--------|--------------------------------------------------------|------------|
 * | {P:frontier}:meta               | HASH   | layout version, number of partitions                   | frontier   |
 * | {P:f<n>}:records                | HASH   | URL key (16 bytes) -> record                           | frontier   |
 * | {P:f<n>}:counts                 | HASH   | "due:<lane>", "buried" -> how many                     | frontier   |
 * | {P:f<n>}:leases                 | ZSET   | URL key by deadline; as many as are leased             | frontier   |
 * | {P:f<n>}:holders                | HASH   | URL key -> token and deadline; as many as are leased   | frontier   |
 * | {P:f<n>}:hosts                  | ZSET   | host by end of its quiet; leased or cooling ones only  | frontier   |
 * | {P:f<n>}:waits                  | HASH   | host -> lines it has a wait list in; those only        | frontier   |
 * | {P:f<n>}:sources                | HASH   | names of sources <-> their indexes                     | frontier   |
 * | {P:f<n>}:ready:<line>           | LIST   | entries that are due                                   | frontier   |
 * | {P:f<n>}:soon:<line>            | ZSET   | entries due within two seconds                         | frontier   |
 * | {P:f<n>}:days:<line>            | ZSET   | buckets that are not empty, by start                   | frontier   |
 * | {P:f<n>}:day:<line>:<ms>:<start>| LIST   | entries due in one bucket                              | frontier   |
 * | {P:f<n>}:wait:<line>:<host>     | LIST   | entries that are due, of a busy host                   | frontier   |
 * | {P:f<n>}:idle:<line>            | ZSET   | hosts with a wait list whose quiet is over             | frontier   |
 * | {P:b:<queue>}:...               | Bull's | a window of tasks; Bull's locks have Bull's TTL        | bull       |
 * | {P:g:<group>}:visits            | ZSET   | visits to an address group by end; TTL: the last end   | pacing     |
 * | {P:c:<URL key>}:crashes         | SET    | leases of visits that died of a URL; TTL: 30 days      | crashes    |
 * | {P:visits}:outcomes             | HASH   | "<lane>:<outcome>" -> how many visits                  | visit-counts |
 *
 * P is the prefix, n a partition, a line 4 * lane + priority. The last seven kinds of the frontier are named inside of
 * its scripts (frontier/lua/place.lua) from the eighth key that they are given, so in the same slot.
 */
export interface QueueKeys {
  readonly frontierMeta: string;
  /** KEYS of every frontier script, in the order that frontier/lua/record.lua names. */
  frontier(partition: number): FrontierKeys;
  /** Bull's own `prefix` for a queue, hash tag included. */
  bullPrefix(queue: BullQueueName): string;
  pacing(group: string): string;
  crashes(urlKey: string): string;
  readonly visitCounts: string;
}

export interface FrontierKeys {
  readonly records: string;
  readonly counts: string;
  readonly leases: string;
  readonly holders: string;
  readonly hosts: string;
  readonly waits: string;
  readonly sources: string;
  /** Beginning of the keys that scripts name themselves. */
  readonly line: string;
}

/** A queue a lane, and one for captures that wait for their verdict. */
export type BullQueueName = Lane | 'judge';

/** Throws RangeError for a prefix that would break the hash tag. */
export const queueKeys = (prefix: string): QueueKeys => {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(prefix)) throw new RangeError(`a key prefix is 1 to 64 letters, digits, ".", "_" or "-", but is ${JSON.stringify(prefix.slice(0, 80))}`);
  return {
    frontierMeta: `{${prefix}:frontier}:meta`,
    frontier: (partition) => {
      const line = `{${prefix}:f${partition}}:`;
      return {
        records: `${line}records`, counts: `${line}counts`, leases: `${line}leases`, holders: `${line}holders`,
        hosts: `${line}hosts`, waits: `${line}waits`, sources: `${line}sources`, line,
      };
    },
    bullPrefix: (queue) => `{${prefix}:b:${queue}}`,
    pacing: (group) => `{${prefix}:g:${group}}:visits`,
    crashes: (urlKey) => `{${prefix}:c:${urlKey}}:crashes`,
    visitCounts: `{${prefix}:visits}:outcomes`,
  };
};

/** The keys of a partition as KEYS of a script. */
export const scriptKeys = (keys: FrontierKeys): readonly string[] =>
  [keys.records, keys.counts, keys.leases, keys.holders, keys.hosts, keys.waits, keys.sources, keys.line];
