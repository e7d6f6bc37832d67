import { get } from '../api.js';
import { h } from '../element.js';
import { badge, empty, failure, panel, score, table, time, urlLink, what } from '../parts.js';
import { count, plain } from '../text.js';

const fields = { host: 'Host', domain: 'Domain', ip: 'Address', brand: 'Brand', threat: 'Threat', verdict: 'Verdict', form: 'Form sends to', rule: 'Rule or signal', text: 'Word of the title', favicon: 'Icon (SHA-256, MurmurHash3)', certificate: 'Certificate (SHA-256)', script: 'Script (SHA-256)', file: 'Download (SHA-256)', shape: 'Made of the same (shape)' };

/** By what visits saw. The address is the search: it can be kept and shared. */
export const searchScreen = async (place, { query }, signal) => {
  const asked = Object.keys(fields).flatMap((field) => (query.get(field) ? [[field, query.get(field)]] : []));
  const field = h('select', { id: 'field' }, Object.entries(fields).map(([name, label]) => h('option', { value: name, selected: asked[0]?.[0] === name }, label)));
  const value = h('input', { id: 'value', type: 'text', required: true, maxlength: '300', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', placeholder: 'a value, or a whole URL' });
  const go = (event) => {
    event.preventDefault();
    const text = value.value.trim();
    const next = new URLSearchParams(asked);
    if (/^https?:\/\//i.test(text) && URL.canParse(text)) next.set('host', new URL(text).hostname);
    else next.set(field.value, text);
    location.hash = `#/search?${next.toString()}`;
  };
  place.append(h('form', { class: 'panel check', onsubmit: go },
    h('div', { class: 'line finder' }, h('label', { for: 'field' }, 'Find by'), field, h('label', { for: 'value' }, 'Value'), value, h('button', { type: 'submit' }, asked.length === 0 ? 'Search' : 'Add')),
    asked.length === 0 ? null : h('ul', { class: 'terms' }, asked.map(([name, text]) => {
      const rest = new URLSearchParams(asked.filter(([other]) => other !== name));
      return h('li', {}, h('span', { class: 'note' }, `${fields[name]} `), h('bdi', {}, plain(text, 100)), h('a', { 'href': `#/search?${rest.toString()}`, 'aria-label': `without ${fields[name]}` }, '✕'));
    }))));
  if (asked.length === 0) {
    place.append(panel('What can be found', null, h('p', {}, 'Every page that was visited in the last ninety days, by what was seen of it. Several values must all hold. “Made of the same” finds the same kit on other hosts; One URL has links to it.')));
    value.focus();
    return;
  }
  const answer = h('div', { 'aria-live': 'polite' });
  place.append(answer);
  try {
    const { terms, found } = await get(`/v1/search?max=100&${new URLSearchParams(asked).toString()}`, signal);
    answer.append(panel('Found', terms.map(({ field: name, urls }) => `${fields[name]}: ${count(urls)}`).join(', '), found.length === 0 ? empty('No page is known that shows all of this.') : table('Found', ['Verdict', 'URL', 'What', 'Score', 'Seen'], found.map((verdict) =>
      [badge(verdict.verdict), urlLink(verdict.urlKey, verdict.url), what(verdict), score(verdict.score, verdict.verdict), time(verdict.atMs)]))));
  } catch (error) {
    if (!signal.aborted) answer.append(failure(error));
  }
};
