import { cloaking } from '../../../classifiers/detectors/cloaking.ts';
import { behaviourOf, downloadOf, formOf } from '../capture-builder.ts';
import { describeDetector } from './table.ts';

/** A page of 40 words of its own, in a shape of its own. */
const words = (stem: 'alpha' | 'beta'): string => {
  const text = Array.from({ length: 40 }, (_, n) => `${stem}${n}`).join(' ');
  return stem === 'alpha' ? `<header><b>a</b></header><article><h2>b</h2><p>${text}</p><ul><li>c</li></ul></article>` : `<section><h1>a</h1><table><tr><td>${text}</td></tr></table><i>b</i></section>`;
};
/** The same shape with other words, as of another language. */
const translated = words('alpha').replaceAll('alpha', 'gamma');
const first = { profile: 'windows-chrome', body: words('alpha') };
const second = { profile: 'android-chrome', body: words('alpha') };

const login = formOf(['password']);

describeDetector(cloaking, [
  { page: 'one visitor only', raises: [], sketch: first },
  { page: 'two visitors who saw the same', raises: [], sketch: second, previous: first },
  { page: 'a phone that is sent to the mobile host of the same owner', raises: [], sketch: { ...second, url: 'https://a.test/', finalUrl: 'https://m.a.test/' }, previous: { ...first, url: 'https://a.test/' } },
  { page: 'the same visitor twice', raises: [], sketch: { ...first, body: words('beta'), forms: [login] }, previous: first },
  { page: 'a login for one only, on another page', raises: ['hides-secret'], sketch: { ...second, body: words('beta'), forms: [login] }, previous: first },
  { page: 'a login that was for the first only', raises: ['hides-secret'], sketch: second, previous: { ...first, body: words('beta'), forms: [login] } },
  { page: 'a sign-in window over the same page', raises: [], sketch: { ...second, forms: [login] }, previous: first },
  { page: 'a page in two languages, with a login in one', raises: [], sketch: { ...second, body: translated, forms: [login] }, previous: first },
  { page: 'two pages that want nothing', raises: [], sketch: { ...second, body: words('beta') }, previous: first },
  { page: 'another host for one, and nothing wanted', raises: [], sketch: { ...second, url: 'https://a.test/', finalUrl: 'https://b.test/', body: words('beta') }, previous: { ...first, url: 'https://a.test/' } },
  { page: "a login on another owner's host for one", raises: ['hides-secret', 'other-target'], sketch: { ...second, url: 'https://a.test/', finalUrl: 'https://b.test/', body: words('beta'), forms: [login] }, previous: { ...first, url: 'https://a.test/' } },
  { page: 'a refusal for one, and nothing wanted', raises: [], sketch: second, previous: { ...first, status: 404, outcome: 'gone' } },
  { page: 'a refusal for one, a login for the other', raises: ['hides-secret', 'refuses-some'], sketch: { ...second, forms: [login] }, previous: { ...first, status: 404, outcome: 'gone' } },
  { page: 'a visit that a bot check stopped', raises: [], sketch: { ...second, body: words('beta'), forms: [login] }, previous: { ...first, outcome: 'challenged' } },
  { page: 'a file for one', raises: ['hides-download'], sketch: { ...second, body: words('beta'), downloads: [downloadOf('a.exe')] }, previous: first },
  { page: 'a file for one, on the same page', raises: [], sketch: { ...second, downloads: [downloadOf('a.exe')] }, previous: first },
  { page: 'a locked keyboard for one', raises: ['hides-lure'], sketch: { ...second, body: words('beta'), behaviour: [behaviourOf('keyboard-lock')] }, previous: first },
  { page: 'a login that was shown to the probe alone', raises: ['once-only'], sketch: first, previous: { ...first, lane: 'probe', body: words('beta'), forms: [login] } },
  { page: 'a login that only a browser builds', raises: [], sketch: { ...first, body: words('beta'), forms: [login] }, previous: { ...first, lane: 'probe' } },
]);
