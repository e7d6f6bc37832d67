import { get, post } from '../api.js';
import { h } from '../element.js';
import { badge, empty, failure, hostile, panel, table, time, urlLink, what } from '../parts.js';
import { may } from '../session.js';
import { count } from '../text.js';

/** What is visited next, when and why; any of it can be visited now. */
export const recrawlScreen = async (place, _address, signal) => {
  const canVisit = await may('submit');
  const told = h('div', { 'aria-live': 'polite' });
  const list = h('div', {});
  place.append(told, list);
  const visit = async (key) => {
    try {
      await post(`/v1/urls/${encodeURIComponent(key)}/recrawl`, undefined, signal);
      await draw();
      told.replaceChildren(h('p', { class: 'note' }, 'It goes before all other work.'));
    } catch (error) {
      if (!signal.aborted) told.replaceChildren(failure(error));
    }
  };
  const draw = async () => {
    const { due, next } = await get('/v1/recrawl?max=100', signal);
    list.replaceChildren(panel('Next visits', `${count(due.probe + due.render)} due now; the plan looks soonest at what dies soonest`, next.length === 0 ? empty('Nothing is to be visited.') : table('Next visits', ['Due', 'URL', 'Because', 'Last look', 'How', ''], next.map(({ urlKey, url, dueAtMs, lane, attempts, source, verdict }) => [
      time(dueAtMs), urlLink(urlKey, url),
      verdict === null ? ['first visit, from ', hostile(source, 64)] : attempts > 0 ? `${count(attempts)} visits failed` : [badge(verdict.verdict), ' ', what(verdict)],
      verdict === null ? 'none' : time(verdict.atMs), lane === 'probe' ? 'one HTTP visit' : 'a browser',
      canVisit ? h('button', { type: 'button', onclick: () => { void visit(urlKey); } }, 'Visit now') : '']))));
  };
  await draw();
};
