import type { CaptureParts, ConnectionRecord } from '../records/index.ts';
import { valueOr } from '../records/index.ts';
import { challengeProvider } from './challenge.ts';
import { endingOfError, endingOfStatus, type Ending } from './failures.ts';

/** What both lanes know when a visit is over. */
export interface Seen {
  /** The main document that was asked for last. */
  readonly url: string;
  /** The navigation's error, null where a document or a download came. */
  readonly error: unknown;
  readonly parts: CaptureParts;
  readonly connections: readonly ConnectionRecord[];
}

/**
 * How a visit ended, by what it saw. In order: no answer; a provider's bot check; a status that says no;
 * a cap. A page that asks for a secret is `visited` whatever its status: kits answer 404 and 403 with a
 * login, and what a victim would see is what is judged. So is one with a download or a redirect to the page.
 */
export const endingOf = ({ url, error, parts, connections }: Seen): Ending => {
  const response = valueOr(parts.response, null);
  const downloads = valueOr(parts.downloads, []);
  if (response === null) {
    if (downloads.length > 0) return visited;
    if (error !== null) return endingOfError(error, url, connections);
    return valueOr(parts.frames, []).some((frame) => frame.text !== '') ? visited : { outcome: 'unreachable', failure: { code: 'no-answer', message: 'the server did not answer' } };
  }
  if (asksForSecret(parts) || downloads.length > 0) return visited;
  const provider = challengeProvider({ status: response.status, headers: response.headers, html: valueOr(parts.html, '') });
  if (provider !== null) return { outcome: 'challenged', failure: { code: 'challenge', message: `a bot check of ${provider} stood in the way` } };
  const byStatus = endingOfStatus(response.status);
  if (byStatus !== null) return byStatus;
  if (connections.some((connection) => connection.refused === 'bytes-exceeded')) return { outcome: 'too-large', failure: { code: 'bytes-exceeded', message: "the visit's byte cap was used up" } };
  return visited;
};

const visited: Ending = { outcome: 'visited', failure: null };

const secretPurposes = new Set(['password', 'one-time-code', 'card-number', 'card-code', 'seed-phrase', 'pin', 'bank-account', 'national-id']);

const asksForSecret = (parts: CaptureParts): boolean =>
  valueOr(parts.forms, []).some((form) => form.fields.some((field) => secretPurposes.has(field.purpose)));

