import type { Signal, Threat, UndecidedReason, Verdict } from '../records/index.ts';
import { plain } from './finding.ts';

/**
 * A verdict as a short paragraph for people: what, how sure, and the heaviest reasons. What came from the page
 * is quoted and capped by the detectors; control characters are taken out once more.
 *
 * @example "Malicious (phishing, imitates Example Bank), 99 %. The page presents itself as Example Bank (title, logo) and asks for a password, but x.example is not Example Bank's."
 */
export const explain = (verdict: Verdict): string => {
  const reasons = verdict.signals.filter(({ weight, says }) => says !== '' && weight > minWeight).slice(0, maxReasons).map(saidBy);
  const parts = [opening(verdict), ...reasons];
  if (verdict.compromised) parts.push('The host itself looks decent: it was broken into.');
  if (verdict.failedDetectors.length > 0) parts.push(`Not looked at, because the detector failed: ${verdict.failedDetectors.join(', ')}.`);
  return plain(parts.join(' '), maxChars);
};

const minWeight = 0.25;
const maxReasons = 4;
const maxChars = 1600;

const saidBy = ({ says }: Signal): string => (/[.!?]$/.test(says) ? says : `${says}.`);

const opening = (verdict: Verdict): string => {
  const sure = `${Math.round(verdict.score * 100)} %`;
  switch (verdict.verdict) {
    case 'malicious':
    case 'suspicious': {
      const what = [verdict.threat === null ? null : threatInWords[verdict.threat], verdict.brand === null ? null : `imitates ${verdict.brand}`].filter((part) => part !== null).join(', ');
      return `${verdict.verdict === 'malicious' ? 'Malicious' : 'Suspicious'}${what === '' ? '' : ` (${what})`}, ${sure}.`;
    }
    case 'benign': return `Benign: the page was seen whole, and nothing speaks against it that would suffice (${sure}).`;
    case 'undecided': return `Undecided: ${verdict.why === null ? 'nothing that could be judged was seen' : whyInWords[verdict.why]}.`;
    default: return verdict.verdict satisfies never;
  }
};

const threatInWords: Readonly<Record<Threat, string>> = {
  'phishing': 'phishing', 'malware': 'malware', 'clickfix': 'talks its visitor into running a command', 'tech-support-scam': 'tech-support scam', 'drive-by': 'drive-by attack', 'cryptojacking': 'mines in the visitor\'s browser',
  'skimmer': 'steals cards from a shop\'s customers', 'scam': 'scam', 'unwanted': 'unwanted',
};

const whyInWords: Readonly<Record<UndecidedReason, string>> = {
  'challenge': 'a bot check stood in the way', 'blocked': 'the server refused the visit', 'error': 'the server answered with an error', 'gone': 'there is no page any more', 'unreachable': 'the server could not be reached',
  'refused': 'the address is not one that may be visited', 'crashed': 'the browser crashed on it', 'empty': 'the page has nothing on it', 'parked': 'the name is parked', 'not-visited': 'only the URL was looked at',
  'looking-again': 'another visitor is sent to look', 'gave-up': 'it could not be visited in several attempts', 'quarantined': 'it killed its browser twice, and is left alone for a while',
};
