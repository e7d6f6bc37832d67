import { isoTime, type ExportFormat } from './contract.ts';
import { blockedNames } from './names.ts';

/** unbound.conf(5), for `include:`. */
export const unbound: ExportFormat = {
  name: 'unbound',
  contentType: 'text/plain; charset=utf-8',
  about: 'Configuration of unbound: listed domains and all below them do not exist, listed hosts (exact names) are 0.0.0.0 and ::.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield '# Harrier: hosts and domains that are listed as a whole';
    yield `# ${isoTime(nowMs)}`;
    yield 'server:';
    for (const { name, isDomain } of await blockedNames(listings)) {
      if (isDomain) {
        yield `  local-zone: "${name}." always_nxdomain`;
      } else {
        yield `  local-data: "${name}. 300 IN A 0.0.0.0"`;
        yield `  local-data: "${name}. 300 IN AAAA ::"`;
      }
    }
  },
};
