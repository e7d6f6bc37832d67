import { get } from '../api.js';
import { h } from '../element.js';
import { empty, hostile, panel, table, time } from '../parts.js';
import { keyForm } from './sign-in.js';
import { may } from '../session.js';

const page = 1000;

/** What people changed: append-only, each row chained to the one before. Newest first; all of it can be kept as a file. */
export const auditScreen = async (place, _address, signal) => {
  if (!await may('administer')) {
    place.append(keyForm(async () => { location.hash = '#/sign-in'; }, 'The audit needs an administrator’s key.'));
    return;
  }
  const rows = [];
  for (let after = 0; ;) {
    const { rows: next } = await get(`/v1/audit?after=${after}&max=${page}`, signal);
    rows.push(...next);
    if (next.length < page) break;
    after = next.at(-1).number;
  }
  const save = () => {
    const address = URL.createObjectURL(new Blob([rows.map((row) => `${JSON.stringify(row)}\n`).join('')], { type: 'application/x-ndjson' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'harrier-audit.ndjson';
    link.click();
    setTimeout(() => { URL.revokeObjectURL(address); }, 10_000);
  };
  place.append(panel('Audit', `${rows.length} rows, newest first; each holds the hash of the one before`, rows.length === 0 ? empty('Nobody has changed anything yet.') : [h('p', { class: 'line' }, h('button', { type: 'button', onclick: save }, 'Save all as NDJSON')), table('Audit', ['No.', 'When', 'Who', 'Did', 'About', 'Hash'], rows.slice(-300).reverse().map(({ number, atMs, who, action, about, hash }) =>
    [String(number), time(atMs), h('code', {}, hostile(who, 40)), hostile(action, 80), h('code', {}, hostile(about, 300)), h('code', {}, hash.slice(0, 10))]))]));
};
