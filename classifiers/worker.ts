import { createHash } from 'node:crypto';
import { isAccused, valueOr, type CampaignTie, type Capture, type JudgeTask, type Lane, type Verdict, type VisitOutcome } from '../records/index.ts';
import type { CaptureKey, EvidenceStore } from '../evidence/contract.ts';
import type { Crashes } from '../queues/crashes.ts';
import type { Frontier, LeaseOutcome, LeaseRef, Settlement } from '../queues/frontier/contract.ts';
import type { RecordOutcome, ReputationStore } from '../reputation/contract.ts';
import type { UrlKey } from '../url/types.ts';
import type { Judge } from './contract.ts';
import { deathOf, quarantinedVerdict } from './quarantine.ts';

/**
 * The judge lane: takes captures that wait for their verdict, and ends the lease of each.
 *
 * The order is what makes it safe to kill: the verdict is recorded before the lease ends. Killed between the
 * two, the lease lapses, the URL is visited and judged once more, and the newest verdict wins. What fails for
 * one task is logged and left to its lease; a source that fails ends the lane.
 */
export interface JudgeLaneOptions {
  readonly judge: Judge;
  readonly source: JudgeSource;
  readonly evidence: Pick<EvidenceStore, 'get'>;
  readonly reputation: Pick<ReputationStore, 'record' | 'verdictOf'>;
  readonly frontier: Pick<Frontier, 'settle' | 'defer' | 'bury'>;
  readonly crashes: Crashes;
  /** Where captures are tied to each other; without it each is judged alone. What fails there is logged, and judged without. */
  readonly campaigns?: CampaignLane;
  /** Learns from each first verdict, and looks for more of what a malicious page belongs to. What fails there is logged. */
  readonly discover?: (capture: Capture, verdict: Verdict, source: string, isNewCampaign: boolean, isFirst: boolean) => Promise<void>;
  /** The recrawl plan: the visit after this verdict, null for none. */
  readonly nextVisit: (verdict: Verdict, nowMs: number) => Promise<Settlement['next']>;
  /** Failed visits in a row before a URL is given up. */
  readonly maxAttempts: number;
  /** Tasks under way at once: judging holds the thread, so this hides the waiting for stores only. */
  readonly concurrency: number;
  readonly now: () => number;
  /** Takes no more tasks; those under way are ended. */
  readonly signal: AbortSignal;
  readonly log: { error(facts: object, message: string): void };
  /** Called once a capture that was found, with how its visit ended (records/outcome.ts), for counting. */
  readonly onOutcome?: (lane: Lane, outcome: VisitOutcome) => void;
  /** Called before the lease ends, with what was judged: whoever keeps something of each look does so here, as often as a look is repeated. */
  readonly onVerdict?: (verdict: Verdict, task: JudgeTask, outcome: RecordOutcome, capture: Capture) => Promise<void> | void;
}

export interface CampaignLane {
  match(capture: Capture): Promise<CampaignTie | null>;
  place(capture: Capture, verdict: Verdict, nowMs: number): Promise<unknown>;
}

export interface JudgeSource {
  /** The next task, or null when there will be none any more; resolves early, with null, after the signal. */
  take(signal: AbortSignal): Promise<Delivery | null>;
}

export interface Delivery {
  readonly task: JudgeTask;
  /** Ends the delivery, judged or not: the lease alone remembers what is left to do. */
  done(): Promise<void>;
}

/** Resolves when the source has ended, or after the signal; rejects where the source does. */
export const runJudgeLane = async (options: JudgeLaneOptions): Promise<void> => {
  const loop = async (): Promise<void> => {
    while (!options.signal.aborted) {
      const delivery = await options.source.take(options.signal);
      if (delivery === null) return;
      try {
        await judgeOne(options, delivery.task);
      } catch (error) {
        options.log.error({ err: error, urlKey: delivery.task.task.urlKey, captureKey: delivery.task.captureKey }, 'a capture was not judged; its lease will lapse');
      } finally {
        await delivery.done();
      }
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, loop));
};

