import { collected, failed, skipped, type FrameDom, type PictureText } from '../../records/index.ts';
import { caps } from '../caps.ts';
import { jpegSize } from '../jpeg.ts';
import { textIn } from '../text-reader.ts';
import type { Collector } from './contract.ts';
import type { FirstView } from './screenshot.ts';

/** A page with this many letters says enough in them. */
const fewLetters = 240;
/** A JPEG of a view with nothing in it has fewer bytes than this for each of its pixels. */
const drawnBytesPerPixel = 0.02;

/** What stands in the first view, where the page itself says little: a lure drawn as one picture. One to two seconds of a core, on few pages. */
export const pictureText = (view: FirstView, framesRead: Promise<readonly FrameDom[] | null>): Collector<'pictureText'> => ({
  parts: ['pictureText'],
  claimMs: caps.pictureTextMs,
  finish: async () => {
    const [shot, frames] = await Promise.all([view.taken, framesRead]);
    if (shot === null) return { pictureText: failed('the page was never drawn') };
    if (frames === null) return { pictureText: failed('the page could not be read') };
    const letters = frames.reduce((sum, { text }) => sum + text.replace(/\s+/g, '').length, 0);
    if (letters >= fewLetters) return { pictureText: skipped('the page has text of its own') };
    const { width = 0, height = 0 } = jpegSize(shot) ?? {};
    if (shot.length < width * height * drawnBytesPerPixel) return { pictureText: skipped('the view is all but empty') };
    const found = await textIn(shot, 'screenshot', caps.pictureTextMs - 200);
    return { pictureText: collected<PictureText[]>(found === null ? [] : [found]) };
  },
});
