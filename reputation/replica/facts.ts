import { scopes, threats, type ListedFacts, type Listing, type Scope, type Threat } from '../../records/index.ts';

/**
 * What a replica keeps of a listing beside its hash, 6 bytes:
 *
 *     0       threat (its place in `threats`) << 4 | scope (its place in `scopes`) << 2 | compromised << 1
 *     1       score in hundredths
 *     2..5    expiry, seconds of the epoch, big-endian
 *
 * At rest in Redis (reputation/lua/listing.lua) the expiry comes first, and the filter key of the expression
 * (8 bytes, filter-key.ts) last.
 */
export const factsBytes = 6;

export type Facts = Omit<ListedFacts, 'expression'>;

export const flagsOf = ({ threat, scope, compromised }: Pick<Facts, 'threat' | 'scope' | 'compromised'>): number =>
  (threats.indexOf(threat) << 4) | (scopes.indexOf(scope) << 2) | (compromised ? 2 : 0);

export const hundredthsOf = (score: number): number => Math.round(Math.min(1, Math.max(0, score)) * 100);

export const secondsOf = (ms: number): number => Math.min(0xffff_ffff, Math.max(0, Math.floor(ms / 1000)));

export const threatAt = (flags: number): Threat => threats[flags >> 4] ?? 'unwanted';
export const scopeAt = (flags: number): Scope => scopes[(flags >> 2) & 3] ?? 'url';

export const factsOf = (flags: number, hundredths: number, seconds: number): Facts =>
  ({ threat: threatAt(flags), scope: scopeAt(flags), compromised: (flags & 2) !== 0, score: hundredths / 100, expiresAtMs: seconds * 1000 });

export const factsAt = (bytes: Uint8Array, at: number): Facts =>
  factsOf(bytes[at] ?? 0, bytes[at + 1] ?? 0, (((bytes[at + 2] ?? 0) << 24) | ((bytes[at + 3] ?? 0) << 16) | ((bytes[at + 4] ?? 0) << 8) | (bytes[at + 5] ?? 0)) >>> 0);

/** The same facts of a whole listing, rounded as a replica has them. */
export const listedFactsOf = (listing: Pick<Listing, keyof ListedFacts>): ListedFacts =>
  ({ expression: listing.expression, ...factsOf(flagsOf(listing), hundredthsOf(listing.score), secondsOf(listing.expiresAtMs)) });
