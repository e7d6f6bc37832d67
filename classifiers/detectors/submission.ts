import { valueOr, type FieldPurpose, type FormSubmission } from '../../records/index.ts';
import type { Subject } from '../contract.ts';
import { defineDetector, type Report } from '../finding.ts';
import { hostOf, sameParty } from '../hosts.ts';
import { receiverOf } from '../rules/receivers.ts';

/**
 * What became of made-up logins (canary submissions, off by default). A real site refuses a login that nobody has; a lure
 * takes whatever it is given, and passes it on. Only secrets count: an address may go to many whom a site employs, a
 * password to nobody.
 */
const signals = {
  'tried-at-brand': 'A page wanted to hand the made-up password to a known owner that is not its own: it tries logins there.',
  'sent-to-receiver': 'The made-up password went to a bot, a form relay or a like service.',
  'sent-elsewhere': 'The made-up password went to a host of another owner than the page\'s.',
  'left-to-brand': 'A page took the made-up login, and sent its visitor on to a brand that is not its own.',
  'accepted-second': 'A page that had refused the made-up login took the same one the second time.',
  'next-secret': 'A page took a made-up login, and asked for a card, a recovery phrase or another secret next.',
} as const;

type What = keyof typeof signals;

export const submission = defineDetector<What>({
  name: 'submission',
  needs: ['submissions'],
  signals,
  detect(subject, report) {
    const done = valueOr(subject.capture.parts.submissions, []).slice(0, 50);
    const withPassword = done.filter(({ purposes, outcome }) => outcome !== 'not-sent' && purposes.includes('password'));
    if (withPassword.length === 0) return;
    whereItWent(subject, withPassword, report);
    whatFollowed(subject, done, report);
  },
});

const part = 'submissions' as const;

const whereItWent = (subject: Subject, done: readonly FormSubmission[], report: Report<What>): void => {
  const pages = done.flatMap(({ pageUrl }) => hostOf(pageUrl) ?? []);
  const protectedHosts = new Set(done.flatMap(({ blockedHosts }) => blockedHosts));
  // What crawler/canary.ts types into a password field, as it stands in JSON, in a form, and in a URL.
  const password = new RegExp(`(?:${[...new Set(done.map(({ marker }) => marker))].filter((marker) => /^[a-z0-9]{8,40}$/.test(marker)).join('|') || '(?!)'})-Aa1`);
  for (const { url, postData } of subject.page.requests) {
    if (!password.test(`${url.slice(0, 8192)}\n${postData ?? ''}`)) continue;
    const receiver = receiverOf(url);
    const host = hostOf(url);
    const page = pages[0];
    if (host === null || page === undefined) continue;
    const at = `${host}, from ${page}`;
    if (receiver !== null) report('sent-to-receiver', { threat: 'phishing', part, at, says: `The made-up password that was typed in went to a ${receiver.kind} service (${receiver.address}).` });
    else if (pages.some((own) => sameParty(own, host, subject.brands))) continue;
    else if (protectedHosts.has(host)) report('tried-at-brand', { threat: 'phishing', part, at, brand: subject.brands.ownerOf(host)?.name ?? null, says: `The page on ${page} wanted to try the made-up password at ${host}.` });
    else report('sent-elsewhere', { threat: 'phishing', part, at, says: `The page on ${page} sent the made-up password to ${host}.` });
  }
};

const graveSecrets = new Set<FieldPurpose>(['card-number', 'card-code', 'seed-phrase', 'national-id', 'bank-account', 'pin']);

const whatFollowed = (subject: Subject, done: readonly FormSubmission[], report: Report<What>): void => {
  for (const [index, { purposes, outcome, endedAt, pageUrl }] of done.entries()) {
    // Two passwords, names or an address are those of a registration, which takes what it is given.
    if (purposes.filter((purpose) => purpose === 'password').length !== 1 || purposes.some((purpose) => purpose === 'name' || purpose === 'address')) continue;
    if (outcome !== 'moved-on') continue;
    const at = `submission ${index}`;
    const before = done[index - 1];
    const from = hostOf(pageUrl);
    const to = hostOf(endedAt);
    const brand = to === null ? null : subject.brands.ownerOf(to);
    if (from !== null && to !== null && brand !== null && !sameParty(from, to, subject.brands)) report('left-to-brand', { threat: 'phishing', part, at, brand: brand.name, says: `The page on ${from} took the made-up login and sent its visitor on to ${brand.name} (${to}).` });
    const next = done[index + 1]?.purposes ?? subject.page.forms.flatMap(({ fields }) => fields.filter(({ visible }) => visible).map(({ purpose }) => purpose));
    const asksAgain = next.includes('password');
    if (before !== undefined && before.purposes.join() === purposes.join() && !asksAgain) report('accepted-second', { threat: 'phishing', part, at, says: 'The page refused the made-up login, and took the very same the second time.' });
    const grave = next.find((purpose) => graveSecrets.has(purpose));
    if (grave !== undefined && !asksAgain) report('next-secret', { threat: 'phishing', part, at, says: `The page took a login that nobody has, and asked for a ${grave.replace('-', ' ')} next.` });
  }
};
