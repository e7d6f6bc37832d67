import { isoTime, type ExportFormat } from './contract.ts';
import { blockedName } from './names.ts';
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

/** None for a page, or for an address, which no resolver is asked about. */
const namesOf = (listing: Listing): string[] => {
  const blocked = blockedName(listing);
  if (blocked === null) return [];
  const { name, isDomain } = blocked;
  return isDomain && `www.${name}`.length <= 253 ? [name, `www.${name}`] : [name];
};
