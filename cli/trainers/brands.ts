import { renameSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { buildBrands } from '../../classifiers/brands-build.ts';
import { readGivenBytes, type CliContext } from '../context.ts';
import { CommandError, exitCodes } from '../exit.ts';
import { print } from '../output.ts';
import { brandsFile, givenData } from '../shipped-data.ts';

interface Options {
  readonly directory: string;
  readonly accounts?: string;
  readonly topSites?: string;
  readonly out: string;
}

export const trainBrandsCommand = (context: CliContext): Command =>
  new Command('harrier train brands')
    .requiredOption('--directory <file>', 'brands and their domains by public directories, JSON: { brands: [{ brand, domains, sources }], shared_credential_groups }')
    .option('--accounts <file>', 'addresses of log-in and account pages by public directories: CSV, plain or .gz, with the column url; of a column source only benign_accounts_logins counts')
    .option('--top-sites <file>', 'popular domains, to tell common words from names: CSV, plain or .gz, with the column domain')
    .option('--out <file>', 'where the catalogue goes', brandsFile)
    .addHelpText('after', `
The catalogue starts from the picks of classifiers/rules/brand-picks.ts; the files add domains and log-in hosts of the same
owners, each with its source. To add brands of your own, no training is needed: name a file with --brands (HARRIER_BRANDS).
After it, train the URL model again: it reads the catalogue.

Example:
  $ harrier train brands --directory brand-domains.json --accounts urls.csv.gz --top-sites top-sites.csv.gz`)
    .action(async ({ directory, accounts, topSites, out }: Options) => {
      const accountUrls = accounts === undefined ? [] : csvRows(accounts, 'file of accounts', 'url').filter(({ source }) => source === undefined || source === 'benign_accounts_logins').map(({ url = '' }) => url);
      const popularDomains = topSites === undefined ? [] : csvRows(topSites, 'file of top sites', 'domain').map(({ domain = '' }) => domain);
      const date = new Date(context.now()).toISOString().slice(0, 10);
      const text = givenData(directory, 'directory of brands', 'the help', (json) => buildBrands({ directory: json, accountUrls, popularDomains, date }));
      writeFileSync(`${out}.new`, text);
      renameSync(`${out}.new`, out);
      const { brands, commonWords } = JSON.parse(text) as { brands: { domains: string[]; logins?: string[] }[]; commonWords: string[] };
      await print(`${out}: ${brands.length} brands, ${brands.flatMap(({ domains }) => domains).length} domains, ${brands.flatMap(({ logins = [] }) => logins).length} log-in hosts, ${commonWords.length} common words.\n`);
    });

const csvRows = (file: string, what: string, column: string): Partial<Record<string, string>>[] => {
  const bytes = readGivenBytes(file, what);
  try {
    const rows = parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, bom: true, skip_empty_lines: true, relax_column_count: true }) as unknown as Partial<Record<string, string>>[]; // columns: true gives records
    if (rows[0]?.[column] === undefined) throw new Error(`it has no column "${column}"`);
    return rows;
  } catch (error) {
    throw new CommandError(exitCodes.usage, `the ${what} ${file} is no such CSV: ${error instanceof Error ? error.message : String(error)}.`);
  }
};
