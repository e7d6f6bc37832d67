import { valueOr, type PartName } from '../../records/index.ts';
import type { Rest } from '../settle.ts';
import { behaviour } from './behaviour.ts';
import { bodies } from './bodies.ts';
import { connections } from './connections.ts';
import { codes } from './codes.ts';
import { consoleLines } from './console.ts';
import type { AnyCollector, Collector, PartsOf, Scene } from './contract.ts';
import { cookies } from './cookies.ts';
import { cost } from './cost.ts';
import { dialogs } from './dialogs.ts';
import { documents } from './documents.ts';
import { downloads } from './downloads.ts';
import { favicons } from './favicons.ts';
import { fullScreenshot } from './full-screenshot.ts';
import { mainResponse } from './main-response.ts';
import { MadeCode } from './made-code.ts';
import { pageErrors } from './page-errors.ts';
import { pictureText } from './picture-text.ts';
import { redirects } from './redirects.ts';
import { requests } from './requests.ts';
import { ResponseBodies } from './response-bodies.ts';
import { FirstView, screenshot } from './screenshot.ts';
import { sockets } from './sockets.ts';
import { storage } from './storage.ts';
import { submissions } from './submissions.ts';
import { tls } from './tls.ts';
import { Wire } from './wire.ts';
import { workers } from './workers.ts';

/** All that look at a visit. A new part of a capture is one more file and one more line. */
export const makeCollectors = (scene: Scene, rest: Rest): readonly AnyCollector[] => {
  const wire = new Wire();
  const made = new MadeCode();
  const view = new FirstView();
  const fetched = new ResponseBodies(scene.budget.maxBodyBytes !== 0);
  const read = told(documents(scene, fetched, made));
  return [
    redirects(scene),
    mainResponse(scene, wire, fetched),
    read.collector,
    requests(scene, wire, fetched),
    behaviour(scene, rest, made),
    dialogs(scene),
    downloads(scene),
    tls(scene),
    connections(scene),
    consoleLines(scene),
    pageErrors(scene),
    screenshot(scene, view),
    codes(view, fetched),
    fullScreenshot(scene, read.parts.then((parts) => (parts === null ? null : valueOr(parts.forms, null)))),
    pictureText(scene, view, read.parts.then((parts) => (parts === null ? null : valueOr(parts.frames, null)))),
    favicons(scene, fetched),
    cookies(scene),
    storage(scene),
    sockets(scene),
    workers(scene),
    cost(scene),
    bodies(scene, fetched),
    submissions(scene),
  ];
};

/** A collector whose parts others wait for; null where it fails. */
const told = <P extends PartName>(collector: Collector<P>): { readonly collector: Collector<P>; readonly parts: Promise<PartsOf<P> | null> } => {
  let settle: (parts: PartsOf<P> | null) => void = () => {};
  const parts = new Promise<PartsOf<P> | null>((resolve) => { settle = resolve; });
  const finish = async (): Promise<PartsOf<P>> => {
    try {
      const made = await collector.finish();
      settle(made);
      return made;
    } catch (error) {
      settle(null);
      throw error;
    }
  };
  return { collector: { ...collector, finish }, parts };
};
