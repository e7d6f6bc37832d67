import { CsvError, parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parseUrl } from '../../url/parse.ts';
import type { ParsedUrl } from '../../url/types.ts';
import { randomOf } from './boosted-trees.ts';
import { urlParts } from './url-parts.ts';

/** A labelled URL of the training data. */
export interface LabelledUrl {
  readonly url: ParsedUrl;
  readonly malicious: boolean;
  readonly source: string;
  /** Given as a bare domain, or as a URL (with or without its scheme). */
  readonly form: 'full' | 'domain';
}

export interface ReadRows {
  readonly rows: readonly LabelledUrl[];
  /** Rows read, taken or not. */
  readonly read: number;
  /** Rows that are no URL that Harrier takes (FTP, broken), left out. */
  readonly refused: number;
  /** Rows left out because their label is known to be noisy, or their source and form had enough. */
  readonly left: number;
}

/** A CSV of labelled URLs that lacks a column, or a row that is none. */
export class LabelledUrlsError extends Error {
  override readonly name = 'LabelledUrlsError';
}

const neededColumns = ['url', 'label', 'source', 'form'] as const;
const noisyFlags = ['clone_suspect'];

/**
 * Labelled URLs of a CSV (plain or gzip) with the columns url, label (1 malicious, 0 benign), source, form
 * (full, noscheme, domain), and optional flags. Of each source, label and form at most `cap` rows are kept, drawn by
 * `seed`, and of one registrable domain at most `perDomain`. Throws LabelledUrlsError that names the line.
 */
export const readLabelledUrls = async (file: string, { cap, perDomain, seed, onRow }: { readonly cap: number; readonly perDomain: number; readonly seed: number; readonly onRow?: (read: number) => void }): Promise<ReadRows> => {
  const parser = parse({ columns: true, bom: true, skip_empty_lines: true, relax_column_count: true });
  const fail = (error: NodeJS.ErrnoException): void => { parser.destroy(new LabelledUrlsError(`${file} can't be read (${error.code ?? error.message}). Check its name; it must be CSV, or gzip where its name ends in .gz.`)); };
  const bytes = createReadStream(file).on('error', fail);
  if (file.endsWith('.gz')) bytes.pipe(createGunzip()).on('error', fail).pipe(parser);
  else bytes.pipe(parser);
  const records = parser as AsyncIterable<Record<string, string>>; // columns: true gives records
  const kept = new Map<string, LabelledUrl[]>();
  const seen = new Map<string, number>();
  const perSite = new Map<string, number>();
  const random = randomOf(seed);
  let read = 0, refused = 0, left = 0;
  for await (const record of namingFile(records, file)) {
    read += 1;
    if (read === 1) for (const column of neededColumns) if (record[column] === undefined) throw new LabelledUrlsError(`${file} has no column "${column}"; it must have ${neededColumns.join(', ')} (flags is optional).`);
    const { url = '', label, source = '', form, flags = '' } = record;
    if (label !== '0' && label !== '1') throw new LabelledUrlsError(`${file}, row ${read}: label must be 0 or 1, not "${(label ?? '').slice(0, 40)}".`);
    if (read % 10_000 === 0) onRow?.(read);
    if (label === '1' && noisyFlags.some((flag) => flags.includes(flag))) { left += 1; continue; }
    const parsed = parseUrl(url);
    if (!parsed.ok) { refused += 1; continue; }
    const kind = form === 'domain' ? 'domain' : 'full';
    const key = `${source} ${label} ${kind}`;
    const { domain } = urlParts(parsed.url);
    const site = `${key} ${domain}`;
    const ofSite = perSite.get(site) ?? 0;
    if (ofSite >= perDomain) { left += 1; continue; }
    perSite.set(site, ofSite + 1);
    const row: LabelledUrl = { url: parsed.url, malicious: label === '1', source, form: kind };
    const rows = kept.get(key) ?? [];
    kept.set(key, rows);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    // Reservoir: each row of the file has the same chance.
    if (rows.length < cap) rows.push(row);
    else {
      left += 1;
      const place = Math.floor(random() * count);
      if (place < cap) rows[place] = row;
    }
  }
  if (read === 0) throw new LabelledUrlsError(`${file} has no rows.`);
  return { rows: [...kept.values()].flat(), read, refused, left };
};

/** What the parser finds wrong is said with the file's name. */
async function* namingFile(records: AsyncIterable<Record<string, string>>, file: string): AsyncGenerator<Record<string, string>> {
  try {
    yield* records;
  } catch (error) {
    if (error instanceof CsvError) throw new LabelledUrlsError(`${file} is no CSV of labelled URLs: ${error.message}`);
    throw error;
  }
}
