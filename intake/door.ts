import type { Frontier, Offer, OfferOutcome } from '../queues/frontier/contract.ts';
import type { Priority, Submission } from '../records/index.ts';
import { parseUrl } from '../url/index.ts';
import type { ParsedUrl, UrlKey, UrlProblem } from '../url/index.ts';
import { isOneTimeLink, redactUrl, type Links, type RedactionLevel } from './privacy/index.ts';
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
  /** What is taken out of a URL before anything is kept. */
  readonly redaction?: RedactionLevel;
  /** Counts the different links behind a redacted URL; one that went to several people is visited sooner. */
  readonly links?: Links;
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

/** A link that was sent to so many is no private letter. */
const manyLinks = 3;

/** Offers in one call to the frontier: bounds what one script holds Redis for. */
const maxOffers = 1000;

export const openDoor = ({ frontier, now, labMode, redaction = 'full', links, priorityOf = (_url, asked) => asked }: DoorOptions): Door => ({
  submit: async (submissions, { revive = false } = {}) => {
    const nowMs = now();
    const looks = submissions.map((submission) => lookAt(submission.url, labMode, redaction));
    const sentToMany = await keysSentToMany(links, looks, submissions);
    const offers = looks.flatMap((look, index): Offer[] => {
      const submission = submissions[index];
      return look.admitted && submission !== undefined ? [offerOf(look.url, submission, sentToMany.has(look.url.key) ? (url, asked) => sooner(priorityOf(url, asked)) : priorityOf, nowMs, revive)] : [];
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

/** What a URL is kept as; null where that is the URL itself. Who asks about a link of their own is answered by what is known of that. */
export const keptFormOf = (url: ParsedUrl, redaction: RedactionLevel): ParsedUrl | null => {
  const { url: kept, redacted } = redactUrl(url.visit, redaction);
  const parse = redacted.length === 0 ? null : parseUrl(kept);
  return parse?.ok === true ? parse.url : null;
};

/** What the door makes of a text. */
const lookAt = (raw: string, labMode: boolean, redaction: RedactionLevel): Look => {
  const parse = parseUrl(raw);
  if (!parse.ok) return { admitted: false, reason: parse.problem };
  if (!labMode && !mayBePublic(parse.url.host)) return { admitted: false, reason: 'not-public' };
  // Before redaction, which takes away the very tokens that tell such a link.
  if (isOneTimeLink(parse.url.visit) !== null) return { admitted: false, reason: 'one-time-link' };
  const { url, redacted } = redactUrl(parse.url.visit, redaction);
  if (redacted.length === 0) return { admitted: true, url: parse.url, isRedacted: false };
  const again = parseUrl(url);
  return again.ok ? { admitted: true, url: again.url, isRedacted: true } : { admitted: false, reason: again.problem };
};

const keysSentToMany = async (links: Links | undefined, looks: readonly Look[], submissions: readonly Submission[]): Promise<ReadonlySet<UrlKey>> => {
  const redacted = looks.flatMap((look, index) => (look.admitted && look.isRedacted ? [{ key: look.url.key, original: submissions[index]?.url ?? '' }] : []));
  if (links === undefined || redacted.length === 0) return new Set();
  const counts = await links.note(redacted);
  return new Set(redacted.filter((_, index) => (counts[index] ?? 0) >= manyLinks).map(({ key }) => key));
};

const sooner = (priority: Priority): Priority => (priority === 0 ? 0 : (priority - 1) as Priority); // 1 to 3 less one

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
