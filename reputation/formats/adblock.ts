import { isoTime, type ExportFormat } from './contract.ts';
import { blockedName } from './names.ts';
import type { Listing } from '../../records/index.ts';

/** Adblock Plus syntax as uBlock Origin and Ghostery read it. `$all` blocks the page itself as well as what others load from it. */
export const adblock: ExportFormat = {
  name: 'adblock',
  contentType: 'text/plain; charset=utf-8',
  about: 'Filters for ad blockers: hosts, domains, directories and pages. They take upper and lower case for the same; what holds a character with a meaning in filters (*, ^, |) is left out.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield '[Adblock Plus 2.0]';
    yield '! Title: Harrier';
    yield `! Last modified: ${isoTime(nowMs)}`;
    yield '! Expires: 1 hours';
    const written = new Set<string>();
    for await (const listing of listings) {
      for (const rule of rulesOf(listing)) {
        if (written.has(rule)) continue;
        written.add(rule);
        yield rule;
      }
    }
  },
};

const rulesOf = (listing: Listing): string[] => {
  const { expression } = listing;
  const blocked = blockedName(listing);
  if (blocked !== null) return blocked.isDomain ? [`||${blocked.name}^$all`] : ['http', 'https'].map((scheme) => `|${scheme}://${blocked.name}^$all`);
  // Canonical: no space, no control character, nothing outside of ASCII. The rest would change what the filter means.
  if (!/^[^\s*^|\\]+$/.test(expression) || !/^[a-z0-9._-]+\//.test(expression)) return [];
  if (expression.includes('?')) return [`||${expression}|$all`];
  if (expression.endsWith('/')) return [`||${expression}$all`];
  return [`||${expression}^$all`];
};