/** One capture, up to the end of its lease. Answers what it did, for tests and logs. */
export const judgeOne = async (options: JudgeLaneOptions, judgeTask: JudgeTask): Promise<Step> => {
  const { judge, evidence, reputation, frontier } = options;
  const { task, captureKey } = judgeTask;
  const nowMs = options.now();
  const lease: LeaseRef = { key: task.urlKey as UrlKey, token: task.lease }; // both were written from a lease
  const defer = async (step: Step, to: { readonly afterMs: number; readonly lane: 'probe' | 'render'; readonly look: number; readonly costsAttempt: boolean; readonly hostNotBeforeMs?: number | null }): Promise<Step> => {
    const { afterMs, lane, look, costsAttempt, hostNotBeforeMs = null } = to;
    return outcomeOf(step, await frontier.defer([{ ...lease, dueAtMs: nowMs + afterMs, lane, look, costsAttempt, hostNotBeforeMs }], nowMs));
  };

  const capture = await evidence.get(captureKey as CaptureKey); // written from the key that put() gave
  // At the last attempt too: without a capture there is nothing to judge here, and the feeder gives up with a verdict.
  if (capture === null) return defer('try-again', { afterMs: backOffMs(task.attempts), lane: task.lane, look: task.look, costsAttempt: true });

  const counts = (outcome: VisitOutcome): void => { options.onOutcome?.(task.lane, outcome); };
  const died = deathOf(capture);
  if (died !== null) {
    if (await options.crashes.add(task.urlKey, task.lease) < 2) {
      counts('crashed');
      return defer('try-again', { afterMs: backOffMs(task.attempts) + (died === 'browser' ? apartMs(task.urlKey) : 0), lane: task.lane, look: task.look, costsAttempt: true });
    }
    counts('quarantined');
    const verdict = await quarantined(options, judgeTask, capture, nowMs);
    const recorded = await reputation.record(verdict, { sources: [task.source] }, nowMs);
    await options.onVerdict?.(verdict, judgeTask, recorded, capture);
    return outcomeOf('quarantined', await frontier.settle([{ ...lease, next: await options.nextVisit(verdict, nowMs) }], nowMs));
  }
  // It was beside another that died, or is mended.
  if (task.lane === 'render' && capture.outcome !== 'crashed') await options.crashes.forget(task.urlKey);
  const triesLeft = task.attempts + 1 < options.maxAttempts;
  const quietUntilMs = retryAfterMs(capture, nowMs);
  if (triesLeft && (isFailure(capture) || quietUntilMs !== null)) {
    counts(capture.outcome);
    const afterMs = Math.max(backOffMs(task.attempts), (quietUntilMs ?? nowMs) - nowMs);
    return defer('try-again', { afterMs, lane: task.lane, look: task.look, costsAttempt: true, hostNotBeforeMs: quietUntilMs });
  }
  if (task.lane === 'probe' && judge.triage(capture) === 'render') {
    // A page that shows its lure once has shown it by now: what the probe saw is kept, for the browser's visit to be compared with.
    const seen = judge.judge(capture, { captureKey, previous: null, nowMs });
    counts(endingOf(capture, seen));
    if (isAccused(seen)) await reputation.record(lookingAgain(seen), { sources: [task.source] }, nowMs);
    return defer('to-render', { afterMs: 0, lane: 'render', look: task.look, costsAttempt: false });
  }

  const previous = task.lane === 'render' ? await firstLook(options, task) : null;
  const campaign = await guarded(options, judgeTask, (campaigns) => campaigns.match(capture));
  const judged = judge.judge(capture, { captureKey, previous, nowMs, campaign });
  counts(endingOf(capture, judged));
  const record = async (verdict: Verdict): Promise<void> => {
    const outcome = await reputation.record(verdict, { sources: [task.source] }, nowMs);
    await options.onVerdict?.(verdict, judgeTask, outcome, capture);
  };
  // The worse of what was seen so far stays, and is what the next look is compared with.
  const worse = worseOf(judge, judged, capture, previous, nowMs);
  if (task.lane === 'render' && !isFailure(capture) && worse.verdict !== 'malicious' && judge.nextLook(capture, judged, task.look) === 'look-again') {
    await record(worse.verdict === 'suspicious' ? worse : lookingAgain(worse));
    return defer('look-again', { afterMs: 0, lane: 'render', look: task.look + 1, costsAttempt: false });
  }
  const verdict = isFailure(capture) ? { ...judged, verdict: 'undecided' as const, why: 'gave-up' as const, threat: null } : worse;
  const before = options.discover === undefined ? null : await reputation.verdictOf(task.urlKey);
  await record(verdict);
  // What stands may be the earlier look's, which saw the page.
  const seen = verdict.captureKey === previous?.key && previous !== null ? previous.capture : capture;
  await guarded(options, judgeTask, (campaigns) => campaigns.place(seen, verdict, nowMs));
  try {
    await options.discover?.(seen, verdict, task.source, campaign === null, before === null || before.why === 'looking-again');
  } catch (error) {
    options.log.error({ err: error, captureKey }, 'nothing was looked for around a capture');
  }
  if (capture.outcome === 'refused-by-policy') return outcomeOf('refused', await frontier.bury([{ ...lease, reason: 'refused-by-policy' }], nowMs));
  const next = await options.nextVisit(verdict, nowMs);
  if (isFailure(capture) && next === null) return outcomeOf('given-up', await frontier.bury([{ ...lease, reason: 'too-many-attempts' }], nowMs));
  return outcomeOf('settled', await frontier.settle([{ ...lease, next }], nowMs));
};

