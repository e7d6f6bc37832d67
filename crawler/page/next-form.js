/*
 * Finds the form that a visitor would fill in next, in an isolated world: the one that asks for most that is shown,
 * loose fields included; no search and no newsletter. Returns JSON { action, fields, submit } or null; coordinates
 * are the window's, and the first field is scrolled into view.
 */
(function () {
  'use strict';
  const fold = (text) => (text || '').slice(0, 800).replace(/\s+/g, ' ').trim().slice(0, 200);
  const seen = (element) => { const box = element.getBoundingClientRect(); return box.width > 8 && box.height > 8 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true }); };
  const asks = (field) => !['hidden', 'submit', 'button', 'image', 'reset', 'file', 'search'].includes(field.type) && !field.disabled && !field.readOnly && seen(field);
  const all = [...document.querySelectorAll('input,select,textarea')].slice(0, 500);
  const groups = new Map();
  for (const field of all) if (asks(field)) groups.set(field.form, [...(groups.get(field.form) || []), field]);
  const said = (field) => [field.name, field.id, field.autocomplete, field.placeholder, field.getAttribute('aria-label'), ...[...(field.labels || [])].map((label) => label.innerText)].join(' ').toLowerCase();
  const isSecret = (field) => field.type === 'password' || /pass|pin|card|cvv|otp|code|seed|phrase|iban|ssn/.test(said(field));
  const isStep = (fields) => fields.some(isSecret) || fields.some((field) => field.type === 'email' || field.type === 'tel' || /mail|user|login|account|identifi|phone|benutzer|usuario|konto/.test(said(field)));
  const best = [...groups].filter(([form, fields]) => isStep(fields) && !/newsletter|subscribe|coupon|search/.test(`${form ? fold(form.innerText).toLowerCase() : ''} ${fields.map(said).join(' ')}`))
    .sort(([, a], [, b]) => b.filter(isSecret).length - a.filter(isSecret).length || b.length - a.length)[0];
  if (!best) return 'null';
  const [form, fields] = best;
  fields[0].scrollIntoView({ block: 'center', behavior: 'instant' });
  const middle = (element) => { const box = element.getBoundingClientRect(); return { x: box.left + box.width / 2, y: box.top + box.height / 2 }; };
  const button = form ? [...form.querySelectorAll('button,input[type=submit],input[type=image]')].find((one) => one.type !== 'button' && one.type !== 'reset' && seen(one)) : null;
  const action = form ? (form.getAttribute('action') ? form.action : location.href) : location.href;
  return JSON.stringify({
    action: String(action).slice(0, 8192),
    fields: fields.slice(0, 20).map((field) => ({
      ...middle(field), type: field.localName === 'input' ? field.type : field.localName, options: field.localName === 'select' ? field.options.length : 0,
      name: fold(field.getAttribute('name')), id: fold(field.id), label: fold([...(field.labels || [])].map((label) => label.innerText).join(' ')), placeholder: fold(field.getAttribute('placeholder')), autocomplete: fold(field.getAttribute('autocomplete')),
      maxLength: field.maxLength > 0 ? field.maxLength : null, visible: true,
    })),
    submit: button ? middle(button) : null,
  });
})()
