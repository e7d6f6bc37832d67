import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Behaviour, BehaviourKind, WasmModule } from '../../records/index.ts';
import { behaviourKinds, collected } from '../../records/index.ts';
import { CappedList, caps, cutText } from '../caps.ts';
import { observeScript } from '../page-scripts.ts';
import { dressWorkers, personFacts } from '../person.ts';
import type { Rest } from '../settle.ts';
import type { Collector, Scene } from './contract.ts';
import { isDebuggerTrap, type MadeCode } from './made-code.ts';

const kinds: ReadonlySet<string> = new Set(behaviourKinds);

/** Pages push states as they are used; this many is a flood. */
const historyFlood = 10;

/**
 * What the page tries to do to its visitor: reports of page/observe.js through a binding whose name is
 * random and gone before the page's first script, and what Chromium itself tells (windows, other programs).
 */
export const behaviour = (scene: Scene, rest: Rest, made: MadeCode): Collector<'behaviour' | 'wasm'> => {
  const { cdp, profile, atMs, budget } = scene;
  const binding = `_${randomBytes(6).toString('hex')}`;
  const seen = new Map<string, Behaviour>();
  const modules = new CappedList<WasmModule>(caps.wasmModules);
  const frameOfContext = new Map<number, string>();
  const urlOfFrame = new Map<string, string>();
  let dropped = 0;
  const add = (kind: BehaviourKind, detail: string, frameUrl: string, unprompted: boolean, count: number, via = ''): void => {
    const key = `${kind}\n${via}\n${detail}\n${frameUrl}`;
    const before = seen.get(key);
    if (before === undefined && seen.size >= caps.behaviours) { dropped++; return; }
    seen.set(key, { kind, detail: cutText(detail, caps.behaviourDetail), frameUrl, ...(via === '' ? {} : { via }), unprompted: before?.unprompted ?? unprompted, count: Math.max(count, before?.count ?? 0), atMs: before?.atMs ?? atMs() });
  };
  const report = (payload: string, contextId: number): void => {
    if (payload === 'rest' || payload === 'busy') { rest.documentIs(contextId, payload === 'rest'); return; }
    if (payload === 'parsed') { rest.pageIsParsed(); return; }
    if (payload === 'later') { rest.hasLater = true; return; }
    if (payload.startsWith('waits\n')) { if (rest.waitsFor.size < 100) rest.waitsFor.add(payload.slice(6, 40)); return; }
    const [kind = '', flag, times, via = '', ...detail] = payload.split('\n');
    const count = Number(times);
    const frameUrl = urlOfFrame.get(frameOfContext.get(contextId) ?? '') ?? '';
    if (kind === 'wasm-module') { modules.push({ frameUrl, ...moduleOf(detail.join('\n')), atMs: atMs() }); return; }
    if (!kinds.has(kind) || !Number.isSafeInteger(count)) return;
    if (kind === 'history-push' && count < historyFlood) return;
    add(kind as BehaviourKind, detail.join('\n'), frameUrl, flag === '1', count, via.slice(0, 40)); // checked against the set above
  };
  return {
    parts: ['behaviour', 'wasm'],
    claimMs: 2000,
    attach: async () => {
      cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => { if (name === binding) report(payload, executionContextId); });
      cdp.on('Runtime.executionContextCreated', ({ context }) => {
        const { frameId } = (context.auxData ?? {}) as { frameId?: string }; // Chromium puts it there; not in the typed protocol
        if (frameId !== undefined && frameOfContext.size < 5000) frameOfContext.set(context.id, frameId);
      });
      cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => { frameOfContext.delete(executionContextId); rest.documentGone(executionContextId); });
      cdp.on('Runtime.executionContextsCleared', () => { frameOfContext.clear(); rest.allDocumentsGone(); });
      cdp.on('Page.frameNavigated', ({ frame }) => { if (urlOfFrame.size < 1000) urlOfFrame.set(frame.id, cutText(frame.url, caps.url)); });
      cdp.on('Page.windowOpen', ({ url, userGesture }) => add('popup', url, scene.page.url(), !userGesture, countOf(seen, `popup\n\n${url}\n${scene.page.url()}`) + 1));
      cdp.on('Page.frameRequestedNavigation', ({ url }) => {
        if (!/^(https?|about|data|blob|javascript|chrome-error|file|ftp):/i.test(url)) add('external-protocol', url, scene.page.url(), scene.gestureAtMs === null, 1);
      });
      const facts = personFacts(profile);
      const source = observeScript({ binding, maxTimerMs: budget.dwellMs }, facts);
      await Promise.all([
        dressWorkers(cdp, facts),
        cdp.send('Runtime.addBinding', { name: binding }),
        cdp.send('Page.addScriptToEvaluateOnNewDocument', { source }),
        made.watch(cdp, source, atMs),
      ]);
    },
    finish: async () => {
      for (const { text, via } of await made.all()) if (isDebuggerTrap(text)) add('debugger-trap', text, scene.page.url(), true, 1, via);
      return {
        behaviour: collected([...seen.values()], dropped === 0 ? null : `${dropped} more were not kept`),
        wasm: collected(modules.items, modules.cut('modules')),
      };
    },
  };
};

/** The page holds the binding only before its first script, but what it reports is checked like all that comes from a page. */
const moduleSchema = z.object({ bytes: z.number().int().nonnegative(), imports: z.array(z.string()).max(100), exports: z.array(z.string()).max(100) });
const moduleOf = (json: string): Pick<WasmModule, 'bytes' | 'imports' | 'exports'> => {
  try {
    return moduleSchema.parse(JSON.parse(json));
  } catch {
    return { bytes: 0, imports: [], exports: [] }; // too many names to be said whole
  }
};

const countOf = (seen: ReadonlyMap<string, Behaviour>, key: string): number => seen.get(key)?.count ?? 0;
