import type { CDPSession } from 'playwright';
import type { Form, FrameDom, Link, ScriptRecord } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { readApart } from '../apart.ts';
import { caps, cutText } from '../caps.ts';
import { formOf, type RawForm } from '../field-purpose.ts';
import { sha256 } from '../hash.ts';
import { isMainDocument } from '../main-document.ts';
import { readScript } from '../page-scripts.ts';
import type { Collector, Scene } from './contract.ts';
import { externalScripts } from './external-scripts.ts';
import type { MadeCode } from './made-code.ts';
import type { ResponseBodies } from './response-bodies.ts';

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
  readonly lang: string;
  readonly elements: number;
  readonly name: string;
  /** Its <iframe> elements; `place` counts the frames of the document. */
  readonly holders: readonly Holder[];
}

interface Holder { readonly place: number; readonly sandbox: string | null; readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null }

const sourceFor = (layout: boolean): string => readScript({ layout, url: caps.url, frames: caps.frames, dom: caps.html, text: caps.frameText, forms: caps.forms, fields: caps.fields, formText: caps.formText, links: caps.links, scripts: caps.scripts, scriptText: caps.scriptText });
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
export const documents = (scene: Scene, bodies: ResponseBodies, made: MadeCode): Collector<'frames' | 'forms' | 'links' | 'scripts'> => {
  const { page, cdp, deadline } = scene;
  return {
    parts: ['frames', 'forms', 'links', 'scripts'],
    claimMs: 10_000,
    attach: () => { bodies.watch(page); },
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
      const served = await servedFrames(scene, bodies);
      for (const { parentId, place, document } of found) {
        const parent = found.findIndex(({ id }) => id === parentId);
        const dom = cutText(document.dom, domLeft);
        domLeft -= dom.length;
        if (document.domCut || document.textCut || dom.length < document.dom.length) cuts.push(`the document of frame ${frames.length} was cut`);
        frames.push({ url: document.url, parent: parent < 0 ? (frames.length === 0 ? null : 0) : parent, title: document.title, dom, text: document.text, ...factsOf(document, found[parent]?.document.holders.find((holder) => holder.place === place), frames.length === 0 ? undefined : served.get(document.url.split('#')[0] ?? '')) });
        forms.push(...document.forms.map((form) => formOf(form, document.url)));
        links.push(...document.links);
        linkCount += document.linkCount;
        for (const { text, length } of document.scripts) scripts.push({ url: null, kind: 'inline', sha256: sha256(text), bytes: length, text, frameUrl: document.url });
      }
      const external = await externalScripts(bodies);
      scripts.push(...external.scripts);
      const known = new Set(scripts.map((script) => script.sha256));
      scripts.push(...(await made.records()).filter((script) => !known.has(script.sha256)));
      const kept = scripts.slice(0, caps.scripts * 2 + caps.madeScripts).filter(({ text }) => (scriptsLeft -= text.length) >= 0);
      const dropped = scripts.length - kept.length + external.dropped + made.dropped;
      return {
        frames: collected(frames, cuts.length === 0 ? null : cuts.join('; ')),
        forms: collected(forms.slice(0, caps.forms), forms.length > caps.forms ? `${forms.length - caps.forms} more forms were not kept` : null),
        links: collected(links.slice(0, caps.links), linkCount > caps.links ? `${linkCount - caps.links} more links were not kept` : null),
        scripts: collected(kept, dropped === 0 ? null : `${dropped} more scripts were not kept`),
      };
    },
  };
};

/** What the server sent for a frame. */
interface Served { readonly status: number; readonly html: string | null }

/** Answers for documents of frames, by URL without its fragment; the last one counts. */
const servedFrames = async ({ page }: Scene, bodies: ResponseBodies): Promise<ReadonlyMap<string, Served>> => {
  const served = new Map<string, Served>();
  if (page.frames().length < 2) return served;
  for (const [request, promise] of bodies.all()) {
    if (request.resourceType() !== 'document' || isMainDocument(page, request)) continue;
    const [response, body] = await Promise.all([request.response(), promise]);
    if (response !== null) served.set(request.url().split('#')[0] ?? '', { status: response.status(), html: body === null ? null : cutText(body.toString('utf8'), caps.frameHtml) });
  }
  return served;
};

const factsOf = ({ lang, elements, name }: ReadDocument, holder: Holder | undefined, served: Served | undefined): Partial<FrameDom> => ({
  lang, elements,
  ...(name === '' ? {} : { name }),
  ...(holder === undefined || holder.sandbox === null ? {} : { sandbox: holder.sandbox }),
  ...(holder === undefined || holder.box === null ? {} : { box: holder.box }),
  ...(served === undefined ? {} : { status: served.status, ...(served.html === null ? {} : { html: served.html }) }),
});

interface FoundDocument { readonly id: string; readonly parentId: string | null; /** Among the frames of its parent. */ readonly place: number; readonly document: ReadDocument }

/** Reads all documents that live in the process of this session, parents first. */
const readTree = async (cdp: CDPSession, source: string): Promise<FoundDocument[]> => {
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const frames = flatten(frameTree).slice(0, caps.frames);
  return (await Promise.all(frames.map(async (frame, index) => {
    try {
      const document = await readApart<ReadDocument>(cdp, frame.id, source);
      return document === null ? null : { id: frame.id, parentId: frame.parentId ?? null, place: frame.place, document };
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

const flatten = (tree: FrameTree, place = 0): (Frame & { readonly place: number })[] => [{ ...tree.frame, place }, ...(tree.childFrames ?? []).flatMap((child, index) => flatten(child, index))];

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
