/*
 * Finds the one control that a page most wants its visitor to press, in an isolated world.
 * `words` is put in as JSON by crawler/gestures.ts (lower case, many languages).
 * Returns JSON: { asks, shown, lures: [{ x, y, score, text, leads }] }, best first.
 *   asks    the page already asks for a secret (a password or card field is shown)
 *   shown   how many controls the page has
 *   leads   where the control is a link to: "here" (this document, or a file to keep), "site", "elsewhere"
 */
/* global innerHeight */
(function (words) {
  'use strict';
  const fold = (text) => (text || '').slice(0, 400).replace(/\s+/g, ' ').trim().toLowerCase();
  const isLetter = /[\p{L}\p{N}]/u;
  // Words of scripts without spaces stand anywhere; others only as words ("ok" is not in "cookies").
  const says = (said, word) => {
    for (let at = said.indexOf(word); at !== -1; at = said.indexOf(word, at + 1)) {
      if (/[\u3040-\u30ff\u4e00-\u9fff]/.test(word)) return true;
      if (!isLetter.test(said[at - 1] || ' ') && !isLetter.test(said[at + word.length] || ' ')) return true;
    }
    return false;
  };
  const site = (host) => host.split('.').slice(-2).join('.');
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width >= 8 && box.height >= 8 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) ? box : null;
  };
  const leadsOf = (element) => {
    const link = element.closest('a[href]');
    if (link === null || !/^https?:$/.test(link.protocol) || link.hasAttribute('download')) return 'here';
    if (link.href.split('#')[0] === location.href.split('#')[0] || /\.(?:exe|msi|msix|zip|rar|7z|apk|dmg|pkg|iso|img|js|vbs|hta|lnk|scr|bat|cmd|jar|docm|xlsm)$/i.test(link.pathname)) return 'here';
    return site(link.hostname) === site(location.hostname) ? 'site' : 'elsewhere';
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
    for (const [word, weight] of words) if (says(said, word)) score = Math.max(score, weight);
    const looks = fold(element.className && element.className.baseVal === undefined ? element.className : '') + ' ' + fold(element.id);
    if (/check-?box|captcha|verify|robot/.test(looks) || element.type === 'checkbox' || element.getAttribute('role') === 'checkbox') score = Math.max(score, 3);
    if (element.hasAttribute('download')) score = Math.max(score, 4);
    if (score === 0) continue;
    const leads = leadsOf(element);
    if (leads === 'elsewhere') score -= 2;
    if (box.top >= 0 && box.bottom <= innerHeight) score += 0.5;
    score += Math.min(0.4, (box.width * box.height) / 100000);
    lures.push({ element, score, text: said, leads });
  }
  lures.sort((a, b) => b.score - a.score);
  const best = lures.slice(0, 3).map(({ element, score, text, leads }, index) => {
    if (index === 0) element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2, score, text, leads };
  });
  return JSON.stringify({ asks, shown: candidates.length, lures: best });
})
