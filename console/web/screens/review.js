import { get, post } from '../api.js';
import { h } from '../element.js';
import { badge, empty, failure, panel, time, what } from '../parts.js';
import { may } from '../session.js';
import { count, percent, shownUrl } from '../text.js';
import { decisionForm, inWords } from './review-decide.js';
import { itemDetails } from './review-item.js';
import { keyForm } from './sign-in.js';

const mostRows = 50;
const reasons = { held: 'held back', appeal: 'appealed', suspicious: 'suspicious', uncertain: 'unsure', 'detector-failed': 'a detector failed' };
const keysHelp = [['j k', 'next, previous'], ['Enter', 'take in hand'], ['m', 'malicious'], ['b', 'benign'], ['u', 'not sure'], ['a', 'all that look the same'], ['t', 'write a note'], ['z', 'undo'], ['o', 'whole story'], ['f', 'filter']];

/**
 * What the machine leaves to people, worth most first. One is taken in hand, decided by a key, and the next one
 * comes by itself. Nothing here needs a pointer.
 */
export const reviewScreen = async (place, { query }, signal) => {
  const canDecide = await may('review');
  if (signal.aborted) return;
  const state = { items: [], waiting: 0, at: 0, chosen: null, decisions: [] };
  const told = h('div', { class: 'told', role: 'status', 'aria-live': 'polite' });
  const list = h('ol', { class: 'queue', 'aria-label': 'Queue' });
  const note = h('p', { class: 'note' });
  const detail = h('div', { class: 'detail' });
  const filters = filterForm(query, () => { void reload(); });
  place.append(
    canDecide ? h('p', { class: 'keys', 'aria-label': 'Keys' }, keysHelp.map(([key, does]) => h('span', {}, h('kbd', {}, key), ` ${does}`))) : h('details', { class: 'panel' }, h('summary', {}, h('h2', {}, 'You can read; deciding needs a reviewer’s key')), h('div', { class: 'content' }, keyForm(async () => { location.hash = location.hash === '#/review' ? '#/review?' : '#/review'; }))),
    told,
    h('div', { class: 'desk' }, h('section', { class: 'panel waiting' }, h('header', {}, h('h2', {}, 'Waiting'), note), filters.node, list), detail),
  );

  const say = (...content) => { told.replaceChildren(h('p', {}, content)); };
  const sayError = (error) => { if (!signal.aborted) told.replaceChildren(failure(error)); };

  const reload = async () => {
    const { items, waiting } = await get(`/v1/review?max=${mostRows}${filters.text()}`, signal);
    Object.assign(state, { items, waiting, at: Math.min(state.at, Math.max(0, items.length - 1)) });
    note.textContent = waiting === 0 ? 'nothing' : `${count(waiting)}, worth most first`;
    drawList();
    await preview();
  };

  const drawList = () => {
    list.replaceChildren(...(state.items.length === 0 ? [h('li', {}, empty('Nothing waits for a person.'))] : state.items.map((item, index) => h('li', { 'data-state': index === state.at ? 'here' : null },
      h('button', { type: 'button', class: 'row', 'aria-current': index === state.at ? 'true' : null, onclick: () => { state.at = index; drawList(); void choose(); } },
        h('span', { class: 'line' }, badge(item.verdict), h('span', { class: 'note' }, percent(item.score)), item.claim === null ? null : h('span', { class: 'part' }, 'in hand')),
        h('bdi', { class: 'url' }, shownUrl(item.url, 160)),
        h('span', { class: 'note' }, item.reasons.map((reason) => reasons[reason]).join(', '), item.lookupsPerDay === 0 ? '' : `, ${count(item.lookupsPerDay)} look-ups a day`, ', ', time(item.sinceMs)))))));
  };

  /** Shows what is under the mark; taking it in hand is another step. */
  const preview = async () => {
    const item = state.items[state.at];
    state.chosen = null;
    if (item === undefined) {
      detail.replaceChildren(panel('All done', null, empty('When a look leaves something open, it comes here by itself.')));
      return;
    }
    await show(item);
  };

  const show = async (item) => {
    try {
      const [found, { alike }] = await Promise.all([get(`/v1/urls/${encodeURIComponent(item.urlKey)}`, signal), get(`/v1/review/${encodeURIComponent(item.urlKey)}`, signal)]);
      const form = decisionForm(item, alike, canDecide, { decide: (kind) => { void decide(kind); }, claim: () => { void choose(); } });
      state.chosen = { item, alike, form };
      detail.replaceChildren(h('section', { 'class': 'panel outcome', 'data-kind': item.verdict },
        h('h2', { class: 'subject' }, h('bdi', { class: 'url' }, shownUrl(item.url, 600))),
        h('p', { class: 'line' }, badge(item.verdict), h('span', {}, what(item)), h('span', { class: 'note' }, `score ${percent(item.score)}`), item.held.length === 0 ? null : h('span', { class: 'part' }, 'needs two people')),
        form.node), ...itemDetails(item, found));
    } catch (error) {
      if (error.code === 'unknown-url') { state.items.splice(state.at, 1); drawList(); await preview(); } else sayError(error);
    }
  };

  const choose = async () => {
    const item = state.items[state.at];
    if (item === undefined) return;
    if (canDecide) {
      try {
        const { item: mine } = await post('/v1/review/claims', { key: item.urlKey }, signal);
        state.items[state.at] = mine;
        drawList();
      } catch (error) {
        sayError(error);
        return;
      }
    }
    if (state.chosen?.item.urlKey !== item.urlKey) await show(item);
    else state.chosen.form.claimed();
  };

  const decide = async (decision) => {
    const { chosen } = state;
    if (!canDecide || chosen === null) return;
    const { keys, ...given } = chosen.form.given();
    try {
      const { decided } = await post('/v1/review/decisions', { keys, decision, ...given }, signal);
      state.decisions.push(decided.flatMap(({ id }) => (id === null ? [] : [id])));
      say(h('strong', {}, { malicious: 'Malicious', benign: 'Benign', unsure: 'Not sure' }[decision]), `: ${inWords(decided)} `, h('button', { type: 'button', onclick: () => { void undo(); } }, 'Undo'), h('span', { class: 'note' }, ' z'));
      await reload();
    } catch (error) {
      sayError(error);
    }
  };

  const undo = async () => {
    const ids = state.decisions.pop();
    if (ids === undefined) {
      say('There is nothing of yours on this page to take back.');
      return;
    }
    try {
      for (const id of ids) await post(`/v1/review/decisions/${id}/undo`, undefined, signal);
      say(`Taken back${ids.length === 1 ? '' : `, all ${ids.length}`}: what the machine said stands again.`);
      await reload();
    } catch (error) {
      sayError(error);
    }
  };

  const move = (by) => {
    state.at = Math.max(0, Math.min(state.items.length - 1, state.at + by));
    drawList();
    list.children[state.at]?.scrollIntoView({ block: 'nearest' });
    void preview();
  };
  const actions = {
    j: () => { move(1); }, k: () => { move(-1); }, Enter: () => { void choose(); }, m: () => { void decide('malicious'); }, b: () => { void decide('benign'); }, u: () => { void decide('unsure'); },
    z: () => { void undo(); }, a: () => { state.chosen?.form.toggleAlike(); }, t: () => { state.chosen?.form.note.focus(); }, f: () => { filters.focus(); },
    o: () => { if (state.chosen !== null) location.hash = `#/url/${encodeURIComponent(state.chosen.item.urlKey)}`; },
  };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') { event.target.blur?.(); return; }
    if (event.target.closest?.('input, textarea, select') || (event.key === 'Enter' && event.target.closest?.('button, a, summary'))) return;
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  }, { signal });

  await reload();
};

const filterForm = (query, changed) => {
  const choice = (id, label, options) => [h('label', { for: id }, label), h('select', { id, onchange: changed }, h('option', { value: '' }, 'all'), options.map(([value, text]) => h('option', { value, selected: query.get(id) === value }, text)))];
  const text = h('input', { id: 'q', type: 'text', placeholder: 'part of the URL', autocomplete: 'off', spellcheck: 'false', value: query.get('q'), onchange: changed });
  const node = h('form', { class: 'filters', onsubmit: (event) => { event.preventDefault(); changed(); } },
    choice('reason', 'Why', Object.entries(reasons)), choice('threat', 'Threat', ['phishing', 'malware', 'clickfix', 'tech-support-scam', 'drive-by', 'cryptojacking', 'skimmer', 'scam', 'unwanted'].map((one) => [one, one])), h('label', { for: 'q' }, 'URL'), text);
  return {
    node,
    focus: () => { text.focus(); },
    text: () => [...node.querySelectorAll('select, input')].filter(({ value }) => value.trim() !== '').map(({ id, value }) => `&${id}=${encodeURIComponent(value.trim())}`).join(''),
  };
};

