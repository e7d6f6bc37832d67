import type { Finding } from '../contract.ts';

/** What the page model learns from: the signals that a labelled capture raised, without weights. */
export interface PageRow {
  readonly url: string;
  readonly malicious: boolean;
  readonly category: string;
  /** Where the label comes from; whole sources are left out to measure. */
  readonly source: string;
  /** Names of the signals raised, each once, in the detectors' order. */
  readonly signals: readonly string[];
}

export const signalsOf = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ name }) => name))];

/**
 * How much a row counts. A source counts by its size up to `fullSourceRows`, and slower beyond: one kit photographed
 * 150 times is no 150 kits.
 */
export const rowWeights = (rows: readonly PageRow[]): number[] => {
  const sizes = new Map<string, number>();
  for (const { source, malicious } of rows) if (malicious) sizes.set(source, (sizes.get(source) ?? 0) + 1);
  return rows.map(({ source, malicious }) => (malicious ? Math.min(1, Math.sqrt(fullSourceRows / (sizes.get(source) ?? 1))) : 1));
};

const fullSourceRows = 40;
