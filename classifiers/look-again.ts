import { createHash } from 'node:crypto';
import { asksOf } from './asks.ts';
import type { Subject } from './contract.ts';
import { stateOf } from './detectors/page-state.ts';
import { testsVisitor } from './detectors/script-lure.ts';
import { siteOf } from './hosts.ts';

const littleWords = 120;

/**
 * Whether a page may be showing its visitor less than it shows others. Each trigger is cheap: a suspicious URL that
 * shows nothing, an error, a decent page or a famous site; a page of few words that tests its visitor; one that is
 * empty. `look` counts from 0: a second look is for all of these, a third only for a suspicious URL of which two
 * visitors saw nothing.
 */
export const mayHide = (subject: Subject, suspiciousUrl: boolean, look: number): boolean => {
  const { page, capture } = subject;
  const { outcome } = capture;
  switch (outcome) {
    case 'refused-by-policy':
    case 'crashed':
    case 'quarantined':
    case 'unreachable': return false;
    case 'parked': return suspiciousUrl && look === 0;
    case 'challenged': return look === 0;
    case 'blocked':
    case 'gone':
    case 'server-error': return suspiciousUrl;
    case 'visited':
    case 'too-large':
    case 'timed-out': break;
    default: return outcome satisfies never;
  }
  if (asksOf(subject).length > 0 || page.downloads.length > 0) return false;
  const state = stateOf(subject)?.state ?? null;
  const ledToFamous = siteOf(subject.url.host) !== siteOf(subject.final.host) && subject.brands.ownerOf(subject.final.host) !== null;
  if (look > 0) return suspiciousUrl && (ledToFamous || state !== null || page.wordCount < littleWords);
  if (suspiciousUrl || state === 'empty' || state === 'default-page') return true;
  const kinds = page.behaviour.map(({ kind }) => kind);
  const code = page.scripts.filter(({ kind, bytes }) => kind !== 'external' || bytes < 20_000).map((script) => script.text);
  return page.wordCount < littleWords && testsVisitor(kinds, code);
};

/** A share of all else, so that what no trigger knows is found too. By the moment as well: nobody can choose a URL that is never drawn. */
export const isDrawn = (urlKey: string, atMs: number, share: number): boolean =>
  createHash('sha256').update(`${urlKey} ${atMs}`).digest().readUInt32BE(0) / 2 ** 32 < share;
