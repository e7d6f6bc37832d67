import type { Rest } from '../settle.ts';
import { behaviour } from './behaviour.ts';
import { connections } from './connections.ts';
import { consoleLines } from './console.ts';
import type { AnyCollector, Scene } from './contract.ts';
import { dialogs } from './dialogs.ts';
import { documents } from './documents.ts';
import { downloads } from './downloads.ts';
import { mainResponse } from './main-response.ts';
import { redirects } from './redirects.ts';
import { requests } from './requests.ts';
import { screenshot } from './screenshot.ts';
import { tls } from './tls.ts';

/** All that look at a visit. A new part of a capture is one more file and one more line. */
export const makeCollectors = (scene: Scene, rest: Rest): readonly AnyCollector[] => [
  redirects(scene),
  mainResponse(scene),
  documents(scene),
  requests(scene),
  behaviour(scene, rest),
  dialogs(scene),
  downloads(scene),
  tls(scene),
  connections(scene),
  consoleLines(scene),
  screenshot(scene),
];
