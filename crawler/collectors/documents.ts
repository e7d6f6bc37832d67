import type { CDPSession } from 'playwright';
import type { Form, FrameDom, Link, ScriptRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { caps, cutText } from '../caps.ts';
import { formOf, type RawForm } from '../field-purpose.ts';
import { sha256 } from '../hash.ts';
import { readScript } from '../page-scripts.ts';
import type { Collector, Scene } from './contract.ts';
import { ExternalScripts } from './external-scripts.ts';

/** What page/read.js returns of one document. */
interface ReadDocument {
  readonly url: string;
  readonly title: string;
  readonly dom: string;
  readonly domCut: boolean;
  readonly text: string;
  readonly textCut: boolean;
  readonly forms: readonly RawForm[];
  readonly links: readonly Link[];
  readonly linkCount: number;
  readonly scripts: readonly { readonly text: string; readonly length: number }[];
}

const sourceFor = (layout: boolean): string => readScript({ layout, url: caps.url, dom: caps.html, text: caps.frameText, forms: caps.forms, fields: caps.fields, formText: caps.formText, links: caps.links, scripts: caps.scripts, scriptText: caps.scriptText });
const drawn = sourceFor(true);
/** Without asking Chromium where anything is: for pages that it takes too long to lay out. */
const asWritten = sourceFor(false);

/** An answer that takes this long means that a script holds the page. */
const stuckMs = 1200;

/**
 * Rendered DOM, visible text, forms, links and scripts of every frame: one read a frame, each in a world
 * that the page's scripts cannot reach. A page that is held by a script (`while (true)`, a storm of
 * dialogs) has its scripts stopped and is then read.
 */
export const documents = (scene: Scene): Collector<'frames' | 'forms' | 'links' | 'scripts'> => {
  const { page, cdp, deadline } = scene;
  const external = new ExternalScripts();
  return {
    parts: ['frames', 'forms', 'links', 'scripts'],
    claimMs: 10_000,
    attach: () => { external.watch(scene); },
    finish: async () => {
      let stopped = false;
      let main = await deadline.within(stuckMs, readTree(cdp, drawn));
      if (main === null) {
        stopped = true;
        await Promise.all([cdp.send('Emulation.setScriptExecutionDisabled', { value: true }), cdp.send('Runtime.terminateExecution')]);
        main = await readTree(cdp, asWritten);
      }
      const found = [...main, ...(await readForeignFrames(scene, new Set(main.map(({ id }) => id))))].slice(0, caps.frames);
      const cuts: string[] = stopped ? ['a script held the page and was stopped'] : [];
      const missing = page.frames().length - found.length;
      if (missing > 0) cuts.push(`${missing} frames were not read`);

      const frames: FrameDom[] = [];
      const forms: Form[] = [];
      const links: Link[] = [];
      const scripts: ScriptRecord[] = [];
      let domLeft: number = caps.allFrames;
      let scriptsLeft: number = caps.allScripts;
      let linkCount = 0;
      for (const { parentId, document } of found) {
        const parent = found.findIndex(({ id }) => id === parentId);
        const dom = cutText(document.dom, domLeft);
        domLeft -= dom.length;
        if (document.domCut || document.textCut || dom.length < document.dom.length) cuts.push(`the document of frame ${frames.length} was cut`);
        frames.push({ url: document.url, parent: parent < 0 ? (frames.length === 0 ? null : 0) : parent, title: document.title, dom, text: document.text });
        forms.push(...document.forms.map((form) => formOf(form, document.url)));
        links.push(...document.links);
        linkCount += document.linkCount;
        for (const { text, length } of document.scripts) scripts.push({ url: null, kind: 'inline', sha256: sha256(text), bytes: length, text });
      }
      scripts.push(...(await external.all()));
      const kept = scripts.slice(0, caps.scripts * 2).filter(({ text }) => (scriptsLeft -= text.length) >= 0);
      const dropped = scripts.length - kept.length + external.dropped;
      return {
        frames: collected(frames, cuts.length === 0 ? null : cuts.join('; ')),
        forms: collected(forms.slice(0, caps.forms), forms.length > caps.forms ? `${forms.length - caps.forms} more forms were not kept` : null),
        links: collected(links.slice(0, caps.links), linkCount > caps.links ? `${linkCount - caps.links} more links were not kept` : null),
        scripts: collected(kept, dropped === 0 ? null : `${dropped} more scripts were not kept`),
      };
    },
  };
};

interface FoundDocument { readonly id: string; readonly parentId: string | null; readonly document: ReadDocument }

/** Reads all documents that live in the process of this session, parents first. */
const readTree = async (cdp: CDPSession, source: string): Promise<FoundDocument[]> => {
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const frames = flatten(frameTree).slice(0, caps.frames);
  return (await Promise.all(frames.map(async (frame, index) => {
    try {
      const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frame.id, worldName: '' });
      const { result } = await cdp.send('Runtime.evaluate', { expression: source, contextId: executionContextId, returnByValue: true });
      return typeof result.value === 'string' ? { id: frame.id, parentId: frame.parentId ?? null, document: JSON.parse(result.value) as ReadDocument } : null; // read.js returns this shape
    } catch (error) {
      // A frame may go away between the two calls; a main document that cannot be read is a failure.
      if (index === 0) throw error;
      return null;
    }
  }))).filter((found) => found !== null);
};

/** What is used of CDP Page.FrameTree. */
interface Frame { readonly id: string; readonly parentId?: string }
interface FrameTree { readonly frame: Frame; readonly childFrames?: readonly FrameTree[] }

const flatten = (tree: FrameTree): Frame[] => [tree.frame, ...(tree.childFrames ?? []).flatMap(flatten)];

/** Frames that Chromium put into a process of their own (only where it was told to isolate sites). */
const readForeignFrames = async ({ page }: Scene, known: ReadonlySet<string>): Promise<FoundDocument[]> => {
  if (page.frames().length <= known.size) return [];
  const found = await Promise.all(page.frames().slice(1, caps.frames).map(async (frame) => {
    const session = await page.context().newCDPSession(frame).catch(() => null); // it shares the page's process
    if (session === null) return [];
    try {
      return await readTree(session, drawn);
    } catch {
      return [];
    } finally {
      await session.detach().catch(() => {});
    }
  }));
  return found.flat().filter(({ id }) => !known.has(id));
};
