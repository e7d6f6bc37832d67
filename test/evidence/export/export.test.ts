import { Ajv } from 'ajv';
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { WARCParser } from 'warcio';
import { fromBufferPromise, type Entry } from 'yauzl';
import { evidenceFormats } from '../../../evidence/export/index.ts';
import { collected, type Capture } from '../../../records/index.ts';
import { captureWith } from '../capture.ts';

const page = '<h1>Sign in</h1><img src="/a.png">';
const picture = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff]);
const hash = (body: Uint8Array | string): string => createHash('sha256').update(body).digest('hex');

const visited: Capture = captureWith({
  finalUrl: 'https://login.shop.test/in',
  parts: {
    requests: collected([
      { url: 'https://login.shop.test/a?b=1', method: 'GET', type: 'document', status: 302, mimeType: null, bytes: 0, frameUrl: null, postData: null, failure: null, atMs: 1, responseHeaders: [['location', '/in'], ['bad header', 'x']] },
      { url: 'https://login.shop.test/in', method: 'GET', type: 'document', status: 200, mimeType: 'text/html', bytes: page.length, frameUrl: null, postData: null, failure: null, atMs: 20.7, firstByteMs: 30, doneMs: 45, protocol: 'h2', address: '192.0.2.7', requestHeaders: [['accept', '*/*']], responseHeaders: [['content-type', 'text/html; charset=utf-8'], ['content-encoding', 'br'], ['content-length', '9']], bodySha256: hash(page) },
      { url: 'https://login.shop.test/a.png', method: 'GET', type: 'image', status: 200, mimeType: 'image/png', bytes: picture.length, frameUrl: null, postData: null, failure: null, atMs: 50, responseHeaders: [['content-type', 'image/png']], bodySha256: hash(picture) },
      { url: 'https://collect.test/take', method: 'POST', type: 'fetch', status: null, mimeType: null, bytes: null, frameUrl: null, postData: 'user=a', failure: 'net::ERR_FAILED', atMs: 60 },
      { url: 'wss://chat.test/', method: 'GET', type: 'websocket', status: null, mimeType: null, bytes: null, frameUrl: null, postData: null, failure: null, atMs: 61 },
    ]),
    bodies: collected([{ sha256: hash(page), mimeType: 'text/html', body: Buffer.from(page) }, { sha256: hash(picture), mimeType: 'image/png', body: picture }]),
  },
});
const probed: Capture = captureWith({ lane: 'probe', parts: { requests: { state: 'skipped', why: 'probe lane' }, html: collected(page) } });

const write = async (name: string, capture: Capture): Promise<Buffer> => {
  const format = evidenceFormats.find((known) => known.name === name);
  return format === undefined ? expect.fail(`no format ${name}`) : format.write(capture, '1.2.3');
};

const unzip = async (bytes: Buffer): Promise<Map<string, { readonly content: Buffer; readonly isStored: boolean }>> => {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const files = new Map<string, { content: Buffer; isStored: boolean }>();
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error !== null) { reject(error); return; }
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => { files.set(entry.fileName, { content: Buffer.concat(chunks), isStored: entry.compressionMethod === 0 }); zip.readEntry(); });
      });
    });
    zip.on('end', () => resolve(files));
    zip.on('error', reject);
    zip.readEntry();
  });
};

/** The JSON schemas of HAR 1.2 that are published as har-schema. */
const harProblems = (har: unknown): unknown => {
  const require = createRequire(import.meta.url);
  const schemas = require('har-schema') as Record<string, object>;
  const ajv = new Ajv({ strict: false, formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, uri: true, ipv4: /^\d+(\.\d+){3}$/, ipv6: /^[0-9a-f:]+$/ } });
  ajv.addMetaSchema(JSON.parse(readFileSync(require.resolve('ajv/dist/refs/json-schema-draft-06.json'), 'utf8')) as object);
  for (const schema of Object.values(schemas)) ajv.addSchema(schema);
  const validate = ajv.getSchema('har.json#') ?? expect.fail('no schema');
  return validate(har) === true ? null : validate.errors;
};

