import { isoTime, type ExportFormat } from './contract.ts';
import type { Listing } from '../../records/index.ts';

/** A column is its name and what it says of a listing. */
const columns: readonly (readonly [name: string, cell: (listing: Listing) => string])[] = [
  ['expression', ({ expression }) => expression],
  ['scope', ({ scope }) => scope],
  ['threat', ({ threat }) => threat],
  ['score', ({ score }) => score.toFixed(4)],
  ['brand', ({ brand }) => brand ?? ''],
  ['compromised', ({ compromised }) => String(compromised)],
  ['first_seen', ({ firstSeenMs }) => isoTime(firstSeenMs)],
  ['last_seen', ({ lastSeenMs }) => isoTime(lastSeenMs)],
  ['expires', ({ expiresAtMs }) => isoTime(expiresAtMs)],
  ['sources', ({ sources }) => sources.join(' ')],
  ['policy', ({ policy }) => policy],
  ['url_key', ({ urlKey }) => urlKey],
  ['capture_key', ({ captureKey }) => captureKey ?? ''],
  ['why_this_scope', ({ scopeReason }) => scopeReason],
];

/** RFC 4180, after two comment lines that start with "#". */
export const csv: ExportFormat = {
  name: 'csv',
  contentType: 'text/csv; charset=utf-8',
  about: 'Everything of each listing, for spreadsheets and scripts; lines that start with # are comments.',
  lineEnd: '\r\n',
  async *lines(listings, { nowMs }) {
    yield '# Harrier: active listings';
    yield `# ${isoTime(nowMs)}`;
    yield columns.map(([name]) => name).join(',');
    for await (const listing of listings) yield columns.map(([, cell]) => quoted(cell(listing))).join(',');
  },
};

/**
 * Every cell is quoted. What a spreadsheet would run as a formula gets an apostrophe in front, as OWASP's page
 * on CSV injection advises; hosts can start with "-", and brands with anything.
 */
const quoted = (text: string): string => `"${(startsFormula.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
const startsFormula = /^[=+\-@\t\r\n]/;
