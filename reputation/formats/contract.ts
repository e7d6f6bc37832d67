import type { Listing } from '../../records/index.ts';

/**
 * One way to hand out what is listed. A format is one file here and one line in index.ts.
 *
 * `lines` takes active listings as they come and gives lines without their ends; the reader ends each with
 * `lineEnd`. The same listings in the same order at the same time give the same lines.
 */
export interface ExportFormat {
  /** What `harrier export NAME` and `/v1/feeds/NAME` call it. */
  readonly name: string;
  readonly contentType: string;
  /** One sentence: who reads it, and what of the listings it can't say. */
  readonly about: string;
  readonly lineEnd: '\n' | '\r\n';
  lines(listings: AsyncIterable<Listing>, stamp: ExportStamp): AsyncIterable<string>;
}

export interface ExportStamp {
  /** When the listings were read, epoch milliseconds. */
  readonly nowMs: number;
}

export const isoTime = (ms: number): string => new Date(ms).toISOString();
