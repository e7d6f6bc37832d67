import { isoTime, type ExportFormat } from './contract.ts';
import { blockedNames } from './names.ts';

/** dnsmasq.conf(5), for `conf-file=` or `conf-dir=`. */
export const dnsmasq: ExportFormat = {
  name: 'dnsmasq',
  contentType: 'text/plain; charset=utf-8',
  about: 'Configuration of dnsmasq: listed domains and all below them do not exist, listed hosts (exact names) are 0.0.0.0 and ::.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield '# Harrier: hosts and domains that are listed as a whole';
    yield `# ${isoTime(nowMs)}`;
    for (const { name, isDomain } of await blockedNames(listings)) yield isDomain ? `local=/${name}/` : `host-record=${name},0.0.0.0,::`;
  },
};
