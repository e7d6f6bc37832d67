import { get } from '../api.js';
import { h, share } from '../element.js';
import { badge, empty, facts, failure, hostile, panel, score, table, time, urlText, what } from '../parts.js';
import { count, dateTime, plain } from '../text.js';
import { captureParts } from './capture.js';
import { listedText } from './check.js';
import { linksOf, listingPanel, pictures, sameElsewhere, timeLine } from './story.js';

/** Everything about one URL: what was decided, why, and what was seen. */
export const urlScreen = async (place, { argument }, signal) => {
  const found = await get(`/v1/urls/${encodeURIComponent(argument)}`, signal);
  const { verdict, record, explanation, captures, lookup } = found;
  place.append(h('p', { class: 'subject' }, urlText(found.url, 4000)), h('p', {}, h('a', { class: 'button', href: `#/check?url=${encodeURIComponent(found.url)}` }, 'Check or visit again')));
  if (verdict === null) {
    place.append(panel('No verdict yet', null, h('p', {}, record === null ? 'It is not known why.' : `It ${{ due: 'waits for its visit', leased: 'is being visited', resting: 'rests', buried: 'was given up' }[record.state]}.`)));
    return;
  }
  place.append(h('section', { 'class': 'panel outcome', 'data-kind': verdict.verdict },
    h('p', { class: 'line' }, badge(verdict.verdict), h('strong', {}, what(verdict)), score(verdict.score, verdict.verdict)),
    h('p', { class: 'explanation' }, hostile(explanation, 4000)),
    facts([
      ['On the list', listedText(lookup)],
      verdict.finalUrl === verdict.url ? null : ['Leads to', urlText(verdict.finalUrl, 2000)],
      ['Judged', [time(verdict.atMs), ` (${dateTime(verdict.atMs)})`]],
      ['Seen by', `${verdict.lane === 'url' ? 'the URL alone' : verdict.lane === 'probe' ? 'one HTTP visit' : 'a browser'}, as ${plain(verdict.profile, 60)}`],
      record?.dueAtMs === null || record === null ? null : ['Next look', time(record.dueAtMs)],
      ['Policy', hostile(verdict.policy, 60)],
      verdict.compromised ? ['Host', 'decent otherwise: this page was put there by somebody else'] : null,
      verdict.failedDetectors.length === 0 ? null : ['Detectors that failed', hostile(verdict.failedDetectors.join(', '), 1000)],
    ])));
  const seen = h('div', { class: 'seen' });
  const choice = h('select', { id: 'capture' });
  const choose = (key) => {
    choice.value = key;
    void showCapture(seen, key, signal);
    seen.scrollIntoView({ block: 'start' });
  };
  place.append(...[await listingPanel(found, signal).catch(() => null), timeLine(found, choose)].filter((part) => part !== null));
  place.append(panel('Reasons', `${count(verdict.signals.length)}, heaviest first`, signals(verdict.signals)));

  if (captures.length === 0) {
    place.append(panel('Evidence', null, empty('No capture of this URL is kept.')));
    return;
  }
  const shots = pictures(captures, choose);
  if (shots !== null) place.append(shots);
  const first = captures.includes(verdict.captureKey) ? verdict.captureKey : captures[0];
  choice.addEventListener('change', () => { void showCapture(seen, choice.value, signal); });
  choice.append(...captures.map((key) => h('option', { value: key, selected: key === first }, `${dateTime(Number.parseInt(key.split('-')[0], 36))}${key === verdict.captureKey ? ' (judged)' : key === verdict.comparedWith ? ' (compared with)' : ''}`)));
  place.append(h('p', { class: 'line' }, h('label', { for: 'capture' }, 'Evidence of the visit on'), choice), seen);
  const capture = await showCapture(seen, first, signal);
  if (capture === null) return;
  const same = await sameElsewhere(argument, linksOf(capture), signal).catch(() => null);
  if (same !== null) seen.before(same);
};

const showCapture = async (seen, key, signal) => {
  try {
    const capture = await get(`/v1/captures/${encodeURIComponent(key)}`, signal);
    seen.replaceChildren(...captureParts(capture));
    return capture;
  } catch (error) {
    if (!signal.aborted) seen.replaceChildren(failure(error));
    return null;
  }
};

const signals = (list) => {
  if (list.length === 0) return empty('Nothing spoke for or against it.');
  const heaviest = Math.max(1, ...list.map(({ weight }) => Math.abs(weight)));
  return table('Reasons', ['Weight', 'Says', 'Signal', 'Evidence'], [...list].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).map(({ name, weight, says, evidence }) => [
    h('span', { 'class': 'weight', 'data-kind': weight < 0 ? 'benign' : 'malicious' }, share(h('span', { 'class': 'bar', 'aria-hidden': 'true' }), Math.abs(weight) / heaviest), `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`),
    hostile(says),
    h('code', {}, hostile(name, 100)),
    [h('span', { class: 'part' }, evidence.part), ' ', h('span', { class: 'at' }, urlText(evidence.at, 200))],
  ]));
};
