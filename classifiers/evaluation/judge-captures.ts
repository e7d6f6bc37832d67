import type { Capture, Verdict } from '../../records/index.ts';
import type { Judge } from '../contract.ts';

/** Two captures this far apart are two visits of their own, not one visit and its second look. */
const maxApartMs = 1_800_000;

/**
 * Judges a URL's stored captures, oldest first, as a scan judges them while it makes them: the newest, and where
 * it was a second look by another visitor, the first look before it; the worse of both stands.
 * Null where there is no capture.
 */
export const judgeCaptures = (captures: readonly { readonly key: string; readonly capture: Capture }[], judge: Judge): Verdict | null => {
  const last = captures.at(-1);
  if (last === undefined) return null;
  const nowMs = last.capture.startedAtMs;
  const before = captures.at(-2);
  const isSecondLook = before !== undefined && last.capture.lane === 'render' && before.capture.lane === 'render'
    && before.capture.profile !== last.capture.profile && nowMs - before.capture.startedAtMs < maxApartMs;
  if (!isSecondLook) return judge.judge(last.capture, { captureKey: last.key, previous: null, nowMs });
  const first = judge.judge(before.capture, { captureKey: before.key, previous: null, nowMs });
  if (judge.nextLook(before.capture, first, 0) === 'done') return first;
  const second = judge.judge(last.capture, { captureKey: last.key, previous: before, nowMs });
  return rank(first) > rank(second) ? first : second;
};

/** A look that saw something outranks one that saw nothing, and a bad one a good one. */
export const rank = (verdict: Verdict): number => ['undecided', 'benign', 'suspicious', 'malicious'].indexOf(verdict.verdict);
