import type { Capture } from '../../records/index.ts';
import { folderOf } from './folder.ts';
import { harOf } from './har.ts';
import { waczOf } from './wacz.ts';

/** A form in which others can open a capture. */
export interface EvidenceFormat {
  readonly name: 'har' | 'wacz' | 'zip';
  readonly contentType: string;
  /** One sentence. */
  readonly about: string;
  write(capture: Capture, version: string): Promise<Buffer>;
}

export const evidenceFormats: readonly EvidenceFormat[] = [
  { name: 'har', contentType: 'application/json', about: 'HTTP Archive 1.2: every request and answer, for developer tools.', write: (capture, version) => Promise.resolve(Buffer.from(JSON.stringify(harOf(capture, version)))) },
  { name: 'wacz', contentType: 'application/wacz', about: 'WACZ 1.1 (WARC, index and page): the page as it was, for replayweb.page and other replay tools.', write: waczOf },
  { name: 'zip', contentType: 'application/zip', about: 'Everything: capture.json with all parts, and texts, pictures, bodies and downloads as files beside it.', write: (capture) => folderOf(capture) },
];
