import type { Behaviour, Capture, DialogRecord, Download, Form, Hop, Link, RequestRecord, ScriptRecord } from '../records/index.ts';
import { valueOr } from '../records/index.ts';
import { readDocument, type PageDocument } from './document.ts';

/**
 * What a capture shows, in one shape for both lanes: rendered frames where there are some, else the
 * server's HTML as the only document. A part that was not collected is empty here; a detector whose silence
 * would matter names the part in `needs`.
 */
export interface Page {
  /** The main document first. */
  readonly documents: readonly PageDocument[];
  readonly forms: readonly Form[];
  readonly links: readonly Link[];
  readonly scripts: readonly ScriptRecord[];
  readonly behaviour: readonly Behaviour[];
  readonly dialogs: readonly DialogRecord[];
  readonly downloads: readonly Download[];
  readonly hops: readonly Hop[];
  readonly requests: readonly RequestRecord[];
  /** HTTP status of the main document, null where none came. */
  readonly status: number | null;
  readonly contentType: string | null;
  /** Words of the visible text of all documents. */
  readonly wordCount: number;
}

/** Caps on what detectors walk through, whatever the collector let pass. */
const maxDocuments = 12;
const maxForms = 60;
const maxLinks = 2000;
const maxScripts = 120;
const maxBehaviour = 500;
const maxRequests = 2000;
const maxScriptChars = 262_144;
const maxAllScriptChars = 4_194_304;

export const readPage = (capture: Capture): Page => {
  const { parts } = capture;
  const response = valueOr(parts.response, null);
  const frames = valueOr(parts.frames, []).slice(0, maxDocuments);
  const html = valueOr(parts.html, '');
  const documents = frames.length > 0
    ? frames.map((frame, index) => readDocument({ url: frame.url, html: frame.dom, text: frame.text, title: frame.title, main: index === 0 }))
    : html === '' ? [] : [readDocument({ url: capture.finalUrl, html, text: null, title: null, main: true })];
  return {
    documents,
    forms: valueOr(parts.forms, []).slice(0, maxForms),
    links: valueOr(parts.links, []).slice(0, maxLinks),
    scripts: cutScripts([...valueOr(parts.scripts, []), ...bareScript(html)]),
    behaviour: valueOr(parts.behaviour, []).slice(0, maxBehaviour),
    dialogs: valueOr(parts.dialogs, []),
    downloads: valueOr(parts.downloads, []),
    hops: valueOr(parts.redirects, []),
    requests: valueOr(parts.requests, []).slice(0, maxRequests),
    status: response?.status ?? null,
    contentType: response?.contentType ?? null,
    wordCount: documents.reduce((sum, { words }) => sum + words, 0),
  };
};

/** A body that is a script and no page: what a URL of a script, or a shop's poisoned file, answers with. */
const bareScript = (html: string): ScriptRecord[] => {
  const head = html.slice(0, 20_000).replace(/^(?:\s|<!--|\/\*[^]{0,4000}?\*\/|\/\/[^\n]{0,1000}\n)+/, '');
  const isCode = /^(?:\(|!|;|"use strict"|'use strict'|var\s|let\s|const\s|function\b|if\s?\(|this\s?[[.]|eval\s?\(|window\b|document\b|jQuery\b|\$\(|[\w$]{1,40}(?:\s?=[^=]|\.[\w$]{1,40}\s?[=(]))/.test(head) && /[;{}()=]/.test(head.slice(0, 400));
  return isCode ? [{ url: null, kind: 'inline', sha256: '', bytes: html.length, text: html.slice(0, maxScriptChars) }] : [];
};

/** The page's own code before that of others, short before long, so that a big library cannot push the lure out. */
const cutScripts = (scripts: readonly ScriptRecord[]): ScriptRecord[] => {
  const kept: ScriptRecord[] = [];
  let room = maxAllScriptChars;
  const order = { eval: 0, inline: 1, external: 2 } as const;
  for (const script of scripts.toSorted((a, b) => order[a.kind] - order[b.kind] || a.text.length - b.text.length)) {
    if (kept.length === maxScripts || room <= 0) break;
    const text = script.text.slice(0, Math.min(maxScriptChars, room));
    room -= text.length;
    kept.push(text.length === script.text.length ? script : { ...script, text });
  }
  return kept;
};
