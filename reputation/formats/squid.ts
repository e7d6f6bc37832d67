import { isoTime, type ExportFormat } from './contract.ts';
import { blockedNames } from './names.ts';

/** For `acl harrier dstdomain "/etc/squid/harrier.txt"`. A name below a listed domain is left out: Squid refuses to have both. */
export const squid: ExportFormat = {
  name: 'squid',
  contentType: 'text/plain; charset=utf-8',
  about: 'A file of names for a dstdomain list of Squid: listed domains with all below them (".evil.example"), and listed hosts (exact names).',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield '# Harrier: hosts and domains that are listed as a whole';
    yield `# ${isoTime(nowMs)}`;
    for (const { name, isDomain } of await blockedNames(listings)) yield `${isDomain ? '.' : ''}${name}`;
  },
};
