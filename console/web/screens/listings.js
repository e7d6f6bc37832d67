import { get } from '../api.js';
import { h } from '../element.js';
import { empty, failure, panel, tableRow, time } from '../parts.js';
import { shownExpression } from '../text.js';

const columns = ['Change', 'Expression', 'Threat', 'When'];
const mostRows = 200;

/** Exports of the list, and what changes on it while the page is open. */
export const listingsScreen = async (place, _address, signal) => {
  const { feeds } = await get('/v1/feeds', signal);
  place.append(panel('Exports', 'everything that is listed right now', feeds.length === 0 ? empty('This server has no export format.') : h('ul', { class: 'exports' }, feeds.map(({ name, about, path }) =>
    h('li', {}, h('a', { class: 'button', href: path, download: name }, `Save ${name}`), h('code', {}, `GET ${path}`), h('span', { class: 'note' }, about))))));

  const body = h('tbody', {});
  const nothing = empty('Nothing has changed since you opened this page.');
  const trouble = h('div', { class: 'trouble' });
  place.append(panel('Changes', 'as they happen', trouble, nothing, h('table', { 'aria-label': 'Changes' }, h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col' }, column)))), body)));
  body.parentElement.hidden = true;

  const events = new EventSource('/v1/stream');
  signal.addEventListener('abort', () => { events.close(); }, { once: true });
  events.addEventListener('error', () => { trouble.replaceChildren(failure(new Error('The stream of changes was interrupted; it goes on where it stopped as soon as the server answers.'))); });
  events.addEventListener('open', () => { trouble.replaceChildren(); });
  for (const kind of ['listed', 'renewed', 'held', 'paused', 'delisted']) {
    events.addEventListener(kind, ({ data }) => {
      const { expression, threat, atMs } = JSON.parse(data);
      body.prepend(tableRow(columns, [h('span', { 'class': 'part' }, kind), h('bdi', { class: 'url' }, shownExpression(expression)), threat, time(atMs)]));
      if (body.children.length > mostRows) body.lastElementChild.remove();
      nothing.hidden = true;
      body.parentElement.hidden = false;
    });
  }
};
