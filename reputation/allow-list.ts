import { z } from 'zod';
import { ownerOf } from '../url/owner.ts';
import { namesAbove } from './hosting.ts';
import type { Host } from '../url/types.ts';

/**
 * What must not be listed by a machine: dated data (config/data/allow-list.json, and a file of one's own).
 *
 * Matches: `exact` one expression; `host` one host; `domain` a registrable domain and all below it that is
 * its owner's (never a platform's customers: "github.io" does not cover "alice.github.io"); `path` every
 * expression that starts with it.
 *
 * Effects: `hold` lists nothing, a person decides; `exact-url-only` lets one exact URL be listed, and holds
 * what is wider.
 */
const groupSchema = z.object({
  name: z.string(),
  match: z.enum(['exact', 'host', 'domain', 'path']),
  effect: z.enum(['hold', 'exact-url-only']),
  /** Said after "<value> is". */
  why: z.string(),
  source: z.string(),
  values: z.array(z.string().min(1)),
});
const allowListSchema = z.object({ version: z.string(), groups: z.array(groupSchema) });
type Group = z.infer<typeof groupSchema>;
type Match = Group['match'];

export interface AllowEntry { readonly effect: Group['effect']; /** A sentence. */ readonly says: string }

export interface AllowList {
  readonly version: string;
  /** What stands against listing this expression on this host, the strictest first; null where nothing does. */
  entryFor(expression: string, host: Host): AllowEntry | null;
}

/** Joins the lists given; throws a ZodError where one is none. */
export const readAllowList = (...jsons: readonly unknown[]): AllowList => {
  const lists = jsons.map((json) => allowListSchema.parse(json));
  const groups = lists.flatMap((list) => list.groups);
  const byMatch = (match: Match): ReadonlyMap<string, readonly AllowEntry[]> => entriesOf(groups.filter((group) => group.match === match));
  const [exact, hosts, domains, paths] = [byMatch('exact'), byMatch('host'), byMatch('domain'), [...byMatch('path')]];
  return {
    version: lists.map((list) => list.version).join('+'),
    entryFor: (expression, host) => {
      const found = [
        ...(exact.get(expression) ?? []),
        ...(hosts.get(host) ?? []),
        ...ownNamesAbove(host).flatMap((name) => domains.get(name) ?? []),
        ...paths.filter(([start]) => expression.startsWith(start)).flatMap(([, entries]) => entries),
      ];
      return found.find(({ effect }) => effect === 'hold') ?? found[0] ?? null;
    },
  };
};

const entriesOf = (groups: readonly Group[]): Map<string, AllowEntry[]> => {
  const entries = new Map<string, AllowEntry[]>();
  for (const { values, effect, why } of groups) {
    for (const value of values) entries.set(value, [...(entries.get(value) ?? []), { effect, says: `${value} is ${why}.` }]);
  }
  return entries;
};

/** The host and the names above it, up to the domain of whoever answers for it. */
const ownNamesAbove = (host: Host): string[] => {
  const { domain } = ownerOf(host);
  return domain === null ? [] : [...namesAbove(host)].filter((name) => name === domain || name.endsWith(`.${domain}`));
};
