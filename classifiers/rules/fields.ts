import { load } from 'cheerio/slim';
import { valueOr } from '../../records/index.ts';
import type { Subject } from '../contract.ts';
import { ruleFields, type FieldTexts, type RuleField } from './rule.ts';

/** Longer texts keep their head and tail: padding in the middle cannot push a kit out of sight at both ends. */
const maxTextChars = 4_194_304;
const maxTexts = 2000;

/**
 * A capture as rules see it. What costs work is made when a rule first asks.
 *
 * - `html` is what the server sent, `dom` each frame after scripts ran, the main one first; where nothing was
 *   rendered they are the same.
 * - `headers` are "Header-Name: value" of the main document, `cookies` "name=value" as it sets them.
 * - `requests` are all URLs asked for; where nothing was rendered, those that the page names.
 * - `css` holds the page's own style sheets; what it loads from elsewhere is not kept.
 */
export const fieldsOf = (subject: Subject): FieldTexts => {
  const { capture, page, final } = subject;
  const html = valueOr(capture.parts.html, '');
  const doms = valueOr(capture.parts.frames, []).map(({ dom }) => dom);
  const frames = doms.length > 0 || html === '' ? doms : [html];
  const headers = valueOr(capture.parts.response, null)?.headers ?? [];
  const make: Record<RuleField, () => readonly string[]> = {
    title: () => [...new Set([...valueOr(capture.parts.frames, []).map(({ title }) => title.trim()), ...frames.flatMap(titlesOf), ...titlesOf(html)])],
    hostname: () => [final.host],
    html: () => (html === '' ? [] : [html]),
    dom: () => frames,
    js: () => page.scripts.map(({ text }) => text),
    css: () => [...new Set([html, ...frames].flatMap((text) => between(text, 'style')))],
    cookies: () => headers.flatMap(([name, value]) => (name === 'set-cookie' ? (value.split(';', 1)[0] ?? '').trim() : [])),
    headers: () => headers.map(([name, value]) => `${name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase())}: ${value}`),
    requests: () => [...new Set([capture.finalUrl, ...page.requests.map(({ url }) => url), ...page.documents.flatMap(({ resources }) => resources)])],
  };
  const made = {} as Record<RuleField, readonly string[]>; // each getter below fills its own
  return Object.defineProperties({} as Record<RuleField, readonly string[]>, Object.fromEntries(ruleFields.map((field) => [field, {
    enumerable: true,
    get: () => (made[field] ??= make[field]().slice(0, maxTexts).map(cut)),
  }])));
};

const cut = (text: string): string =>
  text.length <= maxTextChars ? text : `${text.slice(0, maxTextChars * 0.75)}\n${text.slice(-maxTextChars * 0.25)}`;

const titlesOf = (html: string): string[] => between(html, 'title', 5).map((text) => load(text, null, false).text().trim());

/** What stands between <name …> and </name>, in order. Found by searching forward, so that time grows with the text alone. */
const between = (html: string, name: string, most = 200): string[] => {
  const found: string[] = [];
  const opening = new RegExp(`<${name}(?=[\\s>])[^>]{0,2000}>`, 'gi');
  const closing = new RegExp(`</${name}`, 'gi');
  while (found.length < most) {
    const start = opening.exec(html);
    if (start === null) break;
    closing.lastIndex = opening.lastIndex;
    const end = closing.exec(html)?.index ?? html.length;
    found.push(html.slice(opening.lastIndex, end));
    opening.lastIndex = end;
  }
  return found;
};
