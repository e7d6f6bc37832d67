import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { loadBrands } from '../classifiers/brands.ts';
import { lookalikeHost } from '../classifiers/detectors/lookalike-host.ts';
import { readLabelledUrls } from '../classifiers/model/url-rows.ts';
import { subjectOf } from '../classifiers/subject.ts';
import { urlOnly } from '../classifiers/url-only.ts';
import { parseUrl } from '../url/parse.ts';
import type { ParsedUrl } from '../url/types.ts';

/**
 * How often the detector of look-alike hosts speaks, in % of hosts by signal: on the brands' own domains (never, it
 * should be), on popular and other benign sites (what is said of them is a false positive), on malicious sources.
 *
 *     node --import tsx bench/lookalike-hosts.ts [hosts of one source] [show]
 *
 * Input: urls-train.csv.gz and top-sites.csv.gz in the folder HARRIER_DATA, or in ../shared/data beside the checkout.
 * `show` prints some of what was said of benign hosts.
 */
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = process.env['HARRIER_DATA'] ?? path.join(root, '../shared/data');
const file = (name: string): string => path.join(folder, name);
if (!existsSync(file('urls-train.csv.gz'))) {
  console.log(`skipped: ${file('urls-train.csv.gz')} is not there; name its folder in HARRIER_DATA.`);
  process.exit(0);
}
const perSource = Number(process.argv[2] ?? 3000);
const show = process.argv[3] === 'show';

const catalogue = loadBrands(JSON.parse(readFileSync(path.join(root, 'config/data/brands.json'), 'utf8')));
const parsed = (text: string): ParsedUrl[] => {
  const url = parseUrl(text);
  return url.ok ? [url.url] : [];
};
const shapes = new Set(['many-hyphens', 'very-long']);
const said = (url: ParsedUrl): { name: string; says: string }[] =>
  lookalikeHost.detect(subjectOf(urlOnly(url, 0), catalogue, null)).map(({ name, says }) => ({ name: name.slice('lookalike-host/'.length), says })).filter(({ name }) => !shapes.has(name));

const report = (title: string, urls: readonly ParsedUrl[], isBenign: boolean): void => {
  const counts = new Map<string, number>();
  const examples: string[] = [];
  let spoke = 0;
  for (const url of urls) {
    const all = said(url);
    if (all.length === 0) continue;
    spoke += 1;
    examples.push(`${all[0]?.name ?? ''}: ${all[0]?.says ?? ''}`);
    for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const share = (count: number): string => (100 * count / Math.max(1, urls.length)).toFixed(2);
  console.log(`${title.padEnd(34)} ${String(urls.length).padStart(7)} hosts  ${share(spoke).padStart(6)} %  ${[...counts].sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ${share(count)}`).join(', ')}`);
  if (show && isBenign) for (const example of examples.filter((_, index) => index % Math.ceil(examples.length / 25) === 0)) console.log(`    ${example}`);
};

report('brands\' own domains', catalogue.brands.flatMap(({ domains }) => domains).flatMap(parsed), true);
const top = (parse(gunzipSync(readFileSync(file('top-sites.csv.gz'))), { columns: true }) as unknown as { domain: string; within_top: string }[]); // the columns that the file is known to have
report('top 10,000', top.filter(({ within_top }) => Number(within_top) <= 10_000).flatMap(({ domain }) => parsed(domain)), true);
report('top 100,000, a fifth', top.filter(({ within_top }, index) => Number(within_top) > 10_000 && index % 5 === 0).flatMap(({ domain }) => parsed(domain)), true);
const { rows } = await readLabelledUrls(file('urls-train.csv.gz'), { cap: perSource, perDomain: 1, seed: 1 });
for (const malicious of [false, true]) {
  for (const source of [...new Set(rows.filter((row) => row.malicious === malicious).map((row) => row.source))].sort()) {
    report(`${malicious ? 'malicious' : 'benign'} ${source}`, rows.filter((row) => row.source === source && row.malicious === malicious).map(({ url }) => url), !malicious);
  }
}
