import type { Frontier, Offer, OfferOutcome } from '../../queues/frontier/contract.ts';

/**
 * Stands in for the frontier where only the door is looked at: it remembers keys and what it was
 * offered, and nothing of due times, leases or politeness. The real one is tested in test/queues.
 */
export const memoryFrontier = (): Pick<Frontier, 'offer'> & { readonly calls: readonly (readonly Offer[])[]; offers(): readonly Offer[] } => {
  const known = new Set<string>();
  const calls: (readonly Offer[])[] = [];
  return {
    calls,
    offers: () => calls.flat(),
    offer: (offers) => {
      calls.push(offers);
      return Promise.resolve(offers.map(({ key, revive }): OfferOutcome => {
        if (known.has(key)) return revive ? 'revived' : 'known';
        known.add(key);
        return 'new';
      }));
    },
  };
};
