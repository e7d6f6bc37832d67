import { valueOr, type Capture, type Verdict } from '../records/index.ts';

/** One line of `scan --json` and `rate --json`. Its form is a contract with other programs (README, "Output"). */
export interface VerdictLine {
  readonly url: string;
  readonly verdict: Verdict['verdict'];
  readonly threat: Verdict['threat'];
  /** Calibrated probability of being malicious, 0 to 1. */
  readonly score: number;
  readonly brand: string | null;
  readonly signals: readonly { readonly name: string; readonly weight: number; readonly says: string; readonly evidence: { readonly part: string; readonly at: string } }[];
  readonly finalUrl: string;
  readonly redirects: readonly string[];
  readonly profile: string;
  readonly lane: Verdict['lane'];
  readonly captureKey: string | null;
  readonly elapsedMs: number;
  /** Set where nothing could be judged; the verdict is undecided then. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

export const verdictLine = (asGiven: string, verdict: Verdict, capture: Capture | null, elapsedMs: number): VerdictLine => ({
  url: asGiven,
  verdict: verdict.verdict,
  threat: verdict.threat,
  score: Math.round(verdict.score * 1e6) / 1e6,
  brand: verdict.brand,
  signals: verdict.signals.map(({ name, weight, says, evidence }) => ({ name, weight, says, evidence })),
  finalUrl: verdict.finalUrl,
  redirects: capture === null ? [] : valueOr(capture.parts.redirects, []).map(({ to }) => to),
  profile: verdict.profile,
  lane: verdict.lane,
  captureKey: verdict.captureKey,
  elapsedMs: Math.round(elapsedMs),
  error: verdict.verdict === 'undecided' ? errorOf(verdict, capture) : null,
});

/** A line for input that was never judged. */
export const problemLine = (asGiven: string, code: string, message: string): VerdictLine => ({
  url: asGiven.slice(0, 2048), verdict: 'undecided', threat: null, score: 0, brand: null, signals: [], finalUrl: asGiven.slice(0, 2048), redirects: [], profile: '', lane: 'url', captureKey: null, elapsedMs: 0,
  error: { code, message },
});

const errorOf = (verdict: Verdict, capture: Capture | null): VerdictLine['error'] => {
  if (verdict.why === 'quarantined') return { code: 'quarantined', message: 'It killed its browser twice.' };
  if (capture?.failure) return capture.failure;
  return { code: verdict.why ?? 'undecided', message: capture === null ? 'It was not visited.' : 'Nothing was seen that could be judged.' };
};
