import { createHash } from 'node:crypto';
import { getSurt } from 'warcio';
import { valueOr, type Capture } from '../../records/index.ts';
import { warcOf, type WarcRow } from './warc.ts';
import { zipOf, type ZipFile } from './zip-file.ts';

/** WACZ 1.1.1 (specs.webrecorder.net/wacz/1.1.1): the WARC, its CDXJ index, the page, and a manifest with hashes. */
export const waczOf = async (capture: Capture, version: string): Promise<Buffer> => {
  const { warc, rows } = await warcOf(capture, version);
  const title = valueOr(capture.parts.frames, [])[0]?.title ?? '';
  const ts = new Date(capture.startedAtMs).toISOString();
  const pageUrl = rows.findLast(({ exchange }) => exchange.url === (capture.finalUrl.split('#')[0] ?? ''))?.exchange.url ?? rows[0]?.exchange.url ?? capture.url;
  const files: ZipFile[] = [
    { name: 'archive/data.warc.gz', content: warc },
    { name: 'indexes/index.cdx', content: Buffer.from(rows.map(cdxLine).sort().join('')) },
    { name: 'pages/pages.jsonl', content: Buffer.from(`${JSON.stringify({ format: 'json-pages-1.0', id: 'pages', title: 'Pages' })}\n${JSON.stringify({ id: 'page', url: pageUrl, ts, title, text: valueOr(capture.parts.frames, [])[0]?.text.slice(0, 50_000) ?? '' })}\n`) },
  ];
  const manifest = Buffer.from(JSON.stringify({
    profile: 'data-package', wacz_version: '1.1.1', software: `Harrier ${version}`, created: ts, title: title || capture.finalUrl, mainPageUrl: pageUrl, mainPageDate: ts,
    resources: files.map(({ name, content }) => ({ name: name.split('/').at(-1) ?? name, path: name, hash: hashOf(content), bytes: content.length })),
  }, null, 1));
  return zipOf([...files, { name: 'datapackage.json', content: manifest }, { name: 'datapackage-digest.json', content: Buffer.from(JSON.stringify({ path: 'datapackage.json', hash: hashOf(manifest) })) }]);
};

/** "com,example)/path 20261125180000 {json}", as pywb and wabac.js read it. */
const cdxLine = ({ exchange, digest, offset, length }: WarcRow): string =>
  `${getSurt(exchange.url)} ${timestampOf(exchange.startedAtMs)} ${JSON.stringify({ url: exchange.url, mime: exchange.mimeType || 'unk', status: exchange.status, digest, length, offset, filename: 'data.warc.gz' })}\n`;

const timestampOf = (ms: number): string => new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14);
const hashOf = (content: Uint8Array): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
