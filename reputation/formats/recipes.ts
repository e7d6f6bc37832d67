import { threats, type Listing, type Threat } from '../../records/index.ts';

const dayMs = 86_400_000;

/** Which of the active listings a feed holds. */
export interface Recipe {
  readonly name: string;
  /** One sentence for people. */
  readonly about: string;
  readonly keeps: (listing: Listing, nowMs: number) => boolean;
}

/** Its newest look found it malicious, and that was not long ago: what URLhaus calls online. */
export const isOnline = ({ state, cleanLooks, lastSeenMs }: Listing, nowMs: number): boolean => state === 'active' && cleanLooks === 0 && nowMs - lastSeenMs <= 3 * dayMs;

export const recipes: readonly Recipe[] = [
  { name: 'all', about: 'Every active listing.', keeps: () => true },
  { name: 'recent', about: 'First seen malicious in the last seven days.', keeps: ({ firstSeenMs }, nowMs) => nowMs - firstSeenMs <= 7 * dayMs },
  { name: 'online', about: 'Found malicious by its newest look, which was at most three days ago.', keeps: isOnline },
  { name: 'high-confidence', about: 'A score of 0.95 or more, and not a decent site that was broken into.', keeps: ({ score, compromised }) => score >= 0.95 && !compromised },
];

/** A recipe with what a client asked for beside it. */
export interface Selection {
  readonly recipe: Recipe;
  /** Empty for every threat. */
  readonly threats: readonly Threat[];
  /** Null for every brand. Compared without regard to case. */
  readonly brand: string | null;
}

export const isThreat = (text: string): text is Threat => (threats as readonly string[]).includes(text);

export async function* selected(listings: AsyncIterable<Listing>, { recipe, threats: only, brand }: Selection, nowMs: number): AsyncGenerator<Listing> {
  const wanted = brand?.toLowerCase() ?? null;
  for await (const listing of listings) {
    if (only.length > 0 && !only.includes(listing.threat)) continue;
    if (wanted !== null && listing.brand?.toLowerCase() !== wanted) continue;
    if (recipe.keeps(listing, nowMs)) yield listing;
  }
}