describe('evidence that others can open', () => {
  for (const [title, capture] of [['a visit', visited], ['a probe', probed], ['a capture without any request', captureWith({ parts: { requests: collected([]) } })]] as const) {
    it(`writes ${title} as a HAR that validates`, async () => {
      expect(harProblems(JSON.parse((await write('har', capture)).toString()))).to.equal(null);
    });
  }

  it('is checked by a validator that can fail', () => {
    expect(harProblems({ log: { version: '1.2', creator: { name: 'x' }, entries: [] } })).to.not.equal(null);
  });

  it('tells in the HAR what was asked, answered, sent and refused', async () => {
    const { log } = JSON.parse((await write('har', visited)).toString()) as { log: { entries: { request: { url: string; postData?: { text: string } }; response: { status: number; redirectURL: string; content: { text?: string; encoding?: string }; comment?: string }; time: number; serverIPAddress?: string }[] } };
    expect(log.entries.map(({ response }) => response.status)).to.deep.equal([302, 200, 200, 0]);
    expect(log.entries[0]?.response.redirectURL).to.equal('/in');
    expect(log.entries[1]).to.include({ time: 45, serverIPAddress: '192.0.2.7' });
    expect(log.entries[1]?.response.content.text).to.equal(page);
    expect(log.entries[2]?.response.content).to.include({ text: Buffer.from(picture).toString('base64'), encoding: 'base64' });
    expect(log.entries[3]?.request.postData?.text).to.equal('user=a');
    expect(log.entries[3]?.response.comment).to.equal('net::ERR_FAILED');
  });

  it('writes a WACZ whose hashes are right and whose entries are stored', async () => {
    const files = await unzip(await write('wacz', visited));
    expect([...files.keys()]).to.include.members(['archive/data.warc.gz', 'indexes/index.cdx', 'pages/pages.jsonl', 'datapackage.json', 'datapackage-digest.json']);
    for (const [name, { isStored }] of files) expect(isStored, name).to.equal(true);
    const manifest = files.get('datapackage.json')?.content ?? Buffer.alloc(0);
    const told = JSON.parse(manifest.toString()) as { profile: string; wacz_version: string; mainPageUrl: string; resources: { path: string; hash: string; bytes: number }[] };
    expect(told).to.include({ profile: 'data-package', wacz_version: '1.1.1', mainPageUrl: 'https://login.shop.test/in' });
    for (const { path, hash: said, bytes } of told.resources) {
      expect(said, path).to.equal(`sha256:${hash(files.get(path)?.content ?? '')}`);
      expect(bytes, path).to.equal(files.get(path)?.content.length);
    }
    expect(JSON.parse(files.get('datapackage-digest.json')?.content.toString() ?? '{}')).to.deep.equal({ path: 'datapackage.json', hash: `sha256:${hash(manifest)}` });
  });

  it('writes an index by which each answer is found in the WARC, whole and decoded', async () => {
    const files = await unzip(await write('wacz', visited));
    const warc = files.get('archive/data.warc.gz')?.content ?? Buffer.alloc(0);
    const lines = files.get('indexes/index.cdx')?.content.toString().trim().split('\n') ?? [];
    expect(lines).to.have.length(3);
    expect([...lines].sort()).to.deep.equal(lines);
    const bodies = new Map<string, string>();
    for (const line of lines) {
      const [, surt, timestamp, json = ''] = /^(\S+) (\d{14}) (\{.*\})$/.exec(line) ?? [];
      expect(surt, line).to.match(/^test,shop,login\)\//);
      expect(timestamp, line).to.have.length(14);
      const { url, offset, length, status, digest } = JSON.parse(json) as { url: string; offset: number; length: number; status: number; digest: string };
      const record = await WARCParser.parse([warc.subarray(offset, offset + length)]);
      expect(record?.warcTargetURI).to.equal(url);
      expect(Number(record?.httpHeaders?.statusCode)).to.equal(status);
      const body = await record?.readFully(true);
      expect(record?.warcPayloadDigest, url).to.equal(digest).and.match(/^sha256:/);
      expect(record?.httpHeaders?.headers.get('content-encoding') ?? null, url).to.equal(null);
      bodies.set(url, Buffer.from(body ?? []).toString('latin1'));
    }
    expect(bodies.get('https://login.shop.test/in')).to.equal(page);
    expect(bodies.get('https://login.shop.test/a.png')).to.equal(Buffer.from(picture).toString('latin1'));
  });

  it('puts nothing into a ZIP under a name that a page chose', async () => {
    const files = await unzip(await write('zip', visited));
    expect([...files.keys()].every((name) => /^(?:capture\.json|html\.txt|[a-zA-Z]+\.jpg|(?:frames|scripts|downloads|bodies|favicons)\/[0-9a-z]+(?:\.\w+)+)$/.test(name)), [...files.keys()].join(' ')).to.equal(true);
    const told = JSON.parse(files.get('capture.json')?.content.toString() ?? '{}') as { parts: { downloads: { value: { name: string; body: { file: string } }[] } } };
    expect(told.parts.downloads.value[0]).to.deep.include({ name: '../../etc/passwd', body: { file: 'downloads/0.bin' } });
    expect(files.get('downloads/0.bin')?.content).to.have.length(4096);
  });
});
