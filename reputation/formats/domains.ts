import { isoTime, type ExportFormat } from './contract.ts';
import { blockedNames } from './names.ts';

/** One name a line, as Pi-hole, AdGuard Home and many scripts take it. */
export const domains: ExportFormat = {
  name: 'domains',
  contentType: 'text/plain; charset=utf-8',
  about: 'One name a line: hosts and domains that are listed as a whole; it does not say whether names below are meant. Lines that start with # are comments.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield '# Harrier: hosts and domains that are listed as a whole';
    yield `# ${isoTime(nowMs)}`;
    for (const { name } of await blockedNames(listings)) yield name;
  },
};
