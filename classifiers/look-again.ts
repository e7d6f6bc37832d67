import { asksOf } from './asks.ts';
import type { Subject } from './contract.ts';
import { stateOf } from './detectors/page-state.ts';
import { testsVisitor } from './detectors/script-lure.ts';
import { siteOf } from './hosts.ts';

const littleWords = 120;

/**
 * Whether a page may be showing its visitor less than it shows others. Each trigger is cheap; a page with
 * content of its own and no tests of its visitor never gets a second look.
 */
export const mayHide = (subject: Subject, suspiciousUrl: boolean): boolean => {
  const { page, capture } = subject;
  const { outcome } = capture;
  const asks = asksOf(subject).length > 0;
  switch (outcome) {
    case 'refused-by-policy':
    case 'crashed':
    case 'quarantined':
    case 'unreachable': return false;
    case 'challenged': return true;
    case 'parked':
    case 'blocked':
    case 'gone':
    case 'server-error': return suspiciousUrl;
    case 'visited':
    case 'too-large':
    case 'timed-out': break;
    default: return outcome satisfies never;
  }
  if (asks || page.downloads.length > 0) return false;
  const state = stateOf(subject)?.state ?? null;
  if (state === 'empty' || state === 'default-page') return true;
  const little = page.wordCount < littleWords;
  const kinds = page.behaviour.map(({ kind }) => kind);
  const code = page.scripts.filter(({ kind, bytes }) => kind !== 'external' || bytes < 20_000).map((script) => script.text);
  if (little && testsVisitor(kinds, code)) return true;
  if (!suspiciousUrl) return false;
  const ledToFamous = siteOf(subject.url.host) !== siteOf(subject.final.host) && subject.brands.ownerOf(subject.final.host) !== null;
  return ledToFamous || little || state !== null;
};
