/**
 * What attackers reuse, and how much two captures that share it are likely to be one's work: weights as evidence that
 * adds up, given by hand 2026-11. `most` is what one kind can give, however many of its traits are shared: one library is
 * one fact. What decent captures have as well weighs less, and nothing once eight of them had it; so does what turns up
 * in many campaigns (lua/place.lua).
 */
export const traitKinds = {
  telegram: { weight: 9, most: 9, means: 'a Telegram bot that gets what is typed' },
  form: { weight: 6, most: 6, means: 'where a form sends, on a host of its own' },
  kit: { weight: 5, most: 5, means: 'the names of the files that the page brings from its own host' },
  mail: { weight: 5, most: 5, means: 'a mail address in its code' },
  tracker: { weight: 5, most: 5, means: 'an id of a statistics service' },
  shape: { weight: 4, most: 4, means: 'the tree of its elements' },
  certificate: { weight: 4, most: 4, means: 'the certificate of its host' },
  script: { weight: 3, most: 5, means: 'the code of a script' },
  favicon: { weight: 2.5, most: 2.5, means: 'its icon' },
  path: { weight: 2, most: 2, means: 'the names in its path' },
  address: { weight: 1.5, most: 1.5, means: 'the address that answered' },
  name: { weight: 1.5, most: 1.5, means: 'how its host is named' },
} as const;
export type TraitKind = keyof typeof traitKinds;

/** Shared traits of this weight put a capture into a campaign; of `closeAt`, make two campaigns one. */
export const tieAt = 6;
export const closeAt = 9;

export interface Trait {
  readonly kind: TraitKind;
  /** Text that is the same for all that share it, at most 80 characters; what may be somebody's is a hash. */
  readonly value: string;
}
