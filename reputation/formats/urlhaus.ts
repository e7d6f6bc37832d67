import { isOnline } from './recipes.ts';
import { isoTime, type ExportFormat } from './contract.ts';
import type { Listing } from '../../records/index.ts';

const columns = ['id', 'dateadded', 'url', 'url_status', 'last_online', 'threat', 'tags', 'urlhaus_link', 'reporter'] as const;

/**
 * The CSV dump of URLhaus (urlhaus.abuse.ch/api), so that readers of that one need no change: comments, the last of
 * them the header; all cells quoted; times in UTC. Recipes make its "recent" and "online" dumps.
 */
export const urlhaus: ExportFormat = {
  name: 'urlhaus',
  contentType: 'text/csv; charset=utf-8',
  about: 'A dump as URLhaus has it (CSV); the recipes "recent" and "online" make its other dumps. Expressions are written as http URLs.',
  lineEnd: '\r\n',
  async *lines(listings, { nowMs }) {
    yield '################################################################';
    yield `# Harrier: listed URLs, generated ${isoTime(nowMs)}`;
    yield '################################################################';
    yield '#';
    yield `# ${columns.join(',')}`;
    for await (const listing of listings) {
      const row = urlhausRow(listing, nowMs);
      yield columns.map((column) => `"${(row[column] ?? '').replaceAll('"', '""').replace(/[\r\n]+/g, ' ')}"`).join(',');
    }
  },
};

/** The same as JSON: {"<id>": [{...}]}. */
export const urlhausJson: ExportFormat = {
  name: 'urlhaus-json',
  contentType: 'application/json; charset=utf-8',
  about: 'A dump as URLhaus has it (JSON), with the same recipes.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    let before = '{';
    for await (const listing of listings) {
      yield before;
      const { id, tags, last_online: lastOnline, dateadded, ...rest } = urlhausRow(listing, nowMs);
      before = `${JSON.stringify(id)}:[${JSON.stringify({ dateadded: `${dateadded} UTC`, ...rest, last_online: lastOnline === '' ? null : `${lastOnline} UTC`, tags: tags === 'None' ? null : tags.split(',') })}],`;
    }
    yield before === '{' ? '{}' : `${before.slice(0, -1)}}`;
  },
};

const urlhausRow = (listing: Listing, nowMs: number): Record<(typeof columns)[number], string> => {
  const { expression, urlKey, firstSeenMs, lastSeenMs, threat, brand, scope, compromised } = listing;
  return {
    id: urlKey, dateadded: dumpTime(firstSeenMs), url: `http://${expression}`, url_status: isOnline(listing, nowMs) ? 'online' : 'offline', last_online: dumpTime(lastSeenMs),
    threat: threat === 'malware' ? 'malware_download' : threat,
    // Commas part tags.
    tags: [threat, scope, ...(compromised ? ['compromised'] : []), ...(brand === null ? [] : [brand])].map((tag) => tag.replace(/[,\s"]+/g, '-')).join(','),
    urlhaus_link: `/v1/urls/${urlKey}`, reporter: 'harrier',
  };
};

const dumpTime = (ms: number): string => isoTime(ms).slice(0, 19).replace('T', ' ');
