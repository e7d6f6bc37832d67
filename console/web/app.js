import { h } from './element.js';
import { failure } from './parts.js';
import { plain, setDefanging } from './text.js';
import { checkScreen } from './screens/check.js';
import { listingsScreen } from './screens/listings.js';
import { nowScreen } from './screens/now.js';
import { appealScreen } from './screens/appeal.js';
import { auditScreen } from './screens/audit.js';
import { keysScreen } from './screens/keys.js';
import { recrawlScreen } from './screens/recrawl.js';
import { reviewScreen } from './screens/review.js';
import { searchScreen } from './screens/search.js';
import { signInScreen } from './screens/sign-in.js';
import { onSession, whoAmI } from './session.js';
import { urlScreen } from './screens/url.js';

/**
 * The address's fragment names the screen: "#/now", "#/check?url=...", "#/url/KEY". A screen is a function of
 * (its part of the page, the rest of the address, a signal that ends it); it never outlives its signal.
 */
const screens = {
  now: { title: 'Now', show: nowScreen },
  check: { title: 'Check a URL', show: checkScreen },
  url: { title: 'One URL', show: urlScreen },
  listings: { title: 'Listings', show: listingsScreen },
  review: { title: 'Review', show: reviewScreen },
  recrawl: { title: 'Recrawl', show: recrawlScreen },
  search: { title: 'Search', show: searchScreen },
  appeal: { title: 'Recheck', show: appealScreen },
  keys: { title: 'Keys and people', show: keysScreen },
  audit: { title: 'Audit', show: auditScreen },
  'sign-in': { title: 'Sign in', show: signInScreen },
};

const main = document.getElementById('main');
let leave = new AbortController();

const show = async (moveFocus) => {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [name = '', argument = ''] = path.split('/');
  const screen = Object.hasOwn(screens, name) ? name : 'now';
  document.title = `${screens[screen].title} · Harrier`;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#/${screen}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const heading = h('h1', { tabindex: '-1' }, screens[screen].title);
  const place = h('div', { 'class': 'screen', 'data-kind': screen });
  main.replaceChildren(heading, place);
  if (moveFocus) heading.focus();
  try {
    await screens[screen].show(place, { argument: decoded(argument), query: new URLSearchParams(query) }, signal);
  } catch (error) {
    if (!signal.aborted) place.append(failure(error));
  }
};

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

addEventListener('hashchange', () => {
  // "#main" is the skip link's, not a screen's.
  // The browser moves the focus itself, and the person may have moved it on by now.
  if (location.hash === '#main') { if (!main.contains(document.activeElement)) main.focus(); }
  else void show(true);
});
document.getElementById('defang').addEventListener('change', ({ target }) => {
  setDefanging(target.checked);
  void show(false);
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select') !== null) return;
  event.preventDefault();
  const field = document.getElementById('url');
  if (field === null) location.hash = '#/check';
  else field.focus();
});
onSession((me) => {
  document.getElementById('me').textContent = me.who === null || me.who === 'this-machine' ? 'Sign in' : plain(me.name ?? me.who, 24);
  for (const element of document.querySelectorAll('nav [data-needs]')) element.hidden = !me.permissions.includes(element.dataset.needs);
});
void whoAmI();
void show(false);
