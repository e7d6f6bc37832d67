import { isoTime, type ExportFormat } from './contract.ts';

/** One object with all listings, an entry a line, so that a reader may also take it line by line. */
export const json: ExportFormat = {
  name: 'json',
  contentType: 'application/json; charset=utf-8',
  about: 'Everything of each listing as JSON: {"generatedAt", "listings": [...]}, one listing a line.',
  lineEnd: '\n',
  async *lines(listings, { nowMs }) {
    yield `{"generatedAt":${JSON.stringify(isoTime(nowMs))},"listings":[`;
    let before: string | null = null;
    for await (const listing of listings) {
      if (before !== null) yield `${before},`;
      before = JSON.stringify(listing);
    }
    if (before !== null) yield before;
    yield ']}';
  },
};
