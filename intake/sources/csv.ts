import { parse } from 'csv-parse/sync';
import { parseUrl, refang } from '../../url/index.ts';
import type { Source, SourceItem } from './contract.ts';
import { lineBatches } from './lines.ts';
import type { Line } from './lines.ts';

/**
 * CSV with a URL in one column, named by the header row, or by the last comment line before the data
 * (URLhaus), or else found: the first column whose value is a URL. PhishTank's CSV is this as well.
 * A record is one line: none of the feeds has line ends inside of a field, and a stray quote then costs
 * its own line and not all that follow.
 */
export const csv: Source = {
  name: 'csv',
  async* read(input) {
    let layout: Layout | null = null;
    let comment = '';
    for await (const lines of lineBatches(input)) {
      const data: Line[] = [];
      for (const line of lines) {
        if (line.text?.startsWith('#') !== true) {
          if (line.text?.trim() !== '') data.push(line);
        } else if (layout === null && data.length === 0) {
          comment = line.text;
        }
      }
      const first = data.find(({ problem }) => problem === null);
      if (layout === null && first?.text !== undefined && first.text !== null) {
        layout = layoutOf(comment, first.text);
        if (layout === null) {
          yield { kind: 'problem', line: first.number, problem: 'no-url-column' };
          return;
        }
        if (layout.isHeader) data.splice(data.indexOf(first), 1);
      }
      yield* itemsOf(data, layout);
    }
  },
};

interface Layout {
  readonly delimiter: string;
  readonly column: number;
  /** The first line names the columns. */
  readonly isHeader: boolean;
}

const layoutOf = (comment: string, first: string): Layout | null => {
  const delimiter = first.includes('\t') ? '\t' : first.includes(';') && !first.includes(',') ? ';' : ',';
  const fields = recordOf(first, delimiter) ?? [];
  const named = columnByName(fields);
  const column = named ?? columnByName(recordOf(comment.replace(/^[#\s]+/, ''), delimiter) ?? []) ?? columnByValue(fields);
  return column === null ? null : { delimiter, column, isHeader: named !== null };
};

/** Whether a line is a header with a column for URLs. */
export const isUrlHeader = (line: string): boolean => layoutOf('', line)?.isHeader === true;

/** Header names that mean the URL, best first. */
const urlColumns = ['url', 'phish_url', 'malicious_url', 'full_url', 'link', 'href', 'uri', 'address', 'domain', 'hostname', 'host'];

const columnByName = (fields: readonly string[]): number | null => {
  const names = fields.map((field) => field.toLowerCase());
  return urlColumns.map((name) => names.indexOf(name)).find((found) => found >= 0) ?? null;
};

const columnByValue = (fields: readonly string[]): number | null => {
  const index = fields.findIndex((field) => parseUrl(refang(field)).ok);
  return index < 0 ? null : index;
};

const itemsOf = function* (lines: readonly Line[], layout: Layout | null): Generator<SourceItem> {
  const { delimiter, column } = layout ?? { delimiter: ',', column: 0 };
  const together = parseLines(lines.map(({ text }) => text ?? '-'), delimiter);
  for (const [index, { number, text, problem }] of lines.entries()) {
    const fields = together?.[index] ?? recordOf(text ?? '', delimiter);
    const url = fields?.[column] ?? '';
    if (problem !== null) yield { kind: 'problem', line: number, problem };
    else if (fields === null) yield { kind: 'problem', line: number, problem: 'bad-csv' };
    else yield url === '' ? { kind: 'problem', line: number, problem: 'no-url' } : { kind: 'url', line: number, url: refang(url) };
  }
};

const recordOf = (line: string, delimiter: string): readonly string[] | null => parseLines([line], delimiter)?.[0] ?? null;

/** The fields of each line; null unless every line is one whole record. */
const parseLines = (lines: readonly string[], delimiter: string): string[][] | null => {
  try {
    const records = parse(lines.join('\n'), { relax_column_count: true, trim: true, delimiter });
    return records.length === lines.length ? records : null;
  } catch {
    return null;
  }
};
