import { WARCRecord, WARCSerializer } from 'warcio';
import { valueOr, type Capture } from '../../records/index.ts';
import { exchangesOf, headersAtRest, type Exchange } from './exchanges.ts';

/** A record of the WARC and where it lies in it, for the index. */
export interface WarcRow { readonly exchange: Exchange; readonly digest: string; readonly offset: number; readonly length: number }

/**
 * WARC 1.1 (ISO 28500:2017), each record its own gzip member. Requests and answers that came whole, with the
 * bodies that were kept, and the picture of the page ("urn:view:"). Bodies are decoded, and their headers say so.
 */
export const warcOf = async (capture: Capture, version: string): Promise<{ readonly warc: Buffer; readonly rows: readonly WarcRow[] }> => {
  const pieces: Buffer[] = [];
  let offset = 0;
  const add = async (record: WARCRecord): Promise<{ readonly offset: number; readonly length: number }> => {
    const bytes = Buffer.from(await WARCSerializer.serialize(record, { gzip: true, preferPako: true }));
    const at = { offset, length: bytes.length };
    pieces.push(bytes);
    offset += bytes.length;
    return at;
  };
  const date = dateOf(capture.startedAtMs);
  await add(WARCRecord.createWARCInfo({ filename: 'data.warc.gz', date, warcVersion: 'WARC/1.1' }, { software: `Harrier ${version}`, format: 'WARC File Format 1.1', 'http-header-user-agent': capture.profile }));
  const rows: WarcRow[] = [];
  for (const exchange of exchangesOf(capture)) {
    // A page is shown from what came first; what failed, or whose body was not kept, cannot be shown.
    if (exchange.status === 0 || (exchange.body === null && !isBodiless(exchange))) continue;
    const about = { url: exchange.url, date: dateOf(exchange.startedAtMs), warcVersion: 'WARC/1.1' as const, keepHeadersCase: true };
    const record = WARCRecord.create({ ...about, type: 'response', statusline: `HTTP/1.1 ${exchange.status} ${exchange.status < 400 ? 'OK' : 'Error'}`, httpHeaders: headersAtRest(exchange) }, once(exchange.body));
    const at = await add(record);
    rows.push({ exchange, digest: record.warcPayloadDigest ?? '', ...at });
    const { pathname, search } = new URL(exchange.url);
    await add(WARCRecord.create({ ...about, type: 'request', statusline: `${exchange.method} ${pathname}${search} HTTP/1.1`, httpHeaders: [['host', new URL(exchange.url).host], ...exchange.requestHeaders.filter(([name]) => name !== 'host').map(([name, value]): [string, string] => [name, value])] }, once(exchange.postData === null ? null : Buffer.from(exchange.postData))));
  }
  const shot = valueOr(capture.parts.screenshot, null);
  if (shot !== null) await add(WARCRecord.create({ url: `urn:view:${capture.finalUrl}`, date, type: 'resource', warcVersion: 'WARC/1.1', warcHeaders: { 'Content-Type': shot.type } }, once(shot.body)));
  return { warc: Buffer.concat(pieces), rows };
};

const isBodiless = ({ status, bodyBytes }: Exchange): boolean => status === 204 || status === 304 || (status >= 300 && status < 400) || bodyBytes === 0;

function* once(body: Uint8Array | null): Generator<Uint8Array> {
  if (body !== null && body.length > 0) yield body;
}

/** WARC dates have no fractions before 1.1; whole seconds are read by all. */
const dateOf = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
