import { get, post } from '../api.js';
import { h } from '../element.js';
import { failure, hostile, panel, table, time } from '../parts.js';
import { keyForm } from './sign-in.js';
import { may } from '../session.js';

const roles = [['reader', 'Reader: looks'], ['reviewer', 'Reviewer: submits and decides'], ['administrator', 'Administrator: all, and keys']];

/** Who may do what: keys are made, told once, and ended here. */
export const keysScreen = async (place, _address, signal) => {
  if (!await may('administer')) {
    place.append(keyForm(async () => { location.hash = '#/sign-in'; }, 'Keys and people need an administrator’s key.'));
    return;
  }
  const told = h('div', { 'aria-live': 'polite' });
  const list = h('div', {});
  const name = h('input', { id: 'name', type: 'text', required: true, maxlength: '100', placeholder: 'whose, or what for' });
  const role = h('select', { id: 'role' }, roles.map(([value, text]) => h('option', { value, selected: value === 'reviewer' }, text)));
  const days = h('input', { id: 'days', type: 'text', inputmode: 'numeric', value: '365', maxlength: '4' });
  const make = async (event) => {
    event.preventDefault();
    try {
      const { key } = await post('/v1/keys', { name: name.value, role: role.value, days: Number(days.value) }, signal);
      told.replaceChildren(panel('A new key', 'it is shown this once', h('p', {}, h('code', { class: 'secret' }, key))));
      name.value = '';
      await draw();
    } catch (error) {
      if (!signal.aborted) told.replaceChildren(failure(error));
    }
  };
  const revoke = async (id) => {
    try {
      await post(`/v1/keys/${encodeURIComponent(id)}/revoke`, undefined, signal);
      await draw();
    } catch (error) {
      if (!signal.aborted) told.replaceChildren(failure(error));
    }
  };
  const draw = async () => {
    const { keys } = await get('/v1/keys', signal);
    const now = Date.now();
    list.replaceChildren(panel('Keys', keys.length === 0 ? 'none yet: this machine alone may write, and whoever is on it may do all' : null, keys.length === 0 ? null : table('Keys', ['Name', 'Role', 'Id', 'Made', 'Ends', ''], keys.map(({ id, name: label, role: its, scopes, createdAtMs, expiresAtMs, revokedAtMs }) => [
      hostile(label, 100), `${its}${scopes === null ? '' : ` (${scopes.join(', ')})`}`, h('code', {}, hostile(id, 20)), time(createdAtMs), revokedAtMs !== null ? 'revoked' : expiresAtMs <= now ? 'expired' : time(expiresAtMs),
      revokedAtMs === null ? h('button', { type: 'button', onclick: () => { void revoke(id); } }, 'Revoke') : '']))));
  };
  place.append(h('form', { class: 'panel check', onsubmit: (event) => { void make(event); } },
    h('div', { class: 'line finder' }, h('label', { for: 'name' }, 'Name'), name, h('label', { for: 'role' }, 'Role'), role, h('label', { for: 'days' }, 'Days'), days, h('button', { type: 'submit' }, 'Make a key'))), told, list);
  await draw();
};
