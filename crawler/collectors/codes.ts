import { collected, failed } from '../../records/index.ts';
import { codesIn } from '../code-reader.ts';
import type { Collector } from './contract.ts';
import type { ResponseBodies } from './response-bodies.ts';
import type { FirstView } from './screenshot.ts';

/** Pictures beside the screenshot that are looked at, and their bytes at most. */
const mostPictures = 4;
const pictureBytes = { least: 400, most: 1024 * 1024 } as const;

/** QR and other codes that a visitor would take up with a telephone: in the first view, and in the pictures that the page loaded (PNG, JPEG, GIF), which may lie below it. */
export const codes = (view: FirstView, bodies: ResponseBodies): Collector<'codes'> => ({
  parts: ['codes'],
  claimMs: 5000,
  finish: async () => {
    const shot = await view.taken;
    const seen = shot === null ? [] : await codesIn(shot, 'screenshot');
    const texts = new Set(seen.map(({ text }) => text));
    const pictures = bodies.all().filter(([request]) => request.resourceType() === 'image');
    for (const [request, promise] of pictures.slice(0, mostPictures)) {
      const body = await promise;
      if (body === null || body.length < pictureBytes.least || body.length > pictureBytes.most) continue;
      for (const code of await codesIn(body, request.url().slice(0, 2000))) if (!texts.has(code.text)) { texts.add(code.text); seen.push(code); }
    }
    if (shot === null && seen.length === 0) return { codes: failed('the page was never drawn') };
    return { codes: collected(seen, pictures.length > mostPictures ? `${pictures.length - mostPictures} more pictures were not looked at` : null) };
  },
});
