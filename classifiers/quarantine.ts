import { parseUrl } from '../url/parse.ts';
import { isAccused, type Capture, type Verdict } from '../records/index.ts';
import type { Judge } from './contract.ts';

/** What of ours a visit took with it: its own renderer, or the browser that it shared. Null where it did not, or where a fault of ours ended it. */
export const deathOf = ({ lane, outcome, failure }: Capture): 'renderer' | 'browser' | null => {
  if (lane !== 'render' || outcome !== 'crashed') return null;
  return failure?.code === 'crashed' || failure?.code === 'memory' ? 'renderer' : failure?.code === 'browser-died' ? 'browser' : null;
};

/** A URL that died twice is judged by what was seen until then, and where that accuses nothing, by the URL alone. */
export const quarantinedVerdict = (judge: Pick<Judge, 'rate'>, seen: Verdict, url: string, nowMs: number): Verdict => {
  const parsed = parseUrl(url);
  const rated = parsed.ok && !isAccused(seen) ? judge.rate(parsed.url, nowMs) : null;
  if (rated === null || !isAccused(rated)) return { ...seen, why: 'quarantined' };
  return { ...rated, urlKey: seen.urlKey, finalUrl: seen.finalUrl, why: 'quarantined', captureKey: seen.captureKey, comparedWith: seen.comparedWith, lane: seen.lane, profile: seen.profile };
};
