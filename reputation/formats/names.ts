import type { Listing } from '../../records/index.ts';

/** A name that is blocked as a whole, and whether all names below it are too. */
export interface BlockedName {
  readonly name: string;
  readonly isDomain: boolean;
}

/**
 * The names that a list of names may block, sorted, each once; names below a blocked domain are left out, for it
 * covers them. Only whole hosts and domains: a page is never a reason to block its host. Addresses are no names.
 */
export const blockedNames = async (listings: AsyncIterable<Listing>): Promise<BlockedName[]> => {
  const domainByName = new Map<string, boolean>();
  for await (const listing of listings) {
    const blocked = blockedName(listing);
    if (blocked !== null) domainByName.set(blocked.name, blocked.isDomain || domainByName.get(blocked.name) === true);
  }
  const isCovered = (name: string): boolean => {
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) if (domainByName.get(name.slice(dot + 1)) === true) return true;
    return false;
  };
  return [...domainByName].filter(([name]) => !isCovered(name)).map(([name, isDomain]) => ({ name, isDomain })).sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** Null where the listing says nothing of a whole name. */
export const blockedName = ({ scope, expression }: Pick<Listing, 'scope' | 'expression'>): BlockedName | null => {
  const name = expression.slice(0, -1);
  return (scope === 'host' || scope === 'domain') && expression.endsWith('/') && isName(name) ? { name, isDomain: scope === 'domain' } : null;
};

/** A name with a dot and no numeric last label; "localhost" and addresses are none. */
const isName = (host: string): boolean => host.length <= 253 && /^(?:[a-z0-9_-]{1,63}\.)+(?=[^.]*[a-z])[a-z0-9-]{1,63}$/.test(host);
