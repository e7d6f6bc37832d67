import { get, pause, post } from '../api.js';
import { h } from '../element.js';
import { badge, facts, failure, hostile, listedBadge, score, time, urlText, what } from '../parts.js';
import { percent, shownExpression } from '../text.js';
import { appealPanel } from './appeal.js';
import { keyForm } from './sign-in.js';

const pollMs = 1000;

/** Looks a URL up, offers it for a visit and follows it until its verdict. */
export const checkScreen = async (place, { query }, signal) => {
  const field = h('input', { id: 'url', name: 'url', type: 'text', inputmode: 'url', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', required: true, placeholder: 'https://…', maxlength: '8192', value: query.get('url') });
  const visit = h('input', { id: 'visit', type: 'checkbox', checked: true });
  const answer = h('div', { 'class': 'answer', 'aria-live': 'polite' });
  let running = new AbortController();

  const check = async () => {
    running.abort();
    running = new AbortController();
    const ending = AbortSignal.any([running.signal, signal]);
    answer.replaceChildren();
    try {
      await follow(answer, field.value, visit.checked, ending, check);
    } catch (error) {
      if (!ending.aborted) answer.append(error.code === 'key-required' ? askForKey(check) : failure(error));
    }
  };

  place.append(
    h('form', { class: 'panel check', onsubmit: (event) => { event.preventDefault(); void check(); } },
      h('label', { for: 'url' }, 'URL'),
      h('div', { class: 'line' }, field, h('button', { type: 'submit' }, 'Check')),
      h('label', { class: 'choice', for: 'visit' }, visit, 'Visit it too, if its verdict isn’t known')),
    answer,
  );
  field.focus();
  if (query.get('url') !== null) await check();
};

const follow = async (answer, text, visiting, signal, again) => {
  const found = await get(`/v1/lookup?byUrl=true&url=${encodeURIComponent(text)}`, signal);
  answer.append(h('section', { class: 'panel' }, h('header', {}, h('h2', {}, 'Look-up'), h('p', { class: 'note' }, urlText(found.url))), facts([
    ['On the list', listedText(found)],
    ['By the URL alone', [`${percent(found.byUrl.score)} likely to be malicious`, found.byUrl.says.length === 0 ? null : h('ul', {}, found.byUrl.says.slice(0, 8).map((says) => h('li', {}, hostile(says))))]],
  ])));
  answer.append(appealPanel(found.url, signal));
  const known = await standing(found.key, signal);
  if (!visiting && known === null) return;
  const state = h('p', { class: 'state' });
  const panel = h('section', { class: 'panel' }, h('header', {}, h('h2', {}, 'Visit')), state);
  answer.append(panel);
  if (known?.verdict === undefined || known.verdict === null) {
    if (visiting) await post('/v1/submissions', { url: text, priority: 0 }, signal);
  } else if (known.state === 'resting' || known.state === 'buried' || !visiting) {
    panel.replaceWith(verdictPanel(known, () => visitAgain(found.key, known.verdict.atMs, answer, signal, again)));
    return;
  }
  await until(found.key, null, panel, state, signal, (reached) => verdictPanel(reached, () => visitAgain(found.key, reached.verdict.atMs, answer, signal, again)));
};

/** Null where the URL was never submitted. */
const standing = async (key, signal) => {
  try {
    return await get(`/v1/submissions/${key}`, signal);
  } catch (error) {
    if (error.code === 'unknown-url') return null;
    throw error;
  }
};

const states = { due: 'Waits for its visit.', leased: 'Is being visited and judged.', resting: 'Judged.', buried: 'Given up.' };

/** Follows the URL until it has a verdict that is newer than `afterMs`, then shows that in the place of `panel`. */
const until = async (key, afterMs, panel, state, signal, done) => {
  panel.setAttribute('aria-busy', 'true');
  for (;;) {
    const now = await get(`/v1/submissions/${key}`, signal);
    const isNew = now.verdict !== null && (afterMs === null || now.verdict.atMs > afterMs) && now.verdict.why !== 'looking-again';
    if (isNew || now.state === 'buried') {
      panel.replaceWith(done(now));
      return;
    }
    const text = now.verdict?.why === 'looking-again' ? 'Is looked at again with another browser.' : `${states[now.state]}${now.attempts === 0 ? '' : ` Failed visits so far: ${now.attempts}.`}`;
    if (state.textContent !== text) state.textContent = text;
    await pause(pollMs, signal);
  }
};

const verdictPanel = ({ id, verdict, buried }, again) => (verdict === null
  ? h('section', { class: 'panel' }, h('header', {}, h('h2', {}, 'Given up')), h('p', {}, `No verdict: ${(buried ?? 'unknown').replaceAll('-', ' ')}.`))
  : h('section', { 'class': 'panel outcome', 'data-kind': verdict.verdict },
    h('header', {}, h('h2', {}, 'Verdict'), h('p', { class: 'note' }, time(verdict.atMs))),
    h('p', { class: 'line' }, badge(verdict.verdict), h('span', {}, what(verdict)), score(verdict.score, verdict.verdict)),
    h('p', { class: 'line' }, h('a', { class: 'button', href: `#/url/${encodeURIComponent(id)}` }, 'See why'), h('button', { type: 'button', onclick: again }, 'Visit again'))));

const visitAgain = async (key, afterMs, answer, signal, again) => {
  const state = h('p', { class: 'state' }, 'Asked for another visit.');
  const panel = h('section', { class: 'panel' }, h('header', {}, h('h2', {}, 'Another visit')), state);
  answer.append(panel);
  try {
    await post(`/v1/urls/${key}/recrawl`, undefined, signal);
    await until(key, afterMs, panel, state, signal, (reached) => verdictPanel(reached, () => visitAgain(key, reached.verdict.atMs, answer, signal, again)));
  } catch (error) {
    if (!signal.aborted) panel.replaceWith(error.code === 'key-required' ? askForKey(again) : failure(error));
  }
};

const askForKey = (again) => keyForm(again, 'This server takes submissions with an API key. It is kept until this page is closed.');

export const listedText = (found) => {
  switch (found.answer) {
    case 'listed': return [listedBadge(), ` for ${found.listing.threat}: `, found.listing.scope === 'url' || found.listing.scope === 'path' ? 'this page, ' : `the whole ${found.listing.scope}, `, h('bdi', {}, shownExpression(found.listing.expression))];
    case 'not-listed': return 'Not listed. Nothing is known against it, which is no promise that it is safe.';
    case 'stale': return 'The store is behind; what it said last may not be true any more.';
    default: return 'Nobody could be asked.';
  }
};
