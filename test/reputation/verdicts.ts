import { parseUrl } from '../../url/parse.ts';
import type { CanonicalUrl, ParsedUrl } from '../../url/types.ts';
import type { Listing, Signal, Verdict } from '../../records/index.ts';

export const t0 = 1_780_000_000_000;
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export const parsed = (url: string): ParsedUrl => {
  const result = parseUrl(url);
  if (!result.ok) throw new Error(`${url}: ${result.problem}`);
  return result.url;
};
export const canonical = (url: string): CanonicalUrl => parsed(url).canonical;

/** A verdict of a browser about `url`, malicious where nothing else is given. */
export const verdictOn = (url: string, given: Partial<Verdict> = {}): Verdict => ({
  v: 1, urlKey: parsed(url).key, url, finalUrl: url, verdict: 'malicious', why: null, threat: 'phishing', brand: 'Acorn Bank', score: 0.987654321, signals: [], failedDetectors: [],
  policy: '2026-11-01.1', compromised: false, captureKey: null, comparedWith: null, lane: 'render', profile: 'desktop', atMs: t0, ...given,
});

export const benign = { verdict: 'benign', threat: null, brand: null, score: 0.01 } as const;
export const gone = { verdict: 'undecided', why: 'gone', threat: null, brand: null, score: 0 } as const;

export const signal = (name: string, weight = 3): Signal => ({ name, weight, threat: 'phishing', says: 'It says so.', evidence: { part: 'url', at: '' }, brand: null });

export const listingOf = (expression: string, given: Partial<Listing> = {}): Listing => ({
  v: 1, expression, scope: 'path', scopeReason: 'Only this page.', threat: 'phishing', score: 0.9, brand: null, compromised: false, state: 'active', firstSeenMs: t0, lastSeenMs: t0, expiresAtMs: t0 + dayMs,
  policy: '2026-11-01.1', urlKey: 'k', captureKey: null, sources: ['feed:a', 'cli'], cleanLooks: 0, listedAtMs: t0, changedAtMs: t0, versions: { verdict: 1, allowList: 'a', hosting: 'h', ageing: 'g' }, hold: null, radius: null, earlier: [], note: null, ...given,
});
