import type { ReputationReplica } from '../replica/contract.ts';

export type { HashDelta, ListedHash } from '../replica/contract.ts';

/** What of the replica the protocols stand on. */
export type ListSource = Pick<ReputationReplica, 'position' | 'startingWith' | 'prefixes' | 'delta'>;