/** Campaigns help to judge, and never stand in the way of it. */
const guarded = async <T>({ campaigns, log }: JudgeLaneOptions, { captureKey }: JudgeTask, ask: (campaigns: CampaignLane) => Promise<T>): Promise<T | null> => {
  if (campaigns === undefined) return null;
  try {
    return await ask(campaigns);
  } catch (error) {
    log.error({ err: error, captureKey }, 'a capture was judged without the campaigns');
    return null;
  }
};

/** What became of a task. `quarantined`: settled, after it died twice. `lease-lost`: somebody else has the URL by now; what was recorded stands. */
export type Step = 'settled' | 'to-render' | 'look-again' | 'try-again' | 'given-up' | 'refused' | 'quarantined' | 'lease-lost';

const outcomeOf = (step: Step, [outcome]: readonly LeaseOutcome[]): Step => (outcome === 'lease-lost' ? 'lease-lost' : step);

/** The visit failed in a way that says nothing of the page: it may go better next time. */
const isFailure = ({ outcome, parts }: Capture): boolean => {
  if (outcome === 'unreachable' || outcome === 'crashed') return true;
  return outcome === 'timed-out' && valueOr(parts.frames, []).length === 0 && parts.html.state !== 'collected' && valueOr(parts.downloads, []).length === 0;
};

/** A parking page is told by what it says, so by its verdict. */
const endingOf = ({ outcome }: Capture, { why }: Verdict): VisitOutcome => (why === 'parked' ? 'parked' : outcome);

/** Those that shared a browser when it died come back apart from each other, up to 45 s by URL: several visits long, so that the one that kills it mostly dies alone the second time. */
const apartMs = (urlKey: string): number => (createHash('sha256').update(urlKey).digest().readUInt32BE(0) / 2 ** 32) * 45_000;

/** By what was seen until it died, what a visitor before was shown, and the URL alone: the worst of these. */
const quarantined = async (options: JudgeLaneOptions, { task, captureKey }: JudgeTask, capture: Capture, nowMs: number): Promise<Verdict> => {
  const ended: Capture = { ...capture, outcome: 'quarantined' };
  const previous = await firstLook(options, task);
  const seen = worseOf(options.judge, options.judge.judge(ended, { captureKey, previous, nowMs }), ended, previous, nowMs);
  return quarantinedVerdict(options.judge, seen, task.url, nowMs);
};

/** 30 s, 2 min, 8 min, 32 min, about 2 h. */
const backOffMs = (attempts: number): number => 30_000 * 4 ** Math.min(attempts, 4);

const maxQuietMs = 24 * 3_600_000;

/** When a busy host (429, 503) asked to be asked again, in epoch milliseconds; at most a day off. RFC 9110, 10.2.3. */
const retryAfterMs = ({ parts }: Capture, nowMs: number): number | null => {
  const response = valueOr(parts.response, null);
  if (response === null || (response.status !== 429 && response.status !== 503)) return null;
  const value = response.headers.find(([name]) => name === 'retry-after')?.[1].trim().slice(0, 64);
  if (value === undefined) return null;
  const atMs = /^\d{1,9}$/.test(value) ? nowMs + Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(atMs) || atMs <= nowMs ? null : Math.min(atMs, nowMs + maxQuietMs);
};

const lookingAgain = (verdict: Verdict): Verdict => ({ ...verdict, verdict: 'undecided', why: 'looking-again', threat: null });

/**
 * The capture that was seen just before this one, by a probe or another visitor, from the verdict that was recorded
 * for it. Null where there is none: at a first look what was recorded may be of last week. Null where retention took it.
 */
const firstLook = async ({ reputation, evidence }: JudgeLaneOptions, { urlKey, look }: JudgeTask['task']): Promise<{ readonly key: string; readonly capture: Capture } | null> => {
  const recorded = await reputation.verdictOf(urlKey);
  const key = recorded?.captureKey ?? null;
  if (key === null || (look === 0 && recorded?.why !== 'looking-again')) return null;
  const capture = await evidence.get(key as CaptureKey); // recorded from a key that put() gave
  return capture === null ? null : { key, capture };
};

/** A look that saw a deed outranks one that saw none; one that saw a page, one that saw nothing. */
const ranks = ['undecided', 'benign', 'suspicious', 'malicious'] as const;

/** The earlier look is judged against the newer one as well, so that whichever stands says what the other was shown. */
const worseOf = (judge: Judge, verdict: Verdict, capture: Capture, previous: { readonly key: string; readonly capture: Capture } | null, nowMs: number): Verdict => {
  if (previous === null) return verdict;
  const first = judge.judge(previous.capture, { captureKey: previous.key, previous: verdict.captureKey === null ? null : { key: verdict.captureKey, capture }, nowMs });
  return ranks.indexOf(first.verdict) > ranks.indexOf(verdict.verdict) ? first : verdict;
};
