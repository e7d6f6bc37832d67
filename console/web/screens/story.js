import { get } from '../api.js';
import { h, share } from '../element.js';
import { badge, empty, hostile, panel, table, time, urlLink, urlText, what } from '../parts.js';
import { bytes, count, dateTime, plain, shownExpression } from '../text.js';

/** What One URL shows beside one visit: all visits on a line, the pictures of them, the listing, and the same kit elsewhere. */

const atOf = (key) => Number.parseInt(key.split('-')[0], 36);
const shotPath = (key) => `/v1/captures/${encodeURIComponent(key)}/screenshot`;
const mostPictures = 6;

/** From the first sight to now; a mark for each visit, which shows it when it is pressed. */
export const timeLine = ({ record, verdict, captures }, choose) => {
  if (captures.length === 0) return null;
  const now = Date.now();
  const first = Math.min(record?.firstSeenMs ?? now, atOf(captures.at(-1)));
  const span = Math.max(1, now - first);
  return panel('From first sight to now', `${count(captures.length)} visits kept`, h('ol', { class: 'time-line', 'aria-label': 'Visits' },
    [...captures].reverse().map((key) => share(h('li', {}, h('button', { 'type': 'button', 'class': 'visit', 'data-kind': key === verdict?.captureKey ? verdict.verdict : 'undecided', 'title': dateTime(atOf(key)), 'aria-label': `Visit of ${dateTime(atOf(key))}`, onclick: () => { choose(key); } })), (atOf(key) - first) / span))),
    h('p', { class: 'line ends' }, h('span', { class: 'note' }, `first seen ${record === null ? '' : `from ${plain(record.source, 64)} `}`, time(first)), record?.dueAtMs === null || record === null ? h('span', { class: 'note' }, 'now') : h('span', { class: 'note' }, 'next look ', time(record.dueAtMs))));
};

/** Pictures of the newest visits side by side: what other profiles were shown, and what it was before. */
export const pictures = (captures, choose) => (captures.length < 2 ? null : panel('Pictures', 'newest first', h('ul', { class: 'pictures' }, captures.slice(0, mostPictures).map((key) => {
  const image = h('img', { src: shotPath(key), alt: `As it was seen ${dateTime(atOf(key))}`, loading: 'lazy' });
  const item = h('li', {}, h('button', { type: 'button', class: 'row', onclick: () => { choose(key); } }, image, h('span', { class: 'note' }, dateTime(atOf(key)))));
  image.addEventListener('error', () => { image.replaceWith(h('span', { class: 'empty' }, 'No picture')); });
  return item;
}))));

export const listingPanel = async ({ lookup }, signal) => {
  if (lookup.answer !== 'listed') return null;
  const listing = await get(`/v1/listings?expression=${encodeURIComponent(lookup.listing.expression)}`, signal);
  return panel('Listing', `${listing.scope}, until ${dateTime(listing.expiresAtMs)}`, h('p', {}, h('code', {}, hostile(shownExpression(listing.expression), 400)), ` is listed for ${listing.threat}. `, hostile(listing.scopeReason, 300)),
    h('p', { class: 'note' }, 'Listed ', listing.listedAtMs === null ? 'not' : time(listing.listedAtMs), '; last seen malicious ', time(listing.lastSeenMs), `; named by ${plain(listing.sources.join(', '), 200)}`, listing.earlier.length === 0 ? '' : `; on the list ${count(listing.earlier.length)} times before`, '.'));
};

/** Others that a visit found made of the same, sent to the same, or behind the same address. */
export const sameElsewhere = async (urlKey, links, signal) => {
  const rows = [];
  const seen = new Set([urlKey]);
  for (const [field, value, label] of links) {
    const { terms, found } = await get(`/v1/search?max=20&${field}=${encodeURIComponent(value)}`, signal);
    const others = found.filter((verdict) => !seen.has(verdict.urlKey));
    for (const verdict of others) seen.add(verdict.urlKey);
    if (terms[0].urls > 1) rows.push([label, h('a', { href: `#/search?${field}=${encodeURIComponent(value)}` }, `${count(terms[0].urls)} URLs`), others.slice(0, 3).map((verdict) => h('p', { class: 'line' }, badge(verdict.verdict), urlLink(verdict.urlKey, verdict.url), h('span', { class: 'note' }, what(verdict))))]);
  }
  return rows.length === 0 ? null : panel('The same elsewhere', null, table('The same elsewhere', ['What', 'How many', 'Newest'], rows));
};

/** What One URL can be linked by, from one of its captures. */
export const linksOf = ({ shape, connections, forms }) => {
  const hosts = [...new Set(forms.flatMap(({ action }) => (action !== null && URL.canParse(action) ? [new URL(action).hostname] : [])))].filter((host) => host !== '').slice(0, 2);
  const addresses = [...new Set(connections.flatMap(({ address }) => (address === null ? [] : [address])))].slice(0, 1);
  return [...(shape === null ? [] : [['shape', shape, 'Made of the same']]), ...hosts.map((host) => ['form', host, ['Forms send to ', hostile(host, 120)]]), ...addresses.map((address) => ['ip', address, ['Address ', hostile(address, 60)]])];
};

/** When each request started, and how much came: a bar from its start, as far as the visit lasted. */
export const waterfall = (rows, elapsedMs) => (rows.length === 0 ? empty('None.') : table('Requests', ['Status', 'Type', 'URL', 'Size', 'Started'], rows.map(({ status, method, type, url, bytes: size, failure: failed, atMs }) => [
  status === null ? hostile(failed ?? 'no answer', 60) : String(status), `${plain(method, 10)} ${plain(type, 20)}`, urlText(url, 300), size === null ? '' : bytes(size),
  h('span', { class: 'fall' }, share(h('span', { 'class': 'mark', 'aria-hidden': 'true' }), Math.min(1, atMs / Math.max(1, elapsedMs))), `${(atMs / 1000).toFixed(2)} s`)])));
