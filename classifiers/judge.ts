import { isAccused, type Signal, type UndecidedReason, type Verdict, type VerdictKind } from '../records/index.ts';
import { parseUrl } from '../url/parse.ts';
import type { ParsedUrl } from '../url/types.ts';
import type { BrandCatalogue, Detector, Finding, Judge, Policy, Subject } from './contract.ts';
import { claimsOf, mayBe } from './claims.ts';
import { detectors as allDetectors } from './detectors/index.ts';
import { stateOf } from './detectors/page-state.ts';
import { plain } from './finding.ts';
import { isDrawn, mayHide } from './look-again.ts';
import type { Given, UrlModel } from './model/url-model.ts';
import { scoreOf } from './score.ts';
import { standing } from './standing.ts';
import { subjectOf } from './subject.ts';
import { isSettledByProbe, type TriageFacts } from './triage.ts';
import { urlOnly } from './url-only.ts';

export interface JudgeParts {
  readonly policy: Policy;
  readonly brands: BrandCatalogue;
  /** All of them unless a test asks for some. */
  readonly detectors?: readonly Detector[];
  /** Rates URLs; without one the policy's weights of what the URL shows do. */
  readonly urlModel?: UrlModel | null;
}

/** Threats that are done to a host's own visitors by code that somebody put on it: the host is a victim too. */
const compromisesHost = new Set(['skimmer/fields-beaconed', 'skimmer/fields-sent-elsewhere', 'skimmer/fields-sent-hidden', 'skimmer/typed-data-left', 'skimmer/hidden-checkout-code', 'skimmer/checkout-gate', 'skimmer/checkout-list', 'skimmer/all-fields-sent', 'skimmer/kept-in-images', 'injected/frame-outside', 'injected/hidden-links', 'injected/search-visitors-sent']);

/** A page that shows a brand in one place only still names whom it abuses; it takes a deed of another kind to be accused. */
const namedWorth = 2;

export const createJudge = ({ policy, brands, detectors = allDetectors, urlModel = null }: JudgeParts): Judge => {
  const rate = (url: ParsedUrl, nowMs: number, given: Given = 'url'): Verdict => {
    const { findings, failedDetectors } = detectAll(subjectOf(urlOnly(url, nowMs), brands, null), detectors.filter(({ needs }) => needs.length === 0));
    const byPolicy = scoreOf(findings, policy);
    const { brand, threat } = byPolicy;
    const { score, signals, suspicious } = urlModel === null ? { ...byPolicy, score: byPolicy.evidence, suspicious: byPolicy.evidence >= policy.suspiciousAt } : byModel(urlModel, url, given, byPolicy.signals);
    return {
      v: 1, urlKey: url.key, url: url.visit, finalUrl: url.visit, verdict: suspicious ? 'suspicious' : 'undecided', why: suspicious ? null : 'not-visited', threat: suspicious ? threat : null, brand, score, signals: [...signals],
      failedDetectors, policy: policy.version, compromised: false, captureKey: null, comparedWith: null, lane: 'url', profile: 'none', atMs: nowMs,
    };
  };
  /** The model's score is for as many malicious URLs as benign ones; here the policy's prior counts, as it does for pages. */
  const mayBeBad = (url: ParsedUrl, nowMs: number): boolean =>
    (urlModel === null ? rate(url, nowMs).score : atPrior(urlModel.score(url), policy.prior)) >= policy.lookAgainAt;
  return {
    rate,
    judge(capture, { captureKey, previous, nowMs, campaign = null }) {
      const subject = subjectOf(capture, brands, previous?.capture ?? null, campaign);
      const { findings, failedDetectors } = detectAll(subject, detectors);
      const { score, evidence, signals, hasDeed, threat, brand } = scoreOf(findings, policy);
      const { verdict, why } = decide(subject, { evidence, hasDeed }, policy);
      const accused = isAccused({ verdict });
      const named = accused && brand === null ? claimsOf(subject).find((claim) => claim.worth >= namedWorth && !mayBe(claim.brand, subject.final.host, subject))?.brand.name ?? null : brand;
      return {
        v: 1, urlKey: capture.urlKey, url: capture.url, finalUrl: capture.finalUrl, verdict, why, threat: accused ? threat : null, brand: named, score, signals: [...signals],
        failedDetectors, policy: policy.version, compromised: verdict === 'malicious' && signals.some(({ name, weight }) => weight > 0 && compromisesHost.has(name)),
        captureKey, comparedWith: previous?.key ?? null, lane: capture.lane, profile: capture.profile, atMs: nowMs,
      };
    },
    triage(capture) {
      const subject = subjectOf(capture, brands, null);
      const isPlain = (url: ParsedUrl): boolean => !mayBeBad(url, capture.startedAtMs);
      const facts: TriageFacts = {
        plainUrl: isPlain(subject.url),
        plainPage: isQuiet(detectAll(subject, detectors), policy),
        isPlain: (text) => { const parse = parseUrl(text); return parse.ok && isPlain(parse.url); },
      };
      return isSettledByProbe(subject, facts) ? 'settle' : 'render';
    },
    nextLook(capture, verdict, look) {
      if (look > 1 || verdict.verdict === 'malicious' || capture.lane === 'probe') return 'done';
      const subject = subjectOf(capture, brands, null);
      if (look === 0 && subject.capture.outcome === 'visited' && isDrawn(capture.urlKey, verdict.atMs, policy.lookAgainShare)) return 'look-again';
      return mayHide(subject, mayBeBad(subject.url, verdict.atMs), look) ? 'look-again' : 'done';
    },
  };
};

