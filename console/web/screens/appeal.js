import { get, pause, post } from '../api.js';
import { h } from '../element.js';
import { badge, failure, hostile, panel, time, urlText, what } from '../parts.js';
import { plain } from '../text.js';
import { listedText } from './check.js';

const pollMs = 1000;

/** "It is mine, or it is wrong": a visit follows at once, and its answer is read here. No account, no address. */
export const appealPanel = (url, signal) => {
  const answer = h('div', { 'aria-live': 'polite' });
  const ask = async () => {
    answer.replaceChildren();
    try {
      const { ticket } = await post('/v1/appeals', { url }, signal);
      history.replaceState(null, '', `#/appeal/${ticket}`);
      await follow(answer, ticket, signal);
    } catch (error) {
      if (!signal.aborted) answer.replaceChildren(failure(error));
    }
  };
  return panel('Is it yours, or is this wrong?', null,
    h('p', {}, 'Ask for a recheck. The page is visited again within a minute; if nothing is found any more, a listing ends. Who asks is not kept.'),
    h('p', { class: 'line' }, h('button', { type: 'button', onclick: () => { void ask(); } }, 'Have it rechecked')), answer);
};

/** "#/appeal/TICKET": what became of it. */
export const appealScreen = async (place, { argument }, signal) => {
  const answer = h('div', { class: 'answer', 'aria-live': 'polite' });
  const field = h('input', { id: 'ticket', type: 'text', required: true, maxlength: '40', autocomplete: 'off', spellcheck: 'false', value: argument });
  place.append(h('form', { class: 'panel check', onsubmit: (event) => { event.preventDefault(); location.hash = `#/appeal/${encodeURIComponent(field.value.trim())}`; } },
    h('label', { for: 'ticket' }, 'Ticket'), h('div', { class: 'line' }, field, h('button', { type: 'submit' }, 'Read the answer'))), answer);
  if (argument !== '') await follow(answer, argument, signal);
};

const follow = async (answer, ticket, signal) => {
  for (;;) {
    const appeal = await get(`/v1/appeals/${encodeURIComponent(ticket)}`, signal);
    const isDone = appeal.state === 'visited';
    answer.replaceChildren(h('section', { 'class': 'panel outcome', 'data-kind': appeal.verdict?.verdict ?? 'undecided', 'aria-busy': isDone ? null : 'true' },
      h('header', {}, h('h2', {}, isDone ? 'Rechecked' : 'Recheck under way'), h('p', { class: 'note' }, 'asked ', time(appeal.atMs))),
      h('p', {}, urlText(appeal.url, 1000)),
      isDone ? [h('p', { class: 'line' }, badge(appeal.verdict.verdict), h('span', {}, what(appeal.verdict))), h('p', {}, listedText(appeal.lookup))] : h('p', { class: 'state' }, 'The page is being visited.'),
      isDone && appeal.lookup.answer === 'listed' ? h('p', {}, 'It still shows what it was listed for, or one clean look was not enough: it takes two. A person sees that you appealed.') : null,
      appeal.expression === null ? null : h('p', { class: 'note' }, 'Listing: ', hostile(appeal.expression, 300)),
      h('p', { class: 'note' }, 'Your ticket; come back with it within thirty days: ', h('code', { class: 'secret' }, plain(ticket, 40)))));
    if (isDone) return;
    await pause(pollMs, signal);
  }
};

