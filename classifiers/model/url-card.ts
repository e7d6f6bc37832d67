import type { FormMeasures } from './url-measures.ts';
import type { UrlArtefact } from './url-artefact.ts';
import type { ReadRows } from './url-rows.ts';
import type { UrlTable } from './url-table.ts';
import type { UrlTrainingPlan } from './url-training.ts';

/** What the card of a URL model is made from. */
export interface CardParts {
  readonly date: string;
  readonly options: { readonly data: string; readonly rows: number; readonly perDomain: number };
  readonly plan: UrlTrainingPlan;
  readonly rows: ReadRows;
  readonly table: UrlTable;
  readonly measures: readonly FormMeasures[];
  readonly artefact: Omit<UrlArtefact, 'date' | 'knownSites'>;
  readonly bytes: number;
}

/** The card that is kept beside the model: what it was learnt from, and how good it is by source. */
export const urlCard = ({ date, options, plan, rows, table, measures, artefact, bytes }: CardParts): unknown => ({
  name: 'Harrier URL model',
  date,
  use: 'A prior for triage, priority and review, from the text of a URL and dated public facts. By it alone a URL is at most suspicious, never blocked.',
  output: 'A probability, calibrated where malicious and benign URLs are as many; it must be lowered where malicious ones are rare.',
  data: {
    rowsRead: rows.read, rowsRefused: rows.refused, rowsLeftOut: rows.left, rowsLearnt: table.count,
    most: `${options.rows} rows of one source, label and form; ${options.perDomain} of one registrable domain in a source`,
    sources: table.sourceNames.map((source, index) => {
      const of = { source, malicious: 0, benign: 0, hostsOfBenign: 0 };
      for (let row = 0; row < table.count; row += 1) {
        if (table.sources[row] !== index) continue;
        if (table.kinds[row] === 2) of.hostsOfBenign += 1;
        else if (table.labels[row] === 1) of.malicious += 1;
        else of.benign += 1;
      }
      return of;
    }),
  },
  method: {
    parts: 'Logistic regressions over hashed n-grams and words, stacked by boosted trees with features of shape, host kind, popularity and brands; one set of trees for bare hosts, one for URLs with a path. Scheme, www. and the endings of downloads are not seen.',
    plan,
  },
  measured: {
    how: 'Every score is by a model that was trained without the source of the row (sources in folds, whole). Benign sources weigh the same in false positives, malicious sources in averages; intervals are 95 %, by drawing benign rows and sources again.',
    forms: measures.map((form) => rounded(form)),
  },
  readings: rounded(artefact.readings),
  bytes,
  limits: [
    'Pages on decent sites that were broken into look like their host: most of them are missed.',
    'A short link or a document on a shared host says nothing of its content.',
    'Labels come from public lists, which are not ground truth.',
  ],
});

const rounded = <T>(value: T): T => JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' ? Number(inner.toPrecision(4)) : inner))) as T; // the same shape, fewer digits
