import { get } from '../api.js';
import { h } from '../element.js';
import { badge, empty, hostile, panel, score, table, time, urlLink, what } from '../parts.js';
import { shownExpression } from '../text.js';

/** What the machine leaves to a person: listings held back from blocking, and pages it is not sure about. */
export const reviewScreen = async (place, _address, signal) => {
  const { held, complete, suspicious } = await get('/v1/review', signal);
  place.append(
    panel('Held back', `malicious, but blocking it could hit the innocent${complete ? '' : '; there are more'}`, held.length === 0 ? empty('Nothing is held back.') : table('Held back', ['Expression', 'Threat', 'Why', 'Score', 'Since'], held.map(({ urlKey, expression, threat, scopeReason, hold, score: value, firstSeenMs }) =>
      [h('a', { class: 'url', href: `#/url/${encodeURIComponent(urlKey)}` }, h('bdi', {}, shownExpression(expression))), threat, hostile(hold === null ? scopeReason : `${hold.says} ${scopeReason}`), score(value, 'malicious'), time(firstSeenMs)]))),
    panel('Suspicious', 'the newest; not listed, warned about, visited again soon', suspicious.length === 0 ? empty('Nothing is suspicious.') : table('Suspicious', ['Verdict', 'URL', 'What', 'Score', 'When'], suspicious.map((verdict) =>
      [badge(verdict.verdict), urlLink(verdict.urlKey, verdict.url), what(verdict), score(verdict.score, verdict.verdict), time(verdict.atMs)]))),
  );
};
