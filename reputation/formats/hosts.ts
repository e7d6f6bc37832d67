import { isoTime, type ExportFormat } from './contract.ts';
import type { Listing } from '../../records/index.ts';

/** A hosts file. It knows names, not pages: only whole-host listings are in it. */
export const hosts: ExportFormat = {
  name: 'hosts',
  contentType: 'text/plain; charset=utf-8',
  about: 'A hosts file: listings of scope host and domain. It matches exact names only, so that a domain is written with and without "www."; other names below it are not blocked.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield '# Harrier: hosts that are listed as a whole';
    yield `# ${isoTime(nowMs)}`;
    yield '# Exact names only: of a listed domain, the domain and its www.';
    const written = new Set<string>();
    for await (const listing of listings) {
      for (const name of namesOf(listing)) {
        if (written.has(name)) continue;
        written.add(name);
        yield `0.0.0.0 ${name}`;
      }
    }
  },
};

/** Names to block for this listing: none for a page, or for an address, which no resolver is asked about. */
const namesOf = ({ scope, expression }: Listing): string[] => {
  const host = expression.slice(0, -1);
  if ((scope !== 'host' && scope !== 'domain') || !expression.endsWith('/') || !isName(host)) return [];
  return scope === 'domain' && `www.${host}`.length <= 253 ? [host, `www.${host}`] : [host];
};

/** A name with a dot and no numeric last label; "localhost" and addresses are none. */
const isName = (host: string): boolean => host.length <= 253 && /^(?:[a-z0-9_-]{1,63}\.)+(?=[^.]*[a-z])[a-z0-9-]{1,63}$/.test(host);
