import type { OriginStorage } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { readApart } from '../apart.ts';
import { caps } from '../caps.ts';
import { storageScript } from '../page-scripts.ts';
import type { Collector, Scene } from './contract.ts';

/** What page/storage.js returns; `more` counts the entries that were left out. */
interface ReadStorage extends OriginStorage { readonly more: number }

const source = storageScript({ text: caps.storageText, entries: caps.storageEntries, names: caps.storageNames, waitMs: 300 });

/** Local and session storage, names of databases and caches, and service workers, of each origin that has a frame. */
export const storage = ({ cdp }: Scene): Collector<'storage'> => ({
  parts: ['storage'],
  claimMs: 3000,
  finish: async () => {
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const byOrigin = new Map(flatten(frameTree).filter(({ securityOrigin }) => /^https?:/.test(securityOrigin)).reverse().map((frame) => [frame.securityOrigin, frame.id]));
    const frames = [...byOrigin.values()].reverse();
    const read = (await Promise.all(frames.slice(0, caps.origins).map(async (frameId): Promise<ReadStorage | null> => {
      try {
        return await readApart<ReadStorage>(cdp, frameId, source, true);
      } catch {
        return null; // the frame went away
      }
    }))).filter((origin) => origin !== null);
    const cuts = [
      ...(frames.length > caps.origins ? [`${frames.length - caps.origins} more origins were not read`] : []),
      ...read.filter(({ more }) => more > 0).map(({ origin, more }) => `${more} more entries of ${origin} were not kept`),
    ];
    const kept = read.map(({ more: _, ...origin }) => origin).filter(({ local, session, databases, caches, serviceWorkers }) => local.length + session.length + databases.length + caches.length + serviceWorkers.length > 0);
    return { storage: collected(kept, cuts.length === 0 ? null : cuts.join('; ')) };
  },
});

/** What is used of CDP Page.FrameTree. */
interface Frame { readonly id: string; readonly securityOrigin: string }
interface FrameTree { readonly frame: Frame; readonly childFrames?: readonly FrameTree[] }

const flatten = (tree: FrameTree): Frame[] => [tree.frame, ...(tree.childFrames ?? []).flatMap(flatten)];
