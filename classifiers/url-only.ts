import { skipped, type Capture } from '../records/index.ts';
import { partNames } from '../records/capture.ts';
import type { ParsedUrl } from '../url/types.ts';

/** A capture of which nothing was collected, so that the detectors that need no part can judge a URL alone. */
export const urlOnly = (url: ParsedUrl, nowMs: number): Capture => ({
  v: 1, urlKey: url.key, url: url.visit, finalUrl: url.visit, lane: 'probe', profile: 'none', startedAtMs: nowMs, elapsedMs: 0, outcome: 'visited', failure: null,
  // Every part has the same "skipped" shape, which fromEntries cannot say.
  parts: Object.fromEntries(partNames.map((part) => [part, skipped('the URL alone is judged')])) as Capture['parts'],
});
