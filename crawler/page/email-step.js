/*
 * Finds the first step of a two-step login: a form (or loose fields) whose only visible question is an
 * e-mail address or user name. Runs in an isolated world. Returns JSON { x, y } of the field, or null.
 */
(function () {
  'use strict';
  const seen = (field) => { const box = field.getBoundingClientRect(); return box.width > 8 && box.height > 8 && field.checkVisibility({ opacityProperty: true, visibilityProperty: true }); };
  const asks = [...document.querySelectorAll('input,select,textarea')].filter((field) => !['hidden', 'submit', 'button', 'checkbox', 'image', 'reset'].includes(field.type) && seen(field));
  const [only] = asks;
  if (asks.length !== 1 || !['email', 'text', 'tel'].includes(only.type)) return 'null';
  const said = [only.name, only.id, only.autocomplete, only.placeholder, only.getAttribute('aria-label'), ...[...(only.labels || [])].map((label) => label.innerText)].join(' ').toLowerCase();
  if (/search|such|query|coupon|newsletter/.test(said) || !(only.type === 'email' || /mail|user|login|account|identifi|benutzer|usuario|konto/.test(said))) return 'null';
  only.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = only.getBoundingClientRect();
  return JSON.stringify({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
})()
