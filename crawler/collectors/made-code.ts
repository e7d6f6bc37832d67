import type { CDPSession } from 'playwright';
import type { ScriptRecord } from '../../records/index.ts';
import { caps, cutText } from '../caps.ts';
import { sha256 } from '../hash.ts';

/** Code that came to run without a server having sent it as it is. */
export interface MadeScript { readonly text: string; readonly via: NonNullable<ScriptRecord['via']>; readonly length: number; readonly atMs: number }

/** What is used of CDP Debugger.scriptParsed. */
interface Parsed {
  readonly scriptId: string;
  readonly url: string;
  readonly hash: string;
  readonly length?: number;
  readonly hasSourceURL?: boolean;
  readonly scriptLanguage?: string;
  readonly stackTrace?: { readonly callFrames: readonly object[] };
  readonly executionContextAuxData?: object;
}

/** After so many scripts V8 is asked for no more: a page that makes code in a loop costs a bounded number of messages. */
const mostParsed = 600;

/**
 * Code that was made out of text: eval (which nothing in the page can watch without changing what it means),
 * Function, timers with a string, inline scripts that a script wrote, data: modules. V8 tells of each
 * before it runs. Pauses are skipped from the start, so that a `debugger` statement is as quiet as for a visitor
 * without tools.
 */
export class MadeCode {
  readonly #scripts: Promise<MadeScript | null>[] = [];
  readonly #seen = new Set<string>();
  #parsed = 0;
  dropped = 0;

  /** `own`: the script of ours that runs in the page's world. */
  async watch(cdp: CDPSession, own: string, atMs: () => number): Promise<void> {
    const ownHash = sha256(own); // as V8 spells it for a text of one-byte characters
    cdp.on('Debugger.scriptParsed', (script: Parsed) => {
      const via = viaOf(script);
      if (via === null) return;
      if (++this.#parsed > mostParsed) { this.dropped++; if (this.#parsed === mostParsed + 1) cdp.send('Debugger.disable').catch(() => {}); return; } // the page is gone
      if (this.#seen.has(script.hash) || script.hash === ownHash) return;
      this.#seen.add(script.hash);
      if (this.#scripts.length >= caps.madeScripts || (script.length ?? 0) > caps.madeScript) { this.dropped++; return; }
      const at = atMs();
      this.#scripts.push(cdp.send('Debugger.getScriptSource', { scriptId: script.scriptId }).then(({ scriptSource }) => (
        scriptSource === '' || scriptSource === own ? null : { text: scriptSource, via: via === 'eval' && isFunction(scriptSource) ? 'function' as const : via, length: scriptSource.length, atMs: at }
      ), () => null));
    });
    await Promise.all([cdp.send('Debugger.enable', { maxScriptsCacheSize: 0 }), cdp.send('Debugger.setSkipAllPauses', { skip: true })]);
  }

  async all(): Promise<readonly MadeScript[]> {
    return (await Promise.all(this.#scripts)).filter((script) => script !== null);
  }

  async records(): Promise<ScriptRecord[]> {
    return (await this.all()).map(({ text, via, length }) => ({ url: null, kind: 'eval', sha256: sha256(text), bytes: length, text: cutText(text, caps.scriptText), via }));
  }
}

/** Null for what a server sent, and for code that runs beside the page (isolated worlds). */
const viaOf = ({ url, hasSourceURL, stackTrace, scriptLanguage, executionContextAuxData }: Parsed): MadeScript['via'] | null => {
  const { isDefault } = (executionContextAuxData ?? {}) as { isDefault?: boolean }; // Chromium puts it there; not in the typed protocol
  if (isDefault !== true || scriptLanguage === 'WebAssembly') return null;
  if (/^(?:data|blob):/.test(url) && hasSourceURL !== true) return 'url';
  const isMade = stackTrace !== undefined && stackTrace.callFrames.length > 0;
  return url !== '' && hasSourceURL !== true ? null : isMade ? 'eval' : 'timer';
};

/** What the Function constructor makes (ECMA-262, CreateDynamicFunction). */
const isFunction = (source: string): boolean => /^\((?:async )?function\*? anonymous\(/.test(source.slice(0, 40));

/** Code whose only end is to be stopped at by a debugger. */
export const isDebuggerTrap = (text: string): boolean => text.length < 2000 && /\bdebugger\b/.test(text);
