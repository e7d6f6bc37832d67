import { h, share } from '../element.js';
import { empty, facts, hostile, panel, table, time, urlText } from '../parts.js';
import { listedText } from './check.js';

const shotPath = (key) => `/v1/captures/${encodeURIComponent(key)}/screenshot`;

/** What is needed to decide, the picture first; the rest is one key away. */
export const itemDetails = (item, { verdict, explanation, lookup }) => [
  h('div', { class: 'pair' },
    panel('Seen', null, item.captureKey === null ? empty('Nothing was seen.') : picture(item.captureKey)),
    panel('Why', null, h('p', { class: 'explanation' }, hostile(explanation ?? '', 1500)), facts([
      ['On the list', listedText(lookup)],
      verdict === null || verdict.finalUrl === verdict.url ? null : ['Leads to', urlText(verdict.finalUrl, 400)],
      ['Source', hostile(item.source, 64)],
      item.held.length === 0 ? null : ['Would block', h('ul', {}, item.held.map((expression) => h('li', {}, hostile(expression, 300))))],
      ['Judged', time(item.atMs)],
    ]))),
  verdict === null ? null : panel('Reasons', null, verdict.signals.length === 0 ? empty('Nothing spoke for or against it.') : table('Reasons', ['Weight', 'Says', 'Evidence'], heaviest(verdict.signals).map(({ weight, says, evidence }) => [
    h('span', { 'class': 'weight', 'data-kind': weight < 0 ? 'benign' : 'malicious' }, share(h('span', { 'class': 'bar', 'aria-hidden': 'true' }), Math.min(1, Math.abs(weight) / 6)), `${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`),
    hostile(says, 300), [h('span', { class: 'part' }, evidence.part), ' ', h('span', { class: 'at' }, urlText(evidence.at, 120))]]))),
].filter((part) => part !== null);

const heaviest = (signals) => [...signals].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, 12);

const picture = (key) => {
  const image = h('img', { class: 'screenshot', src: shotPath(key), alt: 'The page as it was seen' });
  const holder = h('a', { href: `${shotPath(key)}` }, image);
  image.addEventListener('error', () => { holder.replaceWith(empty('There is no picture of it.')); });
  return holder;
};
