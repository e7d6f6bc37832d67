import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { yara } from '../../../classifiers/detectors/yara.ts';
import { scanBody, yaraSets } from '../../../classifiers/yara.ts';
import { downloadOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

const body = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, encoding));
const shortcut = Uint8Array.from([0x4c, 0, 0, 0, 0x01, 0x14, 0x02, 0, ...body('powershell.exe -enc AAAA', 'utf16le')]);
const fetcher = 'var x = new ActiveXObject("MSXML2.XMLHTTP"); var s = new ActiveXObject("ADODB.Stream"); s.SaveToFile("%temp%\\\\a.exe"); new ActiveXObject("WScript.Shell").Run("cmd /c a")';
const picture = '<svg xmlns="http://www.w3.org/2000/svg"><script>window.location.href = atob("aHR0cHM6Ly9h")</script></svg>';

describeDetector(yara, [
  { page: 'a PDF', raises: [], sketch: { downloads: [downloadOf('a.pdf', { body: body('%PDF-1.7 invoice powershell') })] } },
  { page: 'a shortcut to a folder', raises: [], sketch: { downloads: [downloadOf('a.lnk', { body: Uint8Array.from([...shortcut.subarray(0, 8), ...body('C:\\Users\\Public', 'utf16le')]) })] } },
  { page: 'a setup script that fetches nothing', raises: [], sketch: { downloads: [downloadOf('a.ps1', { body: body('Start-Process setup.exe; Write-Output done') })] } },
  { page: 'a picture in SVG', raises: [], sketch: { contentType: 'image/svg+xml', body: '<svg><path d="M0 0"/></svg>' } },
  { page: 'a shortcut that runs an encoded command', raises: ['critical'], sketch: { downloads: [downloadOf('a.lnk', { body: shortcut })] } },
  { page: 'a script that fetches and runs', raises: ['high'], sketch: { downloads: [downloadOf('a.js', { body: body(fetcher) })] } },
  { page: 'a profile that takes all traffic', raises: ['high'], sketch: { downloads: [downloadOf('a.mobileconfig', { body: body('<plist><key>PayloadType</key><string>com.apple.security.root</string></plist>') })] } },
  { page: 'a picture that opens a page', raises: ['high'], sketch: { downloads: [downloadOf('a.svg', { body: body(picture) })] } },
]);

describe('YARA', () => {
  it('has a rule of every set that says what it means and how sure it is', () => {
    for (const set of yaraSets) {
      const text = readFileSync(new URL(`../../../classifiers/yara-rules/${set}.yar`, import.meta.url), 'utf8');
      const rules = text.match(/^rule \w+/gm)?.length ?? 0;
      expect(rules).to.be.at.least(3);
      for (const meta of ['about', 'level', 'threat']) expect(text.match(new RegExp(`^ {4}${meta} = "`, 'gm')), meta).to.have.length(rules);
    }
  });

  it('gets through a body made against it', () => {
    const before = process.cpuUsage();
    for (const set of yaraSets) scanBody(set, body('powershell powershell.exe -e <svg <script atob( '.repeat(20_000)));
    expect(process.cpuUsage(before).user / 1000).to.be.lessThan(8000);
  });
});
