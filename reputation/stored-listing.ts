import { hash } from 'node:crypto';
import { endings, listingSchema, type EarlierListing, type Listing } from '../records/index.ts';
import { flagsOf, hundredthsOf } from './replica/facts.ts';
import { filterKey } from './replica/filter-key.ts';

/**
 * A listing at rest: JSON with its sources and its earlier times as texts joined by commas, because Redis'
 * Lua can't tell an empty list from an empty object. What the scripts add is told in reputation/lua/listing.lua.
 */

/** Where an expression's listing stands in the hash of listings: its `expressionHash`, as text in one step, for look-ups make millions. */
export const fieldOf = (expression: string): string => hash('sha256', expression, 'base64url');

export const toStored = (listing: Listing): string =>
  JSON.stringify({ ...listing, sources: listing.sources.join(','), earlier: listing.earlier.map(({ listedAtMs, endedAtMs, ending }) => `${listedAtMs}-${endedAtMs}-${ending}`).join(','), pack: packOf(listing) });

/** What a replica keeps of it beside hash and expiry, and the expression's filter key: ten bytes, hex. */
export const packOf = (listing: Pick<Listing, 'expression' | 'threat' | 'scope' | 'compromised' | 'score'>): string => {
  const pack = Buffer.alloc(10);
  const [a, b] = filterKey(listing.expression);
  pack.writeUInt8(flagsOf(listing), 0);
  pack.writeUInt8(hundredthsOf(listing.score), 1);
  pack.writeUInt32BE(a, 2);
  pack.writeUInt32BE(b, 6);
  return pack.toString('hex');
};

/** Throws where it is no listing. */
export const fromStored = (stored: string): Listing => {
  const { sources, earlier, ...rest } = JSON.parse(stored) as { readonly sources?: unknown; readonly earlier?: unknown }; // Checked by the schema below.
  return listingSchema.parse({ ...rest, sources: parts(sources), earlier: parts(earlier).map(earlierIn) });
};

const parts = (joined: unknown): string[] => (typeof joined === 'string' ? joined.split(',').filter((part) => part !== '') : []);

const earlierIn = (text: string): EarlierListing => {
  const [listed, ended, ending] = text.split('-');
  return { listedAtMs: Number(listed), endedAtMs: Number(ended), ending: endings.find((known) => known === ending) ?? 'expired' };
};
