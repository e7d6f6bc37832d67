import { defineDetector } from '../finding.ts';

/**
 * A new page of a campaign that is known. A tie counts only where members were malicious by what they did themselves, on
 * hosts of more than one owner: so that a mistake about one page does not spread, and a page does not vouch for its
 * neighbour. A close tie is two or more rare things at once (correlation/kinds.ts).
 */
const signals = {
  'same-kit': 'The page shares several rare traits (code, files, form target, bot, shape) with at least three malicious pages of one campaign.',
  'tied': 'The page shares a rare trait or two with malicious pages of one campaign.',
} as const;

const closeWeight = 9;

export const campaign = defineDetector<keyof typeof signals>({
  name: 'campaign',
  needs: ['frames', 'html', 'response'],
  signals,
  detect({ campaign: tie }, report) {
    if (tie === null || tie.ownMalicious < 2 || tie.owners < 2) return;
    const shared = tie.ties.slice(0, 4).map((trait) => trait.slice(0, 60)).join(', ');
    const what = tie.weight >= closeWeight && tie.ownMalicious >= 3 ? 'same-kit' : 'tied';
    report(what, { threat: null, part: 'html', at: `campaign ${tie.id}`, says: `It shares ${shared} with ${tie.ownMalicious} malicious pages of campaign ${tie.id}.` });
  },
});
