import { post } from '../api.js';
import { h } from '../element.js';
import { facts, failure, panel } from '../parts.js';
import { plain } from '../text.js';
import { signIn, signOut, whoAmI } from '../session.js';

/** Signing in with a key, and with the one-time link of a first start ("#/sign-in/TOKEN"), which makes one. */
export const signInScreen = async (place, { argument }, signal) => {
  if (argument !== '') {
    await firstKey(place, argument, signal);
    return;
  }
  const me = await whoAmI();
  if (signal.aborted) return;
  const told = h('div', { 'aria-live': 'polite' });
  if (me.who !== null) {
    place.append(panel('You', null, facts([
      ['Signed in with', me.who === 'this-machine' ? 'no key: this server takes whoever is on its own machine' : `${plain(me.name ?? '', 100)} (${me.who})`],
      ['Role', me.role ?? 'none'],
      ['May', me.permissions.join(', ')],
    ]), me.who === 'this-machine' ? null : h('p', { class: 'line' }, h('button', { type: 'button', onclick: async () => { await signOut(); location.hash = '#/now'; } }, 'Sign out'))));
  }
  if (me.who !== null && me.who !== 'this-machine') return;
  place.append(keyForm(async () => { location.hash = '#/review'; }), told);
};

/** Asks for a key and goes on with `done`. */
export const keyForm = (done, text = 'An API key of this server. It is kept until this page is closed or loaded again.') => {
  const field = h('input', { id: 'key', type: 'password', autocomplete: 'off', required: true });
  const told = h('div', { 'aria-live': 'polite' });
  const submit = async (event) => {
    event.preventDefault();
    told.replaceChildren();
    if (await signIn(field.value)) await done();
    else told.replaceChildren(failure(new Error('This key does not work here: it is unknown, was revoked or has expired. An administrator can make another.')));
  };
  const form = h('form', { class: 'panel check', onsubmit: (event) => { void submit(event); } },
    h('label', { for: 'key' }, text),
    h('div', { class: 'line' }, field, h('button', { type: 'submit' }, 'Sign in')), told);
  queueMicrotask(() => { field.focus(); });
  return form;
};

const firstKey = async (place, token, signal) => {
  const told = h('div', { 'aria-live': 'polite' });
  const take = async () => {
    try {
      const { key } = await post('/v1/keys/first', { token }, signal);
      await signIn(key);
      history.replaceState(null, '', '#/sign-in');
      place.replaceChildren(panel('Your key', 'it is shown this once', h('p', {}, 'Keep it where you keep passwords. With it you sign in here, and make keys for others under “Keys”.'), h('p', { class: 'line' }, h('code', { class: 'secret' }, key)), h('p', { class: 'line' }, h('a', { class: 'button', href: '#/keys' }, 'Go on to the keys'))));
    } catch (error) {
      if (!signal.aborted) told.replaceChildren(failure(error));
    }
  };
  place.append(panel('First start', null, h('p', {}, 'This link makes the first administrator’s key, once. From then on writing needs a key, on this machine too.'), h('p', { class: 'line' }, h('button', { type: 'button', onclick: () => { void take(); } }, 'Make my key')), told));
};
