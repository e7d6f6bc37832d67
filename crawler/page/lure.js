/*
 * Finds the one control that a page most wants its visitor to press, in an isolated world.
 * `words` is put in as JSON by crawler/gestures.ts (lower case, many languages).
 * Returns JSON: { asks, shown, lures: [{ x, y, score, text, leaves }] }, best first.
 *   asks    the page already asks for a secret (a password or card field is shown)
 *   leaves  the control is a link to another site
 */
/* global innerHeight */
(function (words) {
  'use strict';
  const fold = (text) => (text || '').slice(0, 400).replace(/\s+/g, ' ').trim().toLowerCase();
  const site = (host) => host.split('.').slice(-2).join('.');
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width >= 8 && box.height >= 8 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ? box : null;
  };
  const asks = [...document.querySelectorAll('input[type=password],input[autocomplete^=cc-]')].some((field) => seen(field) !== null);
  const candidates = document.querySelectorAll('button,a[href],input[type=button],input[type=checkbox],[role=button],[role=checkbox],[onclick],summary,[class*=btn],[class*=button],[class*=checkbox],[class*=captcha]');
  const lures = [];
  for (let i = 0; i < candidates.length && i < 400; i++) {
    const element = candidates[i];
    // A submit button of a form that carries somebody's data is never pressed.
    const form = element.form || element.closest('form');
    if (form && [...form.elements].some((field) => !['hidden', 'submit', 'button', 'checkbox', 'fieldset'].includes(field.type))) continue;
    const box = seen(element);
    if (box === null || box.top > innerHeight * 3) continue;
    const said = fold(element.innerText || element.value || element.getAttribute('aria-label') || element.title);
    if (said.length > 80) continue;
    let score = 0;
    for (const [word, weight] of words) if (said.includes(word)) score = Math.max(score, weight);
    const looks = fold(element.className && element.className.baseVal === undefined ? element.className : '') + ' ' + fold(element.id);
    if (/check-?box|captcha|verify|robot/.test(looks) || element.type === 'checkbox' || element.getAttribute('role') === 'checkbox') score = Math.max(score, 3);
    if (element.hasAttribute('download')) score = Math.max(score, 4);
    if (score === 0) continue;
    const leaves = element.localName === 'a' && /^https?:$/.test(element.protocol) && site(element.hostname) !== site(location.hostname);
    if (leaves && !element.hasAttribute('download')) score -= 2;
    if (box.top >= 0 && box.bottom <= innerHeight) score += 0.5;
    score += Math.min(0.4, (box.width * box.height) / 100000);
    lures.push({ element, score, text: said, leaves });
  }
  lures.sort((a, b) => b.score - a.score);
  const best = lures.slice(0, 3).map(({ element, score, text, leaves }, index) => {
    if (index === 0) element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2, score, text, leaves };
  });
  return JSON.stringify({ asks, shown: candidates.length, lures: best });
})
