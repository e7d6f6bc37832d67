import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { codesIn } from '../../../crawler/code-reader.ts';
import type { Capture } from '../../../records/index.ts';
import { part, render, startLab, type Lab } from '../lab.ts';

/** A QR code as SVG and as PNG. */
const qr = async (text: string): Promise<{ readonly svg: string; readonly png: Buffer }> => {
  const file = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) } });
  const { svg, image } = await writeBarcode(text, { format: 'QRCode', scale: 4 });
  return { svg, png: Buffer.from(await image?.arrayBuffer() ?? new ArrayBuffer(0)) };
};

describe('codes that a telephone would read', function () {
  this.timeout(60_000);
  let lab: Lab;
  let captures: Map<string, Capture>;
  before(async () => {
    lab = await startLab();
    const [drawn, below] = await Promise.all([qr('https://quishing.test/drawn?u=1'), qr('https://quishing.test/below')]);
    lab.serve('http://site.test/drawn', `<h1>Scan to sign in</h1><div style="width:220px">${drawn.svg.replace('<svg', '<svg width="220" height="220"')}</div>`);
    lab.serve('http://site.test/below', '<h1>Look below</h1><div style="height:4000px"></div><img src="/code.png">');
    lab.serve('http://site.test/code.png', (_, response) => { response.writeHead(200, { 'content-type': 'image/png' }).end(below.png); });
    lab.serve('http://site.test/none', '<h1>No code</h1><p>Just text</p>');
    captures = await render(lab, ['http://site.test/drawn', 'http://site.test/below', 'http://site.test/none']);
  });
  after(() => lab.close());

  it('are read out of the first view, however they are drawn', () => {
    expect(part(captures.get('http://site.test/drawn'), 'codes')).to.deep.equal([{ format: 'QRCode', text: 'https://quishing.test/drawn?u=1', seenIn: 'screenshot' }]);
  });

  it('are read out of pictures that lie below it', () => {
    expect(part(captures.get('http://site.test/below'), 'codes')).to.deep.equal([{ format: 'QRCode', text: 'https://quishing.test/below', seenIn: 'http://site.test/code.png' }]);
  });

  it('are none where there are none, nor in what is no picture', async () => {
    expect(part(captures.get('http://site.test/none'), 'codes')).to.deep.equal([]);
    expect(await codesIn(Buffer.from('\u0089PNG\r\n\u001a\n and then nothing'), 'x')).to.deep.equal([]);
    expect(await codesIn(new Uint8Array(0), 'x')).to.deep.equal([]);
  });
});
