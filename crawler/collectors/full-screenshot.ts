import type { CDPSession } from 'playwright';
import { collected, failed, skipped, type Form, type Screenshot } from '../../records/index.ts';
import { caps } from '../caps.ts';
import { jpegSize } from '../jpeg.ts';
import type { Collector, Scene } from './contract.ts';

/**
 * The whole page, where it is higher than the view and asks its visitor for something: what a person reviews then is
 * mostly further down. Drawn small enough for its cap on pixels. A page that cannot be drawn so in time (layers, huge
 * pictures) is drawn again less far down, and at half of the size; the last that fails is told.
 */
export const fullScreenshot = ({ cdp, page, profile, deadline }: Scene, formsRead: Promise<readonly Form[] | null>): Collector<'fullScreenshot'> => ({
  parts: ['fullScreenshot'],
  claimMs: 5000,
  finish: async () => {
    const forms = await formsRead;
    if (forms === null) return { fullScreenshot: failed('the page could not be read') };
    const { cssContentSize } = await cdp.send('Page.getLayoutMetrics');
    const { width, height } = profile.viewport;
    if (cssContentSize.height <= height * 1.1) return { fullScreenshot: skipped('the first view shows all of it') };
    if (page.url() === 'about:blank' || !forms.some(({ fields }) => fields.some(asks))) return { fullScreenshot: skipped('the page asks for nothing') };
    const wide = Math.min(Math.max(cssContentSize.width, width), width * 2);
    const high = Math.min(cssContentSize.height, caps.fullShotHeight);
    const ladder = [
      { high, scale: Math.min(1, Math.sqrt(caps.fullShotPixels / (wide * high))) },
      { high: Math.min(high, height * 3), scale: 0.5 },
    ];
    for (const { high: to, scale } of ladder) {
      const body = await deadline.within(rungMs, drawn(cdp, wide, to, scale).catch(() => null));
      if (body === null) continue;
      const size = jpegSize(body);
      const part: Screenshot = { type: 'image/jpeg', width: size?.width ?? Math.round(wide * scale), height: size?.height ?? Math.round(to * scale), body: new Uint8Array(body) };
      return { fullScreenshot: collected(part, to < cssContentSize.height ? `the lower ${Math.round(cssContentSize.height - to)} pixels of the page were not drawn` : null) };
    }
    return { fullScreenshot: failed('the whole page could not be drawn in time') };
  },
});

const rungMs = 2000;

const asks = ({ visible, purpose }: Form['fields'][number]): boolean => visible && purpose !== 'submit' && purpose !== 'search' && purpose !== 'hidden';

const drawn = async (cdp: CDPSession, width: number, height: number, scale: number): Promise<Buffer> => {
  const { data } = await cdp.send('Page.captureScreenshot', { format: 'jpeg', quality: 45, optimizeForSpeed: true, captureBeyondViewport: true, clip: { x: 0, y: 0, width, height, scale } });
  return Buffer.from(data, 'base64');
};
