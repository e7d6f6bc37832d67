import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { pngOf } from '../../../intake/mail/png.ts';
import { iconHash, murmur3 } from '../../../crawler/murmur-hash.ts';
import type { Capture } from '../../../records/index.ts';
import { part, render, startLab, type Answer, type Lab } from '../lab.ts';

/** A square PNG of greys (PNG specification, colour type 0): `grey` says how light a pixel is, by its place in 0 to 1. */
const png = (side: number, grey: (x: number, y: number) => number): Buffer => {
  const rows = Buffer.alloc(side * (side + 1));
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) rows[y * (side + 1) + 1 + x] = Math.round(grey((x + 0.5) / side, (y + 0.5) / side) * 255);
  return pngOf({ width: side, height: side, bits: 8, colours: 1 }, rows);
};
/** One PNG in an icon file (ICO). */
const ico = (picture: Buffer, side: number): Buffer => {
  const head = Buffer.from([0, 0, 1, 0, 1, 0, side, side, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0]);
  head.writeUInt32LE(picture.length, 14);
  return Buffer.concat([head, picture]);
};

const lighter = png(32, (x) => x);
const darker = png(32, (x) => 1 - x);
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>';
const picture = (body: Buffer | string, type: string, headers: Readonly<Record<string, string>> = {}): Answer => (_, response) => { response.writeHead(200, { 'content-type': type, ...headers }).end(body); };
const page = (head: string, body = ''): string => `<title>Icons</title>${head}<h1>Here</h1>${body}`;

