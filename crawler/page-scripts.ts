import { readFileSync } from 'node:fs';
import type { PersonFacts } from './person.ts';

/** A script for the page as source text. They are plain JavaScript, so that what runs in a page is what stands in the file. */
const source = (name: string): string => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8').trim();

/** Without the comment at its head: workers carry it along. */
const person = source('person.js').replace(/^\/\*[^]*?\*\/\s*\/\*[^]*?\*\/\s*/, '');
const observe = source('observe.js');
const code = source('code.js');
const read = source('read.js');
const lure = source('lure.js');
const storage = source('storage.js');
const drawIcons = source('draw-icons.js');

/** JSON is JavaScript, save that "</script" and line separators need no care here: the text is evaluated, not parsed as HTML. */
const call = (code: string, argument: unknown): string => `(${code})(${JSON.stringify(argument)})`;

/** The page is dressed first, and watched by what dresses it. */
export const observeScript = (config: { readonly binding: string; readonly maxTimerMs: number }, facts: PersonFacts): string => `(${observe})(${JSON.stringify(config)}, ${call(person, facts)}, ${code})`;
export const workerScript = (facts: PersonFacts): string => call(person, facts);
export const readScript = (caps: Readonly<Record<'url' | 'frames' | 'dom' | 'text' | 'forms' | 'fields' | 'formText' | 'links' | 'scripts' | 'scriptText', number>> & { readonly layout: boolean }): string => call(read, caps);
export const storageScript = (caps: Readonly<Record<'text' | 'entries' | 'names' | 'waitMs', number>>): string => call(storage, caps);
export const lureScript = (told: { readonly words: readonly (readonly [string, number])[]; readonly accepts: readonly string[] }): string => call(lure, told);
/** Each picture as base64; hashes come back in their order. */
export const drawIconsScript = (bodies: readonly string[]): string => call(drawIcons, bodies);
/** These take no argument. */
export const largePicturesScript = source('large-pictures.js');
export const iconNamesScript = source('icon-names.js');
export const nextFormScript = source('next-form.js');
