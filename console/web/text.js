/**
 * Text of pages that we judged is hostile. Everything shown goes through here: capped, and with every
 * character that hides, reorders or stacks others made visible. It reaches the page as text nodes only.
 */

/** Controls, bidirectional marks and overrides, zero-width and filler characters, variation selectors, tags. */
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

export const plain = (text, mostChars = 400) => {
  const whole = String(text ?? '');
  const cut = whole.length > mostChars;
  return `${(cut ? whole.slice(0, mostChars) : whole)
    .replace(/[\t\r\n]+/g, ' ')
    .replace(hidden, (character) => `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`)
    .replace(/(\p{M}{3})\p{M}+/gu, '$1…')}${cut ? '…' : ''}`;
};

let defanging = true;
export const setDefanging = (on) => { defanging = on; };

/** "hxxps://a[.]example/b.html", unless the person asked for URLs as they are. Other schemes get brackets round their colon. */
export const shownUrl = (url, mostChars = 400) => {
  const text = plain(url, mostChars);
  if (!defanging) return text;
  const [, scheme, host, rest] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*)([^]*)$/i.exec(text) ?? [];
  // A sentence with URLs in it, or another scheme.
  if (scheme === undefined) return text.replace(/^(?!https?:)([a-z][a-z0-9+.-]*):/i, '$1[:]').replace(/\bhttps?:\/\/[^\s/?#]{1,300}/gi, (found) => found.replace(/^http/i, 'hxxp').replaceAll('.', '[.]'));
  return `${scheme.replace(/^http/i, 'hxxp')}${host.replaceAll('.', '[.]')}${rest}`;
};

export const shownHost = (host) => (defanging ? plain(host, 260).replaceAll('.', '[.]') : plain(host, 260));

/** A listing's "host/path": its host without live dots, its path as it is. */
export const shownExpression = (expression) => {
  const text = plain(expression);
  const slash = text.indexOf('/');
  return !defanging ? text : slash < 0 ? text.replaceAll('.', '[.]') : text.slice(0, slash).replaceAll('.', '[.]') + text.slice(slash);
};

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'narrow' });
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' });
const units = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000], ['second', 1000]];

/** "12s ago", "in 3h". */
export const age = (atMs, nowMs = Date.now()) => {
  const differenceMs = atMs - nowMs;
  if (Math.abs(differenceMs) < 1000) return 'now';
  const [unit, ms] = units.find(([, size]) => Math.abs(differenceMs) >= size);
  return relative.format(Math.trunc(differenceMs / ms), unit);
};
export const dateTime = (atMs) => absolute.format(atMs);
export const count = (number) => new Intl.NumberFormat('en').format(number);
export const percent = (share) => `${Math.round(share * 100)}%`;
export const bytes = (number) => (number === null ? 'unknown size' : number < 1024 ? `${number} B` : number < 1024 ** 2 ? `${(number / 1024).toFixed(1)} KiB` : `${(number / 1024 ** 2).toFixed(1)} MiB`);
