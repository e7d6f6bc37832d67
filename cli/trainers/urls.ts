import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { loadBrands } from '../../classifiers/brands.ts';
import { BrandScan } from '../../classifiers/model/brand-scan.ts';
import { KnownSites, buildKnownSites } from '../../classifiers/model/known-sites.ts';
import { SiteFactsError, readSiteFacts } from '../../classifiers/model/site-facts.ts';
import { UrlArtefactError, readUrlArtefact, writeUrlArtefact } from '../../classifiers/model/url-artefact.ts';
import { urlCard } from '../../classifiers/model/url-card.ts';
import { measureForm, type FormMeasures } from '../../classifiers/model/url-measures.ts';
import { LabelledUrlsError, readLabelledUrls } from '../../classifiers/model/url-rows.ts';
import { urlTable } from '../../classifiers/model/url-table.ts';
import { trainUrls, urlTrainingPlan } from '../../classifiers/model/url-training.ts';
import type { CliContext } from '../context.ts';
import { CommandError, exitCodes } from '../exit.ts';
import { print } from '../output.ts';
import { openProgress, type Progress } from '../progress.ts';
import { shippedData, urlModelFile } from '../shipped-data.ts';

interface Options {
  readonly data: string;
  readonly topSites?: string;
  readonly hostKinds?: string;
  readonly out: string;
  readonly rows: number;
  readonly perDomain: number;
  readonly trees: number;
}

export const trainUrlsCommand = (context: CliContext): Command =>
  new Command('harrier train urls')
    .requiredOption('--data <file>', 'labelled URLs: CSV, plain or .gz, with the columns url, label (1 malicious, 0 benign), source, form (full, noscheme, domain)')
    .option('--top-sites <file>', 'popular domains: CSV, plain or .gz, with the columns domain, within_top; without it the facts of the shipped model are kept')
    .option('--host-kinds <file>', 'lists of hosts by what they are, JSON in the form of the MISP warning lists; goes with --top-sites')
    .option('--out <file>', 'where the model goes; its card goes beside it', urlModelFile)
    .option('--rows <n>', 'most rows of one source, label and form that are learnt from', atLeast(100), 12_000)
    .option('--per-domain <n>', 'most rows of one registrable domain in a source', atLeast(1), 20)
    .option('--trees <n>', 'trees of each of the two models; fewer are faster and worse', atLeast(1), urlTrainingPlan.trees)
    .addHelpText('after', `
The model scores a URL by its text and by dated facts (popularity, kinds of hosts, brands); nothing is fetched. It is
measured, calibrated and given its threshold on sources that were left out of the training, so the data must name
at least four sources of each label. Takes minutes; the same data gives the same model.

Examples:
  $ harrier train urls --data urls.csv.gz --top-sites top-sites.csv.gz --host-kinds host-kinds.json
  $ harrier train urls --data urls.csv.gz --out /tmp/url-model.bin        keeps the shipped facts and the shipped model
  $ HARRIER_URL_MODEL=/tmp/url-model.bin harrier rate http://example.test/

A line of the CSV:
  url,label,source,form
  http://secure-login.example.test/verify,1,my-feed,full`)
    .action(async (options: Options) => {
      const startedAtMs = context.now();
      if ((options.topSites === undefined) !== (options.hostKinds === undefined)) throw new CommandError(exitCodes.usage, '--top-sites and --host-kinds go together: both make the table of known sites.');
      if (!existsSync(options.data)) throw new CommandError(exitCodes.usage, `the file of labelled URLs ${options.data} does not exist.`);
      try {
        const plan = { ...urlTrainingPlan, trees: options.trees };
        const knownSites = knownSitesOf(options);
        const rows = await withProgress('reading', (progress) => readLabelledUrls(options.data, { cap: options.rows, perDomain: options.perDomain, seed: urlTrainingPlan.seed, onRow: (read) => { stopIfAsked(context); progress.done(read); } }));
        const brands = loadBrands(shippedData('brands'));
        const table = await withProgress('features', (progress) => urlTable(rows.rows, { sites: new KnownSites(knownSites), brands, scan: new BrandScan(brands) }, [], (done, total) => { stopIfAsked(context); progress.total(total); progress.done(done); }));
        for (const label of [0, 1]) {
          const sources = new Set(table.sources.filter((_, row) => table.labels[row] === label)).size;
          if (sources < leastSources) throw new CommandError(exitCodes.usage, `${options.data} has ${sources} ${label === 1 ? 'malicious' : 'benign'} sources; at least ${leastSources} are needed, so that some can be left out of the training and measured on.`);
        }
        const trained = await withProgress('training', (progress) => trainUrls(table, plan, (done, total, what) => { stopIfAsked(context); progress.total(total); progress.done(done, what); }));
        const date = new Date(context.now()).toISOString().slice(0, 10);
        const artefact = writeUrlArtefact({ date, knownSites, ...trained.artefact });
        const measures = (['full', 'bare'] as const).map((form) => measureForm(table, trained.outOfSource, form));
        const card = urlCard({ date, options, plan, rows, table, measures, artefact: trained.artefact, bytes: artefact.length });
        for (const [file, content] of [[options.out, artefact], [cardFile(options.out), `${JSON.stringify(card, null, 2)}\n`]] as const) {
          writeFileSync(`${file}.new`, content);
          renameSync(`${file}.new`, file);
        }
        await print(summary(options.out, artefact.length, measures, context.now() - startedAtMs));
      } catch (error) {
        if (error instanceof LabelledUrlsError || error instanceof SiteFactsError || error instanceof UrlArtefactError) throw new CommandError(exitCodes.usage, error.message);
        throw error;
      }
    });

/** Sources of each label that leaving some out needs. */
const leastSources = 4;

export const cardFile = (modelFile: string): string => `${modelFile.replace(/\.bin$/, '')}.card.json`;

const knownSitesOf = ({ topSites, hostKinds }: Options): Uint32Array =>
  topSites === undefined || hostKinds === undefined ? readUrlArtefact(readFileSync(urlModelFile)).knownSites : buildKnownSites(readSiteFacts(topSites, hostKinds));

const withProgress = async <T>(title: string, work: (progress: Progress) => T | Promise<T>): Promise<T> => {
  const progress = openProgress(title);
  try {
    return await work(progress);
  } finally {
    progress.stop();
  }
};

const stopIfAsked = ({ signal }: CliContext): void => { signal.throwIfAborted(); };

const atLeast = (least: number) => (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new InvalidArgumentError(`must be a whole number from ${least} on.`);
  return value;
};

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

const summary = (file: string, bytes: number, measures: readonly FormMeasures[], elapsedMs: number): string => `${[
  `${file}: ${(bytes / 1e6).toFixed(2)} MB, in ${Math.round(elapsedMs / 1000)} s. Recall on sources left out of the training, at 1 false positive in 1,000 and in 100:`,
  ...measures.flatMap(({ form, sources, average, calibrationError }) => [
    `  ${form === 'full' ? 'full URLs' : 'bare domains'}: ${percent(average.at1e3.value)} and ${percent(average.at1e2.value)} (calibration error ${calibrationError.toFixed(3)})`,
    ...sources.map(({ source, at1e3, at1e2 }) => `    ${source.padEnd(28)} ${percent(at1e3.value).padStart(8)} ${percent(at1e2.value).padStart(8)}`),
  ]),
].join('\n')}\n`;
