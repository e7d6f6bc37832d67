import { open } from 'node:fs/promises';
import type { Download as BrowserDownload } from 'playwright';
import type { Download } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { caps } from '../caps.ts';
import { downloadOf } from '../download-facts.ts';
import type { Collector, Scene } from './contract.ts';

/** Files that the page hands its visitor. Kept up to a size, looked at by content, never opened and never named as they wish. */
export const downloads = (scene: Scene): Collector<'downloads'> => {
  const { page, deadline } = scene;
  const started: Promise<Download | string>[] = [];
  const types = new Map<string, string>();
  let dropped = 0;
  const fetched = async (download: BrowserDownload): Promise<Download | string> => {
    const url = download.url();
    const unprompted = scene.gestureAtMs === null;
    const path = await download.path();
    const body = await readCapped(path);
    await download.delete().catch(() => {}); // goes with its context anyway
    if (body === null) return `a download of more than ${caps.downloadBytes} bytes was not kept: ${url.slice(0, 200)}`;
    return downloadOf({ url, name: download.suggestedFilename(), claimedType: types.get(url) ?? dataType(url), unprompted }, body);
  };
  return {
    parts: ['downloads'],
    claimMs: 5000,
    attach: () => {
      page.on('response', (response) => {
        const type = response.headers()['content-type'];
        if (type !== undefined && types.size < 1000) types.set(response.url(), type.split(';')[0]?.trim().toLowerCase().slice(0, 200) ?? '');
      });
      page.on('download', (download) => {
        if (started.length >= caps.downloads) { dropped++; download.cancel().catch(() => {}); return; }
        started.push(fetched(download).catch(() => `a download did not complete: ${download.url().slice(0, 200)}`));
      });
    },
    finish: async () => {
      const ended = await Promise.all(started.map((download) => deadline.within(4000, download)));
      const files = ended.filter((result) => result !== null && typeof result !== 'string');
      const cuts = ended.map((result) => (result === null ? 'a download was still under way' : result)).filter((result) => typeof result === 'string');
      if (dropped > 0) cuts.push(`${dropped} more downloads were cancelled`);
      return { downloads: collected(files, cuts.length === 0 ? null : cuts.join('; ')) };
    },
  };
};

/** Null where the file is larger than is kept. */
const readCapped = async (path: string): Promise<Buffer | null> => {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return size > caps.downloadBytes ? null : await file.readFile();
  } finally {
    await file.close();
  }
};

/** "data:application/zip;base64,..." -> "application/zip". */
const dataType = (url: string): string | null => /^data:([\w.+-]{1,100}\/[\w.+-]{1,100})/.exec(url.slice(0, 300))?.[1]?.toLowerCase() ?? null;
