import { h } from '../element.js';
import { empty, facts, fold, hostile, panel, table, time, urlText } from '../parts.js';
import { bytes, count, plain, shownHost } from '../text.js';
import { waterfall } from './story.js';

/** What one visit saw, part by part. A part that was not collected says so: that is not "nothing found". */
export const captureParts = (capture) => [
  h('div', { class: 'pair' }, screenshot(capture), panel('Visit', null, overview(capture), redirects(capture))),
  part(capture, 'forms', 'Forms', capture.forms, forms),
  part(capture, 'behaviour', 'Behaviour', capture.behaviour, behaviour),
  part(capture, 'dialogs', 'Dialogs', capture.dialogs, (rows) => table('Dialogs', ['Kind', 'Message'], rows.map(({ kind, message }) => [kind, hostile(message)]))),
  part(capture, 'downloads', 'Downloads', capture.downloads, downloads),
  part(capture, 'requests', 'Requests', capture.requests, (rows) => waterfall(rows, capture.elapsedMs)),
  part(capture, 'tls', 'Certificates', capture.tls, certificates),
  part(capture, 'connections', 'Connections', capture.connections, connections),
];

const part = ({ parts }, name, title, rows, shown) => {
  const { state, note, rows: all } = parts[name];
  if (state !== 'collected') return fold(title, `not collected: ${plain(note, 200)}`, false, empty('Nobody looked here, so this says nothing for or against the page.'));
  const cut = [rows.length < all ? `${count(rows.length)} shown` : null, note === null ? null : plain(note, 200)].filter((text) => text !== null);
  return fold(title, [count(all), ...cut].join(', '), all > 0 && name !== 'requests', all === 0 ? empty('None.') : shown(rows));
};

const shotPath = (key) => `/v1/captures/${encodeURIComponent(key)}/screenshot`;
const screenshot = ({ key, title, parts }) => panel('Screenshot', null, parts.screenshot.state === 'collected'
  ? h('a', { href: shotPath(key) }, h('img', { class: 'screenshot', src: shotPath(key), alt: `The page as it was seen, titled “${plain(title, 120)}”` }))
  : empty(`There is none: ${plain(parts.screenshot.note, 200)}`));

const overview = ({ key, lane, profile, startedAtMs, elapsedMs, outcome, failure, title, finalUrl, parts }) => facts([
  ['Title', title === null || title === '' ? 'none' : hostile(title, 200)],
  ['Ended', [outcome.replaceAll('-', ' '), failure === null ? null : [' (', hostile(failure.message, 300), ')']]],
  ['At', urlText(finalUrl, 2000)],
  ['When', [time(startedAtMs), `, took ${(elapsedMs / 1000).toFixed(1)} s`]],
  ['Seen by', `${lane === 'probe' ? 'one HTTP visit' : 'a browser'}, as ${plain(profile, 60)}`],
  parts.frames.state === 'collected' || parts.html.state === 'collected' ? ['Markup', h('a', { href: `/v1/captures/${encodeURIComponent(key)}/dom`, download: true }, 'Save as a text file')] : null,
]);

const redirects = ({ redirects: hops, parts }) => (parts.redirects.state !== 'collected' || hops.length === 0 ? null : [
  h('h3', {}, 'Redirects'),
  h('ol', { class: 'chain' }, h('li', {}, urlText(hops[0].from, 1000)), hops.map(({ to, by, status }) => h('li', {}, h('span', { class: 'by' }, `${by.replaceAll('-', ' ')}${status === null ? '' : ` ${status}`}`), urlText(to, 1000)))),
]);

const forms = (rows) => rows.map(({ action, method, loose, fields, text }) => h('article', { class: 'form' },
  h('p', {}, loose ? 'Fields outside of any form' : [h('strong', {}, plain(method, 10).toUpperCase()), ' to ', action === null ? 'wherever its script says' : urlText(action, 1000)]),
  h('ul', { class: 'fields' }, fields.slice(0, 60).map(({ purpose, type, label, name, visible }) => h('li', { 'data-state': visible ? 'seen' : 'hidden' }, h('strong', {}, purpose.replaceAll('-', ' ')), ' ', hostile(label === '' ? name : label, 80), h('span', { class: 'note' }, ` ${plain(type, 20)}${visible ? '' : ', not seen'}`)))),
  text === '' ? null : h('p', { class: 'quote' }, hostile(text, 300))));

const behaviour = (rows) => table('Behaviour', ['Did', 'With', 'Times', 'Asked for'], rows.map(({ kind, detail, count: times, unprompted }) =>
  [kind.replaceAll('-', ' '), h('code', {}, hostile(detail, 300)), count(times), unprompted ? 'no' : 'after a gesture']));

const downloads = (rows) => table('Downloads', ['Name', 'Type', 'Size', 'SHA-256', 'From'], rows.map(({ name, url, claimedType, detectedType, bytes: size, sha256, archive }) =>
  [hostile(name, 120), [hostile(detectedType ?? claimedType ?? 'unknown', 60), archive === null ? null : `, ${archive.encrypted ? 'locked ' : ''}archive of ${count(archive.names.length)}`], bytes(size), h('code', {}, hostile(sha256, 64)), urlText(url, 300)]));

const certificates = (rows) => table('Certificates', ['Host', 'Issuer', 'Since', 'Until', 'Check'], rows.map(({ host, issuer, validFrom, validTo, error }) =>
  [shownHost(host), hostile(issuer, 120), time(validFrom * 1000), time(validTo * 1000), error === null ? 'verified' : hostile(error, 60)]));

const connections = (rows) => table('Connections', ['Host', 'Address', 'Up', 'Down', 'Guard'], rows.map(({ host, port, address, refused, bytesUp, bytesDown }) =>
  [`${shownHost(host)}:${port}`, hostile(address ?? 'none', 60), bytes(bytesUp), bytes(bytesDown), refused === null ? 'let through' : `refused: ${plain(refused, 60)}`]));
