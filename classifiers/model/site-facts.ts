import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { bands, type SiteFact, type SiteKind } from './known-sites.ts';

/** Registrable domains with the band of popularity that holds them. */
const topSites = (rows: Iterable<{ readonly domain: string; readonly within_top: string }>): Map<string, SiteFact> =>
  new Map([...rows].map(({ domain, within_top }) => [domain, { band: bands.indexOf(Number(within_top) as (typeof bands)[number]) + 1, kind: 'none' }]));

const kindOfList: Readonly<Record<string, SiteKind>> = {
  'university_domains': 'university', 'bank-website': 'bank', 'lots-project': 'user-content', 'public-ipfs-gateways': 'ipfs-gateway', 'dynamic-dns': 'dynamic-dns', 'link-in-bio': 'link-in-bio', 'url-shortener': 'shortener',
};

/** Adds the kinds of MISP's lists of hosts: later lists win, those of what can be abused last. */
const addHostKinds = (facts: Map<string, SiteFact>, lists: Readonly<Record<string, { readonly list: readonly string[] }>>): void => {
  for (const [list, kind] of Object.entries(kindOfList)) {
    for (const entry of lists[list]?.list ?? []) {
      const name = entry.replace(/^\./, '').toLowerCase();
      if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(name)) continue;
      facts.set(name, { band: facts.get(name)?.band ?? 0, kind });
    }
  }
};

/** A file of facts that is not of its form. */
export class SiteFactsError extends Error {
  override readonly name = 'SiteFactsError';
}

/**
 * Facts of two files: top sites (CSV, plain or gzip, with the columns domain and within_top) and host kinds (JSON,
 * MISP warning lists by name). Throws SiteFactsError.
 */
export const readSiteFacts = (topSitesFile: string, hostKindsFile: string): Map<string, SiteFact> => {
  const bytes = readFileSync(topSitesFile);
  const rows = parse(topSitesFile.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true, skip_empty_lines: true }) as unknown as { domain: string; within_top: string }[]; // checked below
  const wrong = rows.findIndex(({ domain, within_top }) => typeof domain !== 'string' || !bands.some((band) => band === Number(within_top)));
  if (rows.length === 0 || wrong >= 0) throw new SiteFactsError(`${topSitesFile}, row ${wrong + 1}: it must have the columns domain and within_top (${bands.join(', ')}).`);
  const facts = topSites(rows);
  const lists = JSON.parse(readFileSync(hostKindsFile, 'utf8')) as unknown;
  if (typeof lists !== 'object' || lists === null || !Object.keys(kindOfList).some((name) => name in lists)) throw new SiteFactsError(`${hostKindsFile} has none of the lists ${Object.keys(kindOfList).join(', ')}.`);
  addHostKinds(facts, lists as Record<string, { list: string[] }>); // an entry without a list adds nothing
  return facts;
};
