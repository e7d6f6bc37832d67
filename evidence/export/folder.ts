import { partNames, type Capture } from '../../records/index.ts';
import { zipOf, type ZipFile } from './zip-file.ts';

/**
 * The capture as a ZIP that anybody can open: capture.json with every part, and its long texts and bodies as
 * files beside it. Nothing that a page named becomes a name in it, and nothing in it opens by a double click as
 * what it was: a download is "downloads/0.bin", a page "frames/0.html.txt".
 */
export const folderOf = (capture: Capture): Promise<Buffer> => {
  const files: ZipFile[] = [];
  const file = (name: string, content: Uint8Array | string): string => { files.push({ name, content: typeof content === 'string' ? Buffer.from(content) : content }); return name; };
  const { parts } = capture;
  const told: Record<string, unknown> = { ...parts };
  const put = (part: keyof Capture['parts'], value: unknown): void => { told[part] = { ...parts[part], value }; };
  if (parts.html.state === 'collected') put('html', { file: file('html.txt', parts.html.value) });
  if (parts.frames.state === 'collected') put('frames', parts.frames.value.map(({ dom, html, ...frame }, index) => ({ ...frame, dom: { file: file(`frames/${index}.html.txt`, dom) }, ...(html === undefined ? {} : { html: { file: file(`frames/${index}.served.txt`, html) } }) })));
  if (parts.scripts.state === 'collected') put('scripts', parts.scripts.value.map(({ text, ...script }, index) => ({ ...script, text: { file: file(`scripts/${index}.js.txt`, text) } })));
  if (parts.downloads.state === 'collected') put('downloads', parts.downloads.value.map(({ body, ...download }, index) => ({ ...download, body: { file: file(`downloads/${index}.bin`, body) } })));
  if (parts.favicons.state === 'collected') put('favicons', parts.favicons.value.map(({ body, ...favicon }, index) => ({ ...favicon, body: { file: file(`favicons/${index}.bin`, body) } })));
  if (parts.bodies.state === 'collected') put('bodies', parts.bodies.value.map(({ body, ...row }) => ({ ...row, body: { file: file(`bodies/${/^[0-9a-f]{64}$/.test(row.sha256) ? row.sha256 : 'unnamed'}.bin`, body) } })));
  for (const part of ['screenshot', 'fullScreenshot'] as const) {
    const shot = parts[part];
    if (shot.state === 'collected') put(part, { ...shot.value, body: { file: file(`${part}.jpg`, shot.value.body) } });
  }
  const ordered = Object.fromEntries(partNames.map((name) => [name, told[name]]));
  return zipOf([{ name: 'capture.json', content: Buffer.from(JSON.stringify({ ...capture, parts: ordered }, null, 1)) }, ...files]);
};