describe('icons of a page', function () {
  this.timeout(60_000);
  let lab: Lab;
  let captures: Map<string, Capture>;
  const headers = new Map<string, Readonly<Record<string, unknown>>>();
  const icons = (url: string): ReturnType<typeof part<'favicons'>> => part(captures.get(url), 'favicons');
  before(async () => {
    lab = await startLab();
    const pages: Readonly<Record<string, string>> = {
      'https://named.test/': page('<link rel="apple-touch-icon" href="/touch.png"><link rel="Shortcut Icon" href="https://cdn.test/icon.ico"><link rel="icon" type="image/svg+xml" href="/i.svg">'),
      'https://default.test/': page(''),
      'https://none.test/': page(''),
      'https://html.test/': page(''),
      'https://data.test/': page(`<link rel="icon" href="data:image/png;base64,${darker.toString('base64')}"><link rel="icon" href="data:,">`),
      'https://moved.test/': page('<link rel="icon" href="/old.png">'),
      'https://inward.test/': page('<link rel="icon" href="http://127.0.0.1/icon.png"><link rel="icon" href="http://nowhere.invalid/icon.png">'),
      'https://shown.test/': page('<link rel="icon" href="/shown.png">', '<img src="/shown.png">'),
      'https://many.test/': page(Array.from({ length: 50 }, (_, n) => `<link rel="icon" href="/big-${n}.png">`).join('')),
      'https://slow.test/': page('<link rel="icon" href="/never.png">'),
    };
    for (const [url, body] of Object.entries(pages)) lab.serve(url, url.includes('named') ? (_, response) => { response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'seen=1' }).end(body); } : body);
    lab.serve('https://named.test/touch.png', (request, response) => { headers.set('touch', request.headers); response.writeHead(200, { 'content-type': 'image/png', 'content-encoding': 'gzip' }).end(gzipSync(lighter)); });
    lab.serve('https://cdn.test/icon.ico', (request, response) => { headers.set('cdn', request.headers); response.writeHead(200, { 'content-type': 'image/x-icon' }).end(ico(png(64, (x) => x), 64)); });
    lab.serve('https://named.test/i.svg', picture(svg, 'image/svg+xml; charset=utf-8'));
    lab.serve('https://default.test/favicon.ico', picture(lighter, 'image/vnd.microsoft.icon'));
    lab.serve('https://html.test/favicon.ico', page('', 'No such file'));
    lab.serve('https://moved.test/old.png', (_, response) => { response.writeHead(302, { location: 'https://cdn.test/new.png' }).end(); });
    lab.serve('https://cdn.test/new.png', picture(lighter, 'image/png'));
    lab.serve('https://shown.test/shown.png', picture(lighter, 'image/png'));
    for (let n = 0; n < 50; n++) lab.serve(`https://many.test/big-${n}.png`, picture(Buffer.concat([lighter, Buffer.alloc(400_000)]), 'image/png'));
    lab.serve('https://slow.test/never.png', (_, response) => { response.writeHead(200, { 'content-type': 'image/png' }).flushHeaders(); });
    captures = await render(lab, Object.keys(pages));
  });
  after(() => lab.close());

  it('are those that it names, those for the address bar first, with their hashes', () => {
    const found = icons('https://named.test/');
    expect(found.map(({ url, mimeType }) => [url, mimeType])).to.deep.equal([['https://cdn.test/icon.ico', 'image/x-icon'], ['https://named.test/i.svg', 'image/svg+xml'], ['https://named.test/touch.png', 'image/png']]);
    // Each pixel lighter than its left neighbour: all bits set, in whatever size and format.
    expect(found.map(({ dHash }) => dHash)).to.deep.equal(['f'.repeat(16), null, 'f'.repeat(16)]);
    expect(Buffer.from(found[2]?.body ?? []).equals(lighter)).to.equal(true);
    expect(found[2]).to.include({ bytes: lighter.length, mmh3: iconHash(lighter) });
    expect(found[2]?.sha256).to.match(/^[0-9a-f]{64}$/);
    expect(captures.get('https://named.test/')?.parts.favicons).to.include({ cut: null });
  });

  it('are asked for as a browser does: as pictures, with the cookies of their own host alone', () => {
    expect(headers.get('touch')).to.include({ 'cookie': 'seen=1', 'sec-fetch-dest': 'image', 'sec-fetch-site': 'same-origin', 'referer': 'https://named.test/', 'user-agent': lab.profiles[0]?.userAgent });
    expect(headers.get('cdn')).to.include({ 'sec-fetch-site': 'cross-site', 'referer': 'https://named.test/' }).and.to.not.have.property('cookie');
  });

  it('are /favicon.ico where it names none, and none where a server has no picture there', () => {
    expect(icons('https://default.test/').map(({ url, dHash }) => [url, dHash])).to.deep.equal([['https://default.test/favicon.ico', 'f'.repeat(16)]]);
    expect(icons('https://none.test/')).to.deep.equal([]);
    expect(icons('https://html.test/')).to.deep.equal([]);
  });

  it('are read out of data: URLs, and followed where they moved', () => {
    expect(icons('https://data.test/').map(({ mimeType, bytes, dHash }) => [mimeType, bytes, dHash])).to.deep.equal([['image/png', darker.length, '0'.repeat(16)]]);
    expect(icons('https://moved.test/').map(({ url, bytes }) => [url, bytes])).to.deep.equal([['https://moved.test/old.png', lighter.length]]);
  });

  it('are not asked for twice where the page shows them', () => {
    expect(icons('https://shown.test/')).to.have.length(1);
    expect(lab.requests.filter((request) => request.includes('shown.png'))).to.have.length(1);
  });

  it('are never fetched around the egress guard', () => {
    expect(captures.get('https://inward.test/')?.parts.favicons).to.deep.equal({ state: 'collected', value: [], cut: '2 of them could not be fetched' });
    const refused = part(captures.get('https://inward.test/'), 'connections').filter(({ host }) => host !== 'inward.test');
    expect(refused.map(({ host, address }) => [host, address])).to.have.deep.members([['127.0.0.1', null], ['nowhere.invalid', null]]);
  });

  it('are few, small and quick', () => {
    expect(captures.get('https://many.test/')?.parts.favicons).to.deep.equal({ state: 'collected', value: [], cut: '16 more icons were not fetched' });
    expect(lab.requests.filter((request) => request.includes('many.test/big-'))).to.have.length(4);
    expect(captures.get('https://slow.test/')?.parts.favicons).to.deep.equal({ state: 'collected', value: [], cut: '1 of them could not be fetched' });
    expect(captures.get('https://slow.test/')?.outcome).to.equal('visited');
  });

  it('are hashed as the reference implementation does', () => {
    // From smhasher's MurmurHash3_x86_32 with seed 0, and Python's mmh3.
    for (const [text, hash] of [['', 0], ['hello', 613153351], ['foo', -156908512], ['hello, world', 345750399], ['The quick brown fox jumps over the lazy dog', 776992547]] as const) expect(murmur3(Buffer.from(text)), text).to.equal(hash);
  });
});
