import { parseUrl, type ParsedUrl } from '../../url/index.ts';

/**
 * What is known of a URL that verdicts are compared with. A labels file has one URL a line and tabs between the
 * fields: url, `malicious` or `benign`, threat or kind, source; a fifth field may name a group whose false
 * positives are counted apart ("password"), the rest is ignored. Blank lines and lines that start with "#" are left out.
 *
 * @example "http://login.bank.example/\tmalicious\tphishing\tfeed-a\tpassword"
 */
export interface Label {
  readonly given: string;
  readonly url: ParsedUrl;
  readonly malicious: boolean;
  readonly category: string;
  readonly source: string;
  /** "-" where there is none. */
  readonly group: string;
}

export interface LabelProblem { readonly line: number; readonly says: string }

/** Every line is read; what is wrong with one is said with its number, and the rest goes on. A URL given twice counts once. */
export const readLabels = (text: string): { readonly labels: readonly Label[]; readonly problems: readonly LabelProblem[] } => {
  const labels = new Map<string, Label>();
  const problems: LabelProblem[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const label = readLabel(line.replace(/\r$/, ''));
    if (typeof label === 'string') problems.push({ line: index + 1, says: label });
    else if (labels.has(label.url.key)) problems.push({ line: index + 1, says: 'the same URL stands in an earlier line' });
    else labels.set(label.url.key, label);
  }
  return { labels: [...labels.values()], problems };
};

const readLabel = (line: string): Label | string => {
  const [given = '', label = '', category = '', source = '', group = ''] = line.split('\t').map((field) => field.trim());
  if (label !== 'malicious' && label !== 'benign') return `the second field must be malicious or benign, not ${JSON.stringify(label.slice(0, 40))}`;
  const parsed = parseUrl(given);
  if (!parsed.ok) return `${JSON.stringify(given.slice(0, 80))} is no URL that is visited (${parsed.problem})`;
  return { given, url: parsed.url, malicious: label === 'malicious', category: category || '-', source: source || '-', group: group || '-' };
};
