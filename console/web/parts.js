import { h, share } from './element.js';
import { age, dateTime, percent, plain, shownUrl } from './text.js';

/** Pieces that more than one screen shows. */

const marks = { malicious: '✕', suspicious: '!', benign: '✓', undecided: '?' };
const kinds = new Set(Object.keys(marks));

/** The verdict as a shape, a word and a colour: none of the three is needed to read it. */
export const badge = (verdict) => {
  const kind = kinds.has(verdict) ? verdict : 'undecided';
  return h('span', { 'class': 'badge', 'data-kind': kind }, h('span', { 'class': 'mark', 'aria-hidden': 'true' }, marks[kind]), kind);
};

export const urlText = (url, mostChars) => h('bdi', { class: 'url' }, shownUrl(url, mostChars));
export const hostile = (text, mostChars) => h('bdi', {}, plain(text, mostChars));
export const urlLink = (key, url) => h('a', { class: 'url', href: `#/url/${encodeURIComponent(key)}` }, h('bdi', {}, shownUrl(url)));

export const time = (atMs) => h('time', { datetime: new Date(atMs).toISOString(), title: dateTime(atMs) }, age(atMs));

export const score = (value, kind) => h('span', { 'class': 'score', 'data-kind': kind }, share(h('span', { 'class': 'bar', 'aria-hidden': 'true' }), value), percent(value));

/** "phishing as Kestrel Bank", "not visited", "Osprey Mail". */
export const what = ({ threat, brand, why }) => [threat ?? (why === null ? null : why.replaceAll('-', ' ')), brand === null ? null : [threat === null ? '' : ' as ', hostile(brand, 80)]];

export const listedBadge = () => h('span', { 'class': 'badge listed', 'data-kind': 'malicious' }, 'listed');

export const panel = (title, note, ...content) => h('section', { class: 'panel' }, h('header', {}, h('h2', {}, title), note === null ? null : h('p', { class: 'note' }, note)), content);

/** A panel that can be shut. */
export const fold = (title, note, open, ...content) => h('details', { class: 'panel', open }, h('summary', {}, h('h2', {}, title), note === null ? null : h('span', { class: 'note' }, note)), h('div', { class: 'content' }, content));

export const facts = (rows) => h('dl', { class: 'facts' }, rows.filter((row) => row !== null).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));

/** Columns as words, rows as lists of cells. On a narrow screen each row becomes a card with the words beside the cells. */
export const table = (caption, columns, rows) => h('table', { 'aria-label': caption },
  h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col' }, column)))),
  h('tbody', {}, rows.map((cells) => tableRow(columns, cells))));
export const tableRow = (columns, cells) => h('tr', {}, cells.map((cell, index) => h('td', { 'data-label': columns[index] }, h('div', {}, cell))));

export const empty = (text) => h('p', { class: 'empty' }, text);
export const failure = (error) => h('p', { class: 'failure', role: 'alert' }, plain(error.message));
