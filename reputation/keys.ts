/**
 * Every Redis key of the reputation store. All of them share one hash tag, and so one slot: a verdict, the
 * listings that follow from it and their rows of the log change in one script, and the log has one order.
 * What it costs: the store of one prefix lives on one node of a cluster. At some 800 bytes a listing (bench/lookup.ts) and
 * 1 to 4 KB a verdict that is tens of millions of URLs; beyond that, open one store a shard of URLs.
 *
 * | key | type | holds | goes |
 * |---|---|---|---|
 * | `verdict:<url key>` | string | newest verdict (reputation/lua/record.lua tells the format) | TTL |
 * | `decided:<url key>` | string | what a person decided about it (reputation/decided.ts) | TTL, its own time |
 * | `listings` | hash | expression's SHA-256, base64url → listing (reputation/stored-listing.ts) | expire.lua |
 * | `expiry` | sorted set | the same hash → when it expires, or is forgotten, epoch ms | expire.lua |
 * | `changes` | stream | rows of the log, id `<seq>-0`, capped by count | trimmed by XADD |
 * | `seq` | integer | seq of the newest row | never |
 * | `facts:1:<3 characters>` | hash | rest of the same hash → what a replica keeps of an active listing (reputation/lua/listing.lua); 1 is the layout | with the listing |
 * | `tested` | stream | URL key, kind and score of each verdict of a visit, newest million | trimmed by record.lua |
 * | `lookups:<YYYY-MM-DD>` | hash | first 4 bytes of an expression's hash, hex → how often it was asked about (reputation/lookup-counts.ts) | TTL, 8 days |
 * | `seen:bad:<host>`, `seen:decent:<host>` | HyperLogLog | pages of a host by what they were; the host as a hash (reputation/radius.ts) | TTL, 30 days |
 * | `tally` | hash | kind of verdict → how many were given | never |
 * | `recent` | list | URL keys, newest verdict first, capped | trimmed by record.lua |
 */
export interface ReputationKeys {
  readonly listings: string;
  readonly expiry: string;
  readonly changes: string;
  readonly seq: string;
  readonly facts: string;
  readonly tested: string;
  readonly seen: (kind: 'bad' | 'decent', host: string) => string;
  readonly lookups: (day: string) => string;
  readonly tally: string;
  readonly recent: string;
  readonly verdict: (urlKey: string) => string;
  readonly decided: (urlKey: string) => string;
}

/** The first keys of every script (reputation/lua/listing.lua). */
export const listingKeys = ({ listings, expiry, changes, seq, facts }: ReputationKeys): string[] => [listings, expiry, changes, seq, facts];

export const keysOf = (prefix: string): ReputationKeys => {
  const base = `{${prefix}:reputation}`;
  return {
    listings: `${base}:listings`,
    expiry: `${base}:expiry`,
    changes: `${base}:changes`,
    seq: `${base}:seq`,
    facts: `${base}:facts:1:`,
    tested: `${base}:tested`,
    seen: (kind, host) => `${base}:seen:${kind}:${host}`,
    lookups: (day) => `${base}:lookups:${day}`,
    tally: `${base}:tally`,
    recent: `${base}:recent`,
    verdict: (urlKey) => `${base}:verdict:${urlKey}`,
    decided: (urlKey) => `${base}:decided:${urlKey}`,
  };
};
