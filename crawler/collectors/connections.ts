import { collected } from '../../records/index.ts';
import type { Collector, Scene } from './contract.ts';

/** What the egress guard saw for this visit. */
export const connections = ({ egress }: Scene): Collector<'connections'> => ({
  parts: ['connections'],
  claimMs: 0,
  finish: () => ({ connections: collected(egress.connections()) }),
});
