import { hash } from 'node:crypto';
import { listingSchema, type Listing } from '../records/index.ts';

/**
 * A listing at rest: JSON with its sources as one text joined by commas, because Redis' Lua can't tell an
 * empty list from an empty object. `by` (the URLs that it stands on) is written and read by the scripts.
 */

/** Where an expression's listing stands in the hash of listings: its `expressionHash`, as text in one step, for look-ups make millions. */
export const fieldOf = (expression: string): string => hash('sha256', expression, 'base64url');

export const toStored = (listing: Listing): string => JSON.stringify({ ...listing, sources: listing.sources.join(',') });

/** Throws where it is no listing. */
export const fromStored = (stored: string): Listing => {
  const { sources, ...rest } = JSON.parse(stored) as { readonly sources?: unknown }; // Checked by the schema below.
  return listingSchema.parse({ ...rest, sources: typeof sources === 'string' ? sources.split(',').filter((source) => source !== '') : sources });
};
