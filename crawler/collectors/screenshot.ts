import type { Screenshot } from '../../records/index.ts';
import { collected, failed } from '../../records/index.ts';
import { jpegSize } from '../jpeg.ts';
import type { Collector, Scene } from './contract.ts';

/** The JPEG of the first view, for whoever reads it: null where none could be taken. Settled when the screenshot is finished. */
export class FirstView {
  settle: (jpeg: Buffer | null) => void = () => {};
  readonly taken = new Promise<Buffer | null>((resolve) => { this.settle = resolve; });
}

/** The first view as a person sees it, before anything is pressed; taken again where the page was not yet drawn or moved on. */
export const screenshot = ({ cdp, page, profile }: Scene, view: FirstView): Collector<'screenshot'> => {
  let shot: { readonly url: string; readonly body: Buffer } | null = null;
  const take = async (): Promise<void> => {
    const url = page.url();
    // 62 is where text in a 1366-pixel view stays readable; optimizeForSpeed halves the encoder's time.
    const { data } = await cdp.send('Page.captureScreenshot', { format: 'jpeg', quality: 62, optimizeForSpeed: true });
    shot = { url, body: Buffer.from(data, 'base64') };
  };
  return {
    parts: ['screenshot'],
    claimMs: 5000,
    shown: take,
    finish: async () => {
      try {
        if (shot === null || shot.url !== page.url()) await take().catch((error: unknown) => { if (shot === null) throw error; });
      } finally {
        view.settle(shot === null ? null : (shot as { readonly body: Buffer }).body); // the compiler does not see that take() sets it
      }
      if (shot === null) return { screenshot: failed('the page was never drawn') };
      const size = jpegSize(shot.body);
      const part: Screenshot = { type: 'image/jpeg', width: size?.width ?? profile.viewport.width, height: size?.height ?? profile.viewport.height, body: new Uint8Array(shot.body) };
      return { screenshot: collected(part) };
    },
  };
};
