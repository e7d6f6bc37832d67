import { isoTime, type ExportFormat } from './contract.ts';
import { blockedNames } from './names.ts';

/** Room that a name needs beside the zone's own, so that their sum stays a name of DNS (255 bytes with its lengths). */
const longestName = 200;
/** How often a resolver that pulls the zone looks again, seconds. */
const refreshSecs = 300;

/**
 * A response policy zone (draft-vixie-dnsop-dns-rpz-00). The serial is the time of the list in seconds, so that it grows.
 * Names are written without the zone's, which whoever loads the file chooses.
 */
export const rpz: ExportFormat = {
  name: 'rpz',
  contentType: 'text/dns; charset=utf-8',
  about: 'A response policy zone for unbound, BIND, Knot and PowerDNS: listed domains with all below them, and listed hosts (exact names), do not exist.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield `; Harrier: hosts and domains that are listed as a whole`;
    yield `; ${isoTime(nowMs)}`;
    yield '$TTL 300';
    yield `@ IN SOA localhost. root.localhost. ${Math.floor(nowMs / 1000)} ${refreshSecs} 60 86400 300`;
    yield '@ IN NS localhost.';
    for (const { name, isDomain } of await blockedNames(listings)) {
      if (name.length > longestName) continue;
      yield `${name} CNAME .`;
      if (isDomain) yield `*.${name} CNAME .`;
    }
  },
};
