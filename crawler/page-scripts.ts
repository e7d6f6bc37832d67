import { readFileSync } from 'node:fs';

/** A script for the page as source text. They are plain JavaScript, so that what runs in a page is what stands in the file. */
const source = (name: string): string => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8').trim();

const observe = source('observe.js');
const read = source('read.js');
const lure = source('lure.js');

/** JSON is JavaScript, save that "</script" and line separators need no care here: the text is evaluated, not parsed as HTML. */
const call = (code: string, argument: unknown): string => `(${code})(${JSON.stringify(argument)})`;

export const observeScript = (config: { readonly binding: string; readonly hasChrome: boolean; readonly hasHints: boolean; readonly maxTimerMs: number }): string => call(observe, config);
export const readScript = (caps: Readonly<Record<'url' | 'dom' | 'text' | 'forms' | 'fields' | 'formText' | 'links' | 'scripts' | 'scriptText', number>> & { readonly layout: boolean }): string => call(read, caps);
export const lureScript = (words: readonly (readonly [string, number])[]): string => call(lure, words);
/** Takes no argument. */
export const emailStepScript = source('email-step.js');
