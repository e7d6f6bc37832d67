import type { Capture } from '../../records/index.ts';
import { valueOr } from '../../records/index.ts';
import { asksOf } from '../asks.ts';
import type { Subject } from '../contract.ts';
import { defineDetector } from '../finding.ts';
import { hostOf, siteOf } from '../hosts.ts';
import { subjectOf } from '../subject.ts';

/** What one visitor was shown, against what another was. A shop's mobile page differs too, so only kinds of difference that hide a deed count. */
const signals = {
  'hides-secret': 'One visitor is asked for a secret; another was shown a page without.',
  'other-target': 'One visitor was led to another owner\'s host than the other.',
  'refuses-some': 'One visitor gets a page; another was refused or told that there is none.',
  'other-text': 'Two visitors were shown pages that have hardly a word in common.',
  'hides-download': 'One visitor is handed a file; another was not.',
} as const;

const minWords = 25;
const maxSharedWords = 0.2;

export const cloaking = defineDetector<keyof typeof signals>({
  name: 'cloaking',
  needs: ['frames', 'html', 'response'],
  signals,
  detect(subject, report) {
    if (subject.previous === null || subject.previous.profile === subject.capture.profile) return;
    const before = subjectOf(subject.previous, subject.brands, null);
    const who = `${subject.capture.profile}, against ${subject.previous.profile}`;
    const said = { threat: null, part: 'response', at: who } as const;
    const asksNow = asksOf(subject).length > 0;
    const asksBefore = asksOf(before).length > 0;
    if (asksNow !== asksBefore && sawPage(subject.previous)) report('hides-secret', { ...said, threat: 'phishing', part: 'forms', says: `Only ${asksNow ? subject.capture.profile : subject.previous.profile} is asked for a secret (${who}).` });
    const [now, then] = [siteOf(subject.final.host), siteOf(before.final.host)];
    if (now !== then && hostOf(subject.previous.finalUrl) !== null) report('other-target', { ...said, part: 'redirects', says: `${subject.capture.profile} was led to ${now}, ${subject.previous.profile} to ${then}.` });
    if (isRefusal(subject.previous) !== isRefusal(subject.capture)) report('refuses-some', { ...said, says: `One visitor was refused, the other got a page (${who}).` });
    if ((subject.page.downloads.length > 0) !== (before.page.downloads.length > 0)) report('hides-download', { ...said, threat: 'malware', part: 'downloads', says: `Only one visitor was handed a file (${who}).` });
    if (Math.max(subject.page.wordCount, before.page.wordCount) >= minWords && sharedWords(subject, before) < maxSharedWords) report('other-text', { ...said, part: 'frames', says: `The two pages have hardly a word in common (${who}).` });
  },
});

const sawPage = (capture: Capture): boolean => capture.outcome === 'visited' || capture.outcome === 'blocked' || capture.outcome === 'gone';

const isRefusal = (capture: Capture): boolean => {
  const status = valueOr(capture.parts.response, null)?.status ?? null;
  return status !== null && (status === 401 || status === 403 || status === 404 || status === 410 || status === 451 || status >= 500);
};

/** Words of the smaller page that are in the other, 0 to 1. */
const sharedWords = (one: Subject, other: Subject): number => {
  const words = (subject: Subject): Set<string> => new Set(subject.text.slice(0, 60_000).split(' ').filter((word) => word.length > 2));
  const [a, b] = [words(one), words(other)];
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size === 0) return 0;
  return [...small].filter((word) => large.has(word)).length / small.size;
};
