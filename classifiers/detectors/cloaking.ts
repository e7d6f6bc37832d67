import { valueOr, type Capture } from '../../records/index.ts';
import { asksOf } from '../asks.ts';
import type { Subject } from '../contract.ts';
import { defineDetector } from '../finding.ts';
import { siteOf } from '../hosts.ts';
import { subjectOf } from '../subject.ts';
import { isOtherPage } from '../likeness.ts';

/**
 * What one visitor was shown, against what another was. Sites show visitors different things for decent reasons:
 * language, telephone, advertisement, a trial of two headlines. So a difference counts only where one of the two was
 * shown something that wants something of its visitor (a secret, a file, a pasted command, a locked screen), and the
 * other another page altogether: by its words, and by the shape of its document.
 */
const signals = {
  'hides-secret': 'One visitor is asked for a secret; another was shown another page, without.',
  'other-target': "One visitor was led to a page that wants something of him; the other to another owner's host.",
  'refuses-some': 'One visitor was shown a page that wants something of him; another was told that there is none.',
  'once-only': 'The first visit was shown a page that asks for a secret; the next one, a moment later, was not.',
  'hides-lure': 'One visitor is met by a page that takes his clipboard, screen or keyboard; another was shown another page.',
  'hides-download': 'One visitor is handed a file; another was shown another page, without.',
} as const;

export const cloaking = defineDetector<keyof typeof signals>({
  name: 'cloaking',
  needs: ['frames', 'html', 'response'],
  signals,
  detect(subject, report) {
    const { capture, previous } = subject;
    if (previous === null || (previous.profile === capture.profile && previous.lane === capture.lane) || !sawSomething(previous) || !sawSomething(capture)) return;
    const before = subjectOf(previous, subject.brands, null);
    const [wants, wanted] = [wantsOf(subject), wantsOf(before)];
    if (wants.any === wanted.any || !(isRefusal(capture) !== isRefusal(previous) || isOtherPage(subject, before))) return;
    const [shown, hidden, shownWants] = wants.any ? [subject, before, wants] : [before, subject, wanted];
    const who = `${capture.profile}, against ${previous.profile}`;
    const said = { threat: null, part: 'response', at: who } as const;
    // The same visitor: first by one request, then by a browser. Only what was shown first and is gone then counts.
    if (previous.profile === capture.profile) {
      if (shown.capture.lane === 'probe' && shownWants.secret) report('once-only', { ...said, threat: 'phishing', part: 'forms', says: `The first request was answered with a page that asks for a secret; the browser, a moment later, was not (${capture.profile}).` });
      return;
    }
    if (shownWants.secret) report('hides-secret', { ...said, threat: 'phishing', part: 'forms', says: `Only ${shown.capture.profile} is asked for a secret (${who}).` });
    else if (shownWants.file) report('hides-download', { ...said, threat: 'malware', part: 'downloads', says: `Only ${shown.capture.profile} was handed a file (${who}).` });
    else report('hides-lure', { ...said, part: 'behaviour', says: `Only ${shown.capture.profile} is met by a page that takes over (${who}).` });
    const [site, other] = [siteOf(shown.final.host), siteOf(hidden.final.host)];
    if (site !== other) report('other-target', { ...said, part: 'redirects', says: `${shown.capture.profile} was led to ${site}, ${hidden.capture.profile} to ${other}.` });
    if (isRefusal(hidden.capture) && !isRefusal(shown.capture)) report('refuses-some', { ...said, says: `${hidden.capture.profile} was told that there is no such page, ${shown.capture.profile} got one (${who}).` });
  },
});

const takesOver = new Set(['clipboard-write', 'fullscreen', 'keyboard-lock', 'pointer-lock', 'wallet-request', 'key-blocked']);

const wantsOf = (subject: Subject): { readonly secret: boolean; readonly file: boolean; readonly any: boolean } => {
  const secret = asksOf(subject).length > 0;
  const file = subject.page.downloads.length > 0;
  return { secret, file, any: secret || file || subject.page.behaviour.some(({ kind }) => takesOver.has(kind)) };
};

/** A visit that a check stopped, or that failed, says nothing of what it would have been shown. */
const sawSomething = ({ outcome, parts }: Capture): boolean => {
  const status = valueOr(parts.response, null)?.status ?? 0;
  return outcome === 'visited' || outcome === 'gone' || outcome === 'too-large' || outcome === 'timed-out' || (outcome === 'blocked' && (status === 403 || status === 451));
};

const isRefusal = (capture: Capture): boolean => {
  const status = valueOr(capture.parts.response, null)?.status ?? null;
  return status === 403 || status === 404 || status === 410 || status === 451;
};
