import { harrierIdentity, indicatorOf, tlpClear, type StixObject } from './stix.ts';
import { recipes, type Recipe } from './recipes.ts';
import { harrierNamespace, uuidOf } from './uuid.ts';
import type { Listing } from '../../records/index.ts';

/** A TAXII 2.1 collection for each recipe. What was withdrawn stays in all of them as revoked, for as long as it is remembered. */
export interface Collection {
  readonly id: string;
  readonly alias: string;
  readonly title: string;
  readonly description: string;
  readonly recipe: Recipe;
}

export const collections: readonly Collection[] = recipes.map((recipe) => ({
  id: uuidOf(harrierNamespace, `collection ${recipe.name}`), alias: recipe.name, title: `Harrier: ${recipe.name}`, description: `${recipe.about} Withdrawn indicators are revoked.`, recipe,
}));

/** An object with the date at which this version of it came into the collection, microseconds of the epoch; no two are the same. */
export interface Added {
  readonly us: number;
  readonly id: string;
  readonly version: string;
  readonly object: () => StixObject;
}

/** Most objects of a collection: the newest. A poller that comes at least daily misses none of a usual day's; who wants all reads the STIX feed. */
export const mostObjects = 50_000;

/** Ascending by the date added, which is that of the newest look or of the withdrawal. */
export const addedTo = async ({ recipe }: Collection, listings: AsyncIterable<Listing>, nowMs: number): Promise<readonly Added[]> => {
  let kept: { readonly ms: number; readonly listing: Listing }[] = [];
  const newestFirst = (): void => { kept.sort((a, b) => b.ms - a.ms || (a.listing.expression < b.listing.expression ? -1 : 1)); };
  for await (const listing of listings) {
    if (listing.state === 'held' || (listing.state === 'active' && !recipe.keeps(listing, nowMs))) continue;
    kept.push({ ms: Date.parse(indicatorOf(listing).modified ?? '') || listing.lastSeenMs, listing });
    if (kept.length < 2 * mostObjects) continue;
    newestFirst();
    kept = kept.slice(0, mostObjects);
  }
  newestFirst();
  const fixed = [tlpClear, harrierIdentity].map((object): Added => ({ us: Date.parse(object.created) * 1000, id: object.id, version: object.modified ?? object.created, object: () => object }));
  let lastUs = 0;
  const indicators = kept.slice(0, mostObjects).reverse().map(({ ms, listing }): Added => {
    lastUs = Math.max(ms * 1000, lastUs + 1);
    const { id, modified = '' } = indicatorOf(listing);
    return { us: lastUs, id, version: modified, object: () => indicatorOf(listing) };
  });
  return [...fixed, ...indicators].sort((a, b) => a.us - b.us);
};

/** RFC 3339 with microseconds. */
export const dateOf = (us: number): string => `${new Date(Math.floor(us / 1000)).toISOString().slice(0, -1)}${String(us % 1000).padStart(3, '0')}Z`;

/** Null where the text is no time. */
export const usOf = (text: string): number | null => {
  const [, whole = '', fraction = ''] = /^(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?[Zz]$/.exec(text) ?? [];
  const ms = whole === '' ? Number.NaN : Date.parse(`${whole}Z`);
  return Number.isNaN(ms) ? null : ms * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
};
