/*
 * Surveys what a page wants of its visitor, in an isolated world.
 * `told` is put in as JSON by crawler/gestures.ts: `words` of lures with how much each promises, `accepts` of consent
 * banners (both lower case, many languages).
 * Returns JSON: { asks, shown, words, remembers, consent, lures, blank }
 *   asks       the page already asks for a secret (a password or card field is shown)
 *   shown      how many controls the page has
 *   words      about how many words it shows
 *   remembers  it has stored something that its next load can read
 *   consent    { x, y } of the button that accepts a consent banner, or null
 *   lures      [{ x, y, score, text, leads, holds }], the control that it most wants pressed first
 *     leads    where the control is a link to: "here" (this document, or a file to keep), "site", "elsewhere"
 *     holds    it wants to be held down ("hold"), dragged to the right ("slide"), or just pressed (null)
 *   blank      { x, y } of a place where a press touches no control, or null
 */
/* global innerHeight, innerWidth, localStorage */
(function (told) {
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
  const middle = (box) => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
  const leadsOf = (element) => {
    const link = element.closest('a[href]');
    if (link === null || !/^https?:$/.test(link.protocol) || link.hasAttribute('download')) return 'here';
    if (link.href.split('#')[0] === location.href.split('#')[0] || /\.(?:exe|msi|msix|zip|rar|7z|apk|dmg|pkg|iso|img|js|vbs|hta|lnk|scr|bat|cmd|jar|docm|xlsm)$/i.test(link.pathname)) return 'here';
    return site(link.hostname) === site(location.hostname) ? 'site' : 'elsewhere';
  };
  const asks = [...document.querySelectorAll('input[type=password],input[autocomplete^=cc-]')].some((field) => seen(field) !== null);
  const text = document.body ? (document.body.innerText || '').slice(0, 20000) : '';
  const candidates = document.querySelectorAll('button,a[href],input[type=button],input[type=checkbox],input[type=range],[role=button],[role=checkbox],[role=slider],[onclick],[onmousedown],[onpointerdown],summary,[class*=btn],[class*=button],[class*=checkbox],[class*=captcha],[class*=slider],[class*=hold],[draggable=true]');

  // A banner that covers the page: fixed, sticky or a dialogue, with words of consent around its button.
  let consent = null;
  if (/cookie|consent|privacy|datenschutz|confidentialit|privacidad|同意/i.test(text)) {
    for (let i = 0; i < candidates.length && i < 400 && consent === null; i++) {
      const element = candidates[i];
      const said = fold(element.innerText || element.value || element.getAttribute('aria-label'));
      if (said === '' || said.length > 40 || !told.accepts.some((word) => says(said, word)) || leadsOf(element) !== 'here') continue;
      const box = seen(element);
      if (box === null || box.top < 0 || box.bottom > innerHeight) continue;
      for (let around = element.parentElement, steps = 0; around && steps < 8; around = around.parentElement, steps++) {
        const { position } = getComputedStyle(around);
        const isBanner = position === 'fixed' || position === 'sticky' || around.getAttribute('role') === 'dialog' || around.localName === 'dialog' || /cookie|consent|gdpr|cmp/i.test(around.id + ' ' + (around.className.baseVal === undefined ? around.className : ''));
        if (isBanner && /cookie|consent|privacy|datenschutz|confidentialit|privacidad|同意/i.test(around.innerText.slice(0, 3000))) { consent = middle(box); break; }
      }
    }
  }

  const lures = [];
  for (let i = 0; i < candidates.length && i < 400; i++) {
    const element = candidates[i];
    // A submit button of a form that carries somebody's data is never pressed.
    const form = element.form || element.closest('form');
    if (form && [...form.elements].some((field) => !['hidden', 'submit', 'button', 'checkbox', 'fieldset', 'range'].includes(field.type))) continue;
    const box = seen(element);
    if (box === null || box.top > innerHeight * 3) continue;
    const said = fold(element.innerText || element.value || element.getAttribute('aria-label') || element.title || (element.labels && [...element.labels].map((label) => label.innerText).join(' ')));
    if (said.length > 80) continue;
    let score = 0;
    for (const [word, weight] of told.words) if (says(said, word)) score = Math.max(score, weight);
    const looks = fold(element.className && element.className.baseVal === undefined ? element.className : '') + ' ' + fold(element.id);
    if (/check-?box|captcha|verify|robot/.test(looks) || element.type === 'checkbox' || element.getAttribute('role') === 'checkbox') score = Math.max(score, 3);
    if (element.hasAttribute('download')) score = Math.max(score, 4);
    const near = `${said} ${fold(element.parentElement ? element.parentElement.innerText : '').slice(0, 160)}`;
    const holds = /\b(?:press|tap|click|push)\b.{0,8}\b(?:and|&)\b.{0,8}\bhold|\bhold (?:down|to|the|this|for)\b|gedr[üu]ckt halten|maint(?:enir|enez)|mant(?:ener|én|enha)|держ|長押し|按住/.test(near) && !element.matches('a[href],summary') ? 'hold'
      : (element.type === 'range' || element.getAttribute('role') === 'slider' || /slid(?:e|er)|drag|swipe/.test(looks)) && /\b(?:slide|drag|swipe)\b|schieben|glisse[rz]|desli[cz]|拖动|スライド/.test(near) ? 'slide' : null;
    if (holds !== null) score = Math.max(score, 5);
    if (score === 0) continue;
    const leads = leadsOf(element);
    if (leads === 'elsewhere') score -= 2;
    if (box.top >= 0 && box.bottom <= innerHeight) score += 0.5;
    score += Math.min(0.4, (box.width * box.height) / 100000);
    lures.push({ element, score, text: said, leads, holds });
  }
  lures.sort((a, b) => b.score - a.score);
  const best = lures.slice(0, 3).map(({ element, score, text: said, leads, holds }, index) => {
    if (index === 0) element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = element.getBoundingClientRect();
    const at = holds === 'slide' ? { x: box.left + Math.min(12, box.width / 4), y: box.top + box.height / 2, width: element.type === 'range' ? box.width : Math.max(box.width, (element.parentElement || element).getBoundingClientRect().width) } : { ...middle(box), width: box.width };
    return { ...at, score, text: said, leads, holds };
  });

  let blank = null;
  for (const [right, down] of [[0.5, 0.45], [0.3, 0.6], [0.7, 0.3], [0.5, 0.85], [0.05, 0.5]]) {
    const at = { x: Math.round(innerWidth * right), y: Math.round(innerHeight * down) };
    const element = document.elementFromPoint(at.x, at.y);
    if (element !== null && element.closest('a,button,input,select,textarea,label,summary,iframe,object,embed,video,audio,form,[role=button],[role=link],[onclick]') === null) { blank = at; break; }
  }
  let remembers = document.cookie !== '';
  try { remembers ||= localStorage.length > 0; } catch { /* a document that may store nothing */ }
  return JSON.stringify({ asks, shown: candidates.length, words: (text.match(/[\p{L}\p{N}]+/gu) || []).length, remembers, consent, lures: best, blank });
})
