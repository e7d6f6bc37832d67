import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadBrands } from '../classifiers/brands.ts';
import { BrandScan } from '../classifiers/model/brand-scan.ts';
import { linearScore, trainLinear } from '../classifiers/model/hashed-linear.ts';
import { KnownSites } from '../classifiers/model/known-sites.ts';
import { readUrlArtefact } from '../classifiers/model/url-artefact.ts';
import { measureForm, type Estimate } from '../classifiers/model/url-measures.ts';
import { loadUrlModel } from '../classifiers/model/url-model.ts';
import { readLabelledUrls } from '../classifiers/model/url-rows.ts';
import { urlTable, type UrlTable } from '../classifiers/model/url-table.ts';
import { maxTokens, type TokenView } from '../classifiers/model/url-tokens.ts';
import { shuffled, trainUrls, urlTrainingPlan } from '../classifiers/model/url-training.ts';

/**
 * How good the URL model is on sources that it was not trained with, and how fast the shipped one is. Beside it, on
 * the same rows and the same folds: what anybody would take, logistic regression over hashed character n-grams
 * (3 to 5, 2^20 buckets, three epochs of AdaGrad, scheme and www. stripped as for the model).
 *
 *     node --import tsx bench/url-model.ts [most rows of one source, label and form]
 *
 * Goals: at least twice the rival's recall at 1e-3 false positives, 10 points more at 1e-2, 100,000 URLs/s on one
 * core. Input: urls-train.csv.gz in the folder HARRIER_DATA, or in ../shared/data beside the checkout.
 */
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const listFile = path.join(process.env['HARRIER_DATA'] ?? path.join(root, '../shared/data'), 'urls-train.csv.gz');
if (!existsSync(listFile)) {
  console.log(`skipped: ${listFile} is not there; name its folder in HARRIER_DATA.`);
  process.exit(0);
}
const cap = Number(process.argv[2] ?? 12_000);

const rivalBuckets = 2 ** 20;
const rivalView: TokenView = {
  name: 'rival',
  buckets: rivalBuckets,
  fill: ({ host, lowerPath, isBare }, out) => {
    const text = (isBare ? host : host + lowerPath).slice(0, 340);
    let count = 0;
    for (let start = 0; start < text.length; start += 1) {
      let hash = 0x811c9dc5;
      for (let at = start; at < Math.min(text.length, start + 5); at += 1) {
        hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
        if (at - start >= 2 && count < maxTokens) out[count++] = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 9) & (rivalBuckets - 1);
      }
    }
    return count;
  },
};

/** The rival's out-of-source scores, with the same folds. */
const rivalScores = (table: UrlTable, foldOfSource: Uint8Array): Float32Array => {
  const scores = new Float32Array(table.count);
  const rows = table.views.at(-1);
  if (rows === undefined) throw new Error('the table has no view');
  const all = Uint32Array.from({ length: table.count }, (_, row) => row);
  for (let fold = 0; fold < urlTrainingPlan.folds; fold += 1) {
    const order = shuffled(all.filter((row) => foldOfSource[table.sources[row]!] !== fold), 1);
    const model = trainLinear({ rows, labels: table.labels, rowWeights: new Float32Array(table.count).fill(1), order, buckets: rivalBuckets, epochs: 3, rate: 0.1, l2: 0, allowed: null });
    for (const row of all) if (foldOfSource[table.sources[row]!] === fold) scores[row] = linearScore(model, rows, row);
  }
  return scores;
};

const modelFile = path.join(root, 'classifiers/model/url-model.bin');
const brands = loadBrands(JSON.parse(readFileSync(path.join(root, 'config/data/brands.json'), 'utf8')));
const { rows } = await readLabelledUrls(listFile, { cap, perDomain: 20, seed: urlTrainingPlan.seed });

const model = loadUrlModel(readFileSync(modelFile), brands);
const urls = rows.filter((_, index) => index % Math.ceil(rows.length / 100_000) === 0).map(({ url }) => url);
const rates: number[] = [];
for (let round = 0; round < 5; round += 1) {
  const before = process.cpuUsage();
  for (const url of urls) model.score(url);
  const { user, system } = process.cpuUsage(before);
  rates.push(urls.length / ((user + system) / 1e6));
}
rates.sort((a, b) => a - b);
console.log(`speed: ${Math.round(rates[2] ?? 0).toLocaleString('en')} parsed URLs/s by CPU time (median of 5 rounds of ${urls.length})`);

const table = urlTable(rows, { sites: new KnownSites(readUrlArtefact(readFileSync(modelFile)).knownSites), brands, scan: new BrandScan(brands) }, [rivalView]);
const { outOfSource, foldOfSource } = trainUrls(table);
const rival = rivalScores(table, foldOfSource);

const percent = ({ value, low, high }: Estimate): string => `${(100 * value).toFixed(1)} (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)})`;
for (const form of ['full', 'bare'] as const) {
  const ours = measureForm(table, outOfSource, form);
  const theirs = measureForm(table, rival, form);
  console.log(`\n${form === 'full' ? 'Full URLs' : 'Bare domains'}: recall in % on left-out sources, 95 % interval; ${ours.benignRows} benign rows; calibration error ${ours.calibrationError.toFixed(3)}\n`);
  console.log('| left-out source | rows | model at 1e-3 | rival at 1e-3 | model at 1e-2 | rival at 1e-2 |\n|---|---|---|---|---|---|');
  for (const [index, { source, rows: count, at1e3, at1e2 }] of ours.sources.entries()) {
    const other = theirs.sources[index]!;
    console.log(`| ${source} | ${count} | ${percent(at1e3)} | ${percent(other.at1e3)} | ${percent(at1e2)} | ${percent(other.at1e2)} |`);
  }
  console.log(`| **average** | | ${percent(ours.average.at1e3)} | ${percent(theirs.average.at1e3)} | ${percent(ours.average.at1e2)} | ${percent(theirs.average.at1e2)} |`);
  console.log(`\nFalse positives by benign source at 1e-2: ${ours.falsePositives.map(({ source, share }) => `${source} ${(100 * share).toFixed(1)} %`).join(', ')}`);
}