const atPrior = (score: number, prior: number): number => 1 / (1 + Math.exp(-(logOdds(score) + prior)));
const logOdds = (score: number): number => Math.log(Math.max(1e-9, score) / Math.max(1e-9, 1 - score));

/** What the model says, beside what the detectors showed of the URL: its signal weighs what the others leave to the score. */
const byModel = (model: UrlModel, url: ParsedUrl, given: Given, shown: readonly Signal[]): { readonly score: number; readonly signals: readonly Signal[]; readonly suspicious: boolean } => {
  const { score, says } = model.rate(url, given);
  const suspicious = model.isSuspicious(url, score, given);
  const weight = logOdds(score) - shown.reduce((sum, signal) => sum + signal.weight, 0);
  const opening = suspicious ? 'The URL model finds it like malicious URLs.' : score < 0.5 ? 'The URL model finds it like benign URLs.' : 'The URL model finds it neither clearly like benign nor like malicious URLs.';
  const signal: Signal = { name: 'url-model/likelihood', weight: Math.round(weight * 1e4) / 1e4, says: plain([opening, ...says].join(' '), 500), evidence: { part: 'url', at: plain(url.visit, 300) }, threat: null, brand: null };
  return { score, signals: [...shown, signal].sort((a, b) => b.weight - a.weight || a.name.localeCompare(b.name)), suspicious };
};

/** Nothing was seen that speaks against a page. A detector that failed might have. */
const isQuiet = ({ findings, failedDetectors }: ReturnType<typeof detectAll>, policy: Policy): boolean =>
  failedDetectors.length === 0 && scoreOf(findings, policy).evidence < policy.lookAgainAt;

/** One that throws is named, and the others still speak. */
const detectAll = (subject: Subject, detectors: readonly Detector[]): { readonly findings: readonly Finding[]; readonly failedDetectors: string[] } => {
  const findings: Finding[] = [];
  const failedDetectors: string[] = [];
  for (const detector of detectors) {
    if (detector.needs.length > 0 && detector.needs.every((part) => subject.capture.parts[part].state !== 'collected')) continue;
    try {
      findings.push(...detector.detect(subject));
    } catch {
      failedDetectors.push(detector.name);
    }
  }
  return { findings, failedDetectors };
};

/** A deed that was seen counts whatever the status said; else what wasn't seen whole is never benign. */
const decide = (subject: Subject, { evidence, hasDeed }: { readonly evidence: number; readonly hasDeed: boolean }, policy: Policy): { readonly verdict: VerdictKind; readonly why: UndecidedReason | null } => {
  if (evidence >= policy.maliciousAt && hasDeed) return { verdict: 'malicious', why: null };
  const why = standing(subject.capture, stateOf(subject)?.state ?? null);
  if (evidence >= policy.suspiciousAt && (why === null || hasDeed)) return { verdict: 'suspicious', why: null };
  return why === null ? { verdict: 'benign', why: null } : { verdict: 'undecided', why };
};
