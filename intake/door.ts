import type { Frontier, Offer, OfferOutcome } from '../queues/frontier/contract.ts';
import type { Priority, Submission } from '../records/index.ts';
import { parseUrl } from '../url/index.ts';
import type { ParsedUrl, UrlKey, UrlProblem } from '../url/index.ts';
import { isOneTimeLink, redactUrl } from './privacy/index.ts';
import { mayBePublic } from './public-host.ts';

/**
 * The only way into the frontier: feeds, people, links that the crawler found and listings due for
 * another look all come through here. A URL is parsed, refused where a visit could not happen or would
 * act for somebody, redacted, and offered. Only the redacted form goes on; nothing else is kept.
 */
export interface Door {
  /**
   * One outcome a submission, in order. Rejects only where the frontier does; then some of the batch
   * may have been accepted, and submitting it again is harmless.
   */
  submit(submissions: readonly Submission[], how?: SubmitOptions): Promise<DoorOutcome[]>;
}

export interface SubmitOptions {
  /** Makes a URL that rests or is buried due again. */
  readonly revive?: boolean;
}

export interface DoorOptions {
  readonly frontier: Pick<Frontier, 'offer'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Lab mode: addresses that are not public are taken as well. */
  readonly labMode: boolean;
  /** The priority that a URL gets in place of the one asked for, by its look; without it every URL gets what was asked for. */
  readonly priorityOf?: (url: ParsedUrl, asked: Priority) => Priority;
}

/**
 * - `accepted`: known to the frontier under `key`, and will not be lost. `offer` says what that changed;
 *   `url` is what will be visited, redacted where `isRedacted`.
 * - `refused`: say the reason to whoever sent it; sending it again gives the same.
 */
export type DoorOutcome =
  | { readonly outcome: 'accepted'; readonly key: UrlKey; readonly offer: OfferOutcome; readonly url: ParsedUrl; readonly isRedacted: boolean }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason };

export type RefusalReason = UrlProblem | 'one-time-link' | 'not-public';

/** What a person is told. */
export const refusalSentences: Readonly<Record<RefusalReason, string>> = {
  'empty': 'there is nothing in it',
  'too-long': 'it is longer than 8,192 bytes',
  'scheme': 'only http and https are taken',
  'unparseable': 'no browser takes it for a URL',
  'host': 'its host is missing, or is no name or address that exists',
  'one-time-link': 'following it would act for the person it was sent to (unsubscribe, confirm, reset, log in, log out, delete)',
  'not-public': 'its host is not on the public internet',
};

/** Offers in one call to the frontier: bounds what one script holds Redis for. */
const maxOffers = 1000;

export const openDoor = ({ frontier, now, labMode, priorityOf = (_url, asked) => asked }: DoorOptions): Door => ({
  submit: async (submissions, { revive = false } = {}) => {
    const nowMs = now();
    const looks = submissions.map((submission) => lookAt(submission.url, labMode));
    const offers = looks.flatMap((look, index): Offer[] => {
      const submission = submissions[index];
      return look.admitted && submission !== undefined ? [offerOf(look.url, submission, priorityOf, nowMs, revive)] : [];
    });
    const answers: OfferOutcome[] = [];
    for (let at = 0; at < offers.length; at += maxOffers) answers.push(...await frontier.offer(offers.slice(at, at + maxOffers), nowMs));
    if (answers.length !== offers.length) throw new Error(`the frontier answered ${answers.length} of ${offers.length} offers`);

    let answered = 0;
    return looks.map((look): DoorOutcome => {
      if (!look.admitted) return { outcome: 'refused', reason: look.reason };
      const offer = answers[answered] ?? 'known';
      answered += 1;
      return { outcome: 'accepted', key: look.url.key, offer, url: look.url, isRedacted: look.isRedacted };
    });
  },
});

type Look =
  | { readonly admitted: true; readonly url: ParsedUrl; readonly isRedacted: boolean }
  | { readonly admitted: false; readonly reason: RefusalReason };

/** What the door makes of a text, without offering it: also what `scan` judges by. */
export const lookAt = (raw: string, labMode: boolean): Look => {
  const parse = parseUrl(raw);
  if (!parse.ok) return { admitted: false, reason: parse.problem };
  if (!labMode && !mayBePublic(parse.url.host)) return { admitted: false, reason: 'not-public' };
  // Before redaction, which takes away the very tokens that tell such a link.
  if (isOneTimeLink(parse.url.visit) !== null) return { admitted: false, reason: 'one-time-link' };
  const { url, redacted } = redactUrl(parse.url.visit);
  if (redacted.length === 0) return { admitted: true, url: parse.url, isRedacted: false };
  const again = parseUrl(url);
  return again.ok ? { admitted: true, url: again.url, isRedacted: true } : { admitted: false, reason: again.problem };
};

const offerOf = (url: ParsedUrl, { source, priority }: Submission, priorityOf: NonNullable<DoorOptions['priorityOf']>, nowMs: number, revive: boolean): Offer => ({
  key: url.key,
  url: url.visit,
  lane: 'probe',
  // The schema of a submission holds it to 0..3.
  priority: priorityOf(url, priority as Priority),
  dueAtMs: nowMs,
  source,
  revive,
});
