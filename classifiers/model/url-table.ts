import { parseUrl } from '../../url/parse.ts';
import type { TokenRows } from './hashed-linear.ts';
import type { LabelledUrl } from './url-rows.ts';
import { featureCount, fillFeatures, type UrlFacts } from './url-features.ts';
import { urlParts } from './url-parts.ts';
import { maxTokens, tokenViews, type TokenView } from './url-tokens.ts';

/** Training data as columns: what each row is, its features, and its tokens by view. */
export interface UrlTable {
  readonly count: number;
  readonly labels: Uint8Array;
  /** Index into `sourceNames`. */
  readonly sources: Uint8Array;
  readonly sourceNames: readonly string[];
  /** 0 a URL as its source gave it, 1 a bare domain as its source gave it, 2 the bare host of a benign URL. */
  readonly kinds: Uint8Array;
  readonly isBare: Uint8Array;
  readonly features: readonly Float32Array[];
  readonly views: readonly TokenRows[];
}

/**
 * The table of these rows. Benign URLs add their bare hosts once: lists of bare benign domains are few and
 * alike, and what people link to is a better picture of decent hosts.
 */
export const urlTable = (given: readonly LabelledUrl[], facts: UrlFacts, extraViews: readonly TokenView[] = [], onRow: (done: number, total: number) => void = () => undefined): UrlTable => {
  const rows: { readonly row: LabelledUrl; readonly kind: 0 | 1 | 2 }[] = given.map((row) => ({ row, kind: row.form === 'domain' ? 1 : 0 }));
  const hosts = new Set<string>();
  for (const row of given) {
    const key = `${row.source} ${row.url.host}`;
    if (row.malicious || row.form === 'domain' || hosts.has(key)) continue;
    hosts.add(key);
    const bare = parseUrl(row.url.host);
    if (bare.ok) rows.push({ row: { ...row, url: bare.url }, kind: 2 });
  }
  const count = rows.length;
  const sourceNames = [...new Set(rows.map(({ row }) => row.source))].sort();
  const features = Array.from({ length: featureCount }, () => new Float32Array(count));
  const views = [...tokenViews, ...extraViews];
  const tokens = views.map(() => new Growing());
  const starts = views.map(() => new Uint32Array(count + 1));
  const labels = new Uint8Array(count);
  const sources = new Uint8Array(count);
  const kinds = new Uint8Array(count);
  const isBare = new Uint8Array(count);
  const featureRow = new Float32Array(featureCount);
  const out = new Uint32Array(maxTokens);
  for (const [index, { row, kind }] of rows.entries()) {
    if (index % 5000 === 0) onRow(index, count);
    const parts = urlParts(row.url);
    labels[index] = row.malicious ? 1 : 0;
    sources[index] = sourceNames.indexOf(row.source);
    kinds[index] = kind;
    isBare[index] = parts.isBare ? 1 : 0;
    fillFeatures(parts, facts, featureRow);
    for (let feature = 0; feature < featureCount; feature += 1) features[feature]![index] = featureRow[feature]!;
    for (const [view, { fill }] of views.entries()) {
      const filled = fill(parts, out);
      tokens[view]!.add(out, filled);
      starts[view]![index + 1] = starts[view]![index]! + filled;
    }
  }
  return { count, labels, sources, sourceNames, kinds, isBare, features, views: views.map((_, view) => ({ starts: starts[view]!, tokens: tokens[view]!.values() })) };
};

/** Numbers in one array that doubles as it fills. */
class Growing {
  #values = new Uint32Array(2 ** 16);
  #length = 0;

  add(values: Uint32Array, count: number): void {
    if (this.#length + count > this.#values.length) {
      const larger = new Uint32Array(2 * this.#values.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(values.subarray(0, count), this.#length);
    this.#length += count;
  }

  values(): Uint32Array {
    return this.#values.slice(0, this.#length);
  }
}
