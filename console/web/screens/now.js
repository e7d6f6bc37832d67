import { get, pause } from '../api.js';
import { h, share } from '../element.js';
import { badge, empty, failure, score, tableRow, time, urlLink, what } from '../parts.js';
import { age, count } from '../text.js';

const pollMs = 2000;
const rateOverMs = 30_000;
const columns = ['Verdict', 'URL', 'What', 'Score', 'When'];
const kinds = ['malicious', 'suspicious', 'benign', 'undecided'];

/** Counts, totals and the newest verdicts, kept up to date while the page is seen. */
export const nowScreen = async (place, _address, signal) => {
  const tile = (name, note) => {
    const number = h('span', { class: 'number' }, '–');
    const detail = h('span', { class: 'note' }, note);
    return { number, detail, node: h('div', { class: 'tile' }, h('span', { class: 'name' }, name), number, detail) };
  };
  const tiles = { known: tile('Known URLs', ''), due: tile('Waiting', ''), leased: tile('In hand', 'visited or judged right now'), judged: tile('Verdicts', '') };
  const meter = h('div', { 'class': 'meter', 'aria-hidden': 'true' }, kinds.map((kind) => h('span', { 'data-kind': kind })));
  const legend = h('ul', { class: 'legend' });
  const body = h('tbody', {});
  const nothing = empty('No verdict yet. Check a URL, or run “harrier seed FILE”.');
  const trouble = h('div', { class: 'trouble' });
  place.append(
    trouble,
    h('div', { class: 'tiles' }, Object.values(tiles).map(({ node }) => node)),
    h('section', { class: 'panel' }, h('header', {}, h('h2', {}, 'Verdicts by kind')), meter, legend),
    h('section', { class: 'panel' }, h('header', {}, h('h2', {}, 'Newest verdicts'), h('p', { class: 'note' }, 'new ones come by themselves')),
      nothing, h('table', { 'aria-label': 'Newest verdicts', 'class': 'verdicts' }, h('thead', {}, h('tr', {}, columns.map((column) => h('th', { scope: 'col' }, column)))), body)),
  );

  const rows = new Map();
  const history = [];
  while (!signal.aborted) {
    if (!document.hidden) {
      try {
        const status = await get('/v1/status?recent=50', signal);
        trouble.replaceChildren();
        history.push(status);
        while (history.length > 2 && status.atMs - history[1].atMs >= rateOverMs) history.shift();
        showCounts(tiles, status, perMinute(history));
        showTotals(meter, legend, status);
        showNewest(body, rows, status.recent);
        nothing.hidden = status.recent.length > 0;
        body.parentElement.hidden = status.recent.length === 0;
      } catch (error) {
        if (signal.aborted) return;
        trouble.replaceChildren(failure(error));
      }
    }
    await pause(pollMs, signal);
  }
};

const perMinute = (history) => {
  const [first, last] = [history[0], history.at(-1)];
  return last.atMs - first.atMs < 1000 ? null : ((last.judged - first.judged) * 60_000) / (last.atMs - first.atMs);
};

const showCounts = (tiles, { known, due, leased, buried, judged }, rate) => {
  tiles.known.number.textContent = count(known);
  tiles.known.detail.textContent = buried === 0 ? 'none given up' : `${count(buried)} given up`;
  tiles.due.number.textContent = count(due.probe + due.render);
  tiles.due.detail.textContent = `${count(due.probe)} for a probe, ${count(due.render)} for a browser`;
  tiles.leased.number.textContent = count(leased);
  tiles.judged.number.textContent = count(judged);
  tiles.judged.detail.textContent = rate === null ? 'measuring the rate' : `${count(Math.round(rate))} a minute`;
};

const showTotals = (meter, legend, { verdicts, judged }) => {
  for (const [index, kind] of kinds.entries()) share(meter.children[index], judged === 0 ? 0 : verdicts[kind] / judged);
  legend.replaceChildren(...kinds.map((kind) => h('li', {}, badge(kind), h('span', { class: 'number' }, count(verdicts[kind])))));
};

/** Rows are kept while they stay, so that the focus stays on them. */
const showNewest = (body, rows, verdicts) => {
  const seen = new Set();
  const ordered = verdicts.map((verdict) => {
    const id = `${verdict.urlKey} ${verdict.atMs}`;
    seen.add(id);
    const row = rows.get(id) ?? tableRow(columns, [badge(verdict.verdict), urlLink(verdict.urlKey, verdict.url), what(verdict), score(verdict.score, verdict.verdict), time(verdict.atMs)]);
    row.querySelector('time').textContent = age(verdict.atMs);
    rows.set(id, row);
    return row;
  });
  for (const [id, row] of rows) {
    if (seen.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
  for (const [index, row] of ordered.entries()) if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null);
};
