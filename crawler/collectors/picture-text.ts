import { collected, failed, skipped, type FrameDom, type PictureText } from '../../records/index.ts';
import { evaluateApart, mainFrameOf } from '../apart.ts';
import { caps } from '../caps.ts';
import { largePicturesScript } from '../page-scripts.ts';
import { textIn } from '../text-reader.ts';
import type { Collector, Scene } from './contract.ts';
import type { FirstView } from './screenshot.ts';

/** A page with this many letters says enough in them. */
const fewLetters = 240;

/** What stands in the first view, where the page itself says little and shows a large picture: a lure drawn as one. One to two seconds of a core, on few pages. */
export const pictureText = ({ cdp }: Scene, view: FirstView, framesRead: Promise<readonly FrameDom[] | null>): Collector<'pictureText'> => ({
  parts: ['pictureText'],
  claimMs: caps.pictureTextMs,
  finish: async () => {
    const [shot, frames] = await Promise.all([view.taken, framesRead]);
    if (shot === null) return { pictureText: failed('the page was never drawn') };
    if (frames === null) return { pictureText: failed('the page could not be read') };
    const letters = frames.reduce((sum, { text }) => sum + text.replace(/\s+/g, '').length, 0);
    if (letters >= fewLetters) return { pictureText: skipped('the page has text of its own') };
    if (await evaluateApart(cdp, await mainFrameOf(cdp), largePicturesScript) !== true) return { pictureText: skipped('no picture takes up much of the page') };
    const found = await textIn(shot, 'screenshot', caps.pictureTextMs - 200);
    return { pictureText: collected<PictureText[]>(found === null ? [] : [found]) };
  },
});
