import { h } from '../element.js';
import { badge, empty } from '../parts.js';
import { count, shownUrl } from '../text.js';

const threats = ['phishing', 'malware', 'clickfix', 'tech-support-scam', 'drive-by', 'cryptojacking', 'skimmer', 'scam', 'unwanted'];
const scopes = [['', 'as the rules say'], ['url', 'this URL'], ['path', 'the page, whatever its query'], ['host', 'the host'], ['domain', 'the domain']];

/** What is decided, how far, and for which: the one in hand, and those of the list that are ticked. */
export const decisionForm = (item, alike, canDecide, { decide, claim }) => {
  const pick = (id, label, options, chosen) => h('span', { class: 'pick' }, h('label', { for: id }, label), h('select', { id }, options.map(([value, text]) => h('option', { value, selected: value === chosen }, text))));
  const threat = pick('as-threat', 'Threat', threats.map((one) => [one, one]), item.threat ?? 'phishing');
  const scope = pick('as-scope', 'Blames', scopes, '');
  const note = h('input', { id: 'as-note', type: 'text', maxlength: '500', autocomplete: 'off', placeholder: 'why, for whoever reads it later' });
  const boxes = alike.map(({ urlKey, url, verdict }) => ({ urlKey, box: h('input', { type: 'checkbox', checked: true, id: `alike-${urlKey}` }), url, verdict }));
  const all = h('div', { class: 'alike' }, h('p', {}, h('strong', {}, `${count(alike.length)} more of the same`), h('span', { class: 'note' }, ' The next decision is for all that are ticked.')),
    boxes.length === 0 ? empty('None waits.') : h('ul', {}, boxes.map(({ urlKey, box, url, verdict }) => h('li', {}, box, h('label', { for: `alike-${urlKey}` }, badge(verdict), ' ', h('bdi', { class: 'url' }, shownUrl(url, 200)))))));
  all.hidden = true;
  const toggle = h('button', { type: 'button', 'aria-expanded': 'false', onclick: () => { toggleAlike(); } }, `${count(alike.length)} look the same`, h('kbd', {}, 'a'));
  const toggleAlike = () => {
    if (alike.length === 0) return;
    all.hidden = !all.hidden;
    toggle.setAttribute('aria-expanded', String(!all.hidden));
  };
  const holds = h('span', { class: 'note' }, '');
  const claimed = () => { holds.textContent = 'in your hand for ten minutes'; };
  const button = (kind, key, text) => h('button', { 'type': 'button', 'class': 'decide', 'data-kind': kind === 'unsure' ? 'undecided' : kind, 'aria-keyshortcuts': key, onclick: () => { decide(kind); } }, text, h('kbd', {}, key));
  const node = !canDecide ? h('p', { class: 'note' }, alike.length === 0 ? '' : `${count(alike.length)} more look the same.`) : h('div', { class: 'deciding' },
    h('div', { class: 'line' }, button('malicious', 'm', 'Malicious'), button('benign', 'b', 'Benign'), button('unsure', 'u', 'Not sure'), h('button', { type: 'button', onclick: claim }, 'Take in hand', h('kbd', {}, '↵')), alike.length === 0 ? null : toggle, holds),
    h('div', { class: 'line' }, threat, scope, h('span', { class: 'pick wide' }, h('label', { for: 'as-note' }, 'Note'), note)), all);
  return {
    node, note, toggleAlike, claimed,
    given: () => ({
      keys: [item.urlKey, ...(all.hidden ? [] : boxes.filter(({ box }) => box.checked).map(({ urlKey }) => urlKey))],
      threat: threat.querySelector('select').value, scope: scope.querySelector('select').value || null, note: note.value,
    }),
  };
};

const says = {
  listed: 'it is on the list', renewed: 'it stays on the list', held: 'it is held back', delisted: 'it is off the list', unlisted: 'nothing was listed', outdated: 'a newer look is known',
  waits: 'your approval is counted, another person must agree', noted: 'it comes back with its next look', claimed: 'somebody else has it in hand', unknown: 'it is not known any more',
};

/** "it is on the list", or of many "3: it is on the list; 1: somebody else has it in hand". */
export const inWords = (decided) => {
  const counts = new Map();
  for (const { outcome } of decided) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return `${[...counts].map(([outcome, number]) => `${decided.length === 1 ? '' : `${number}: `}${says[outcome]}`).join('; ')}.`;
};
