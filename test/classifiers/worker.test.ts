import { expect } from 'chai';
import type { Capture, JudgeTask, Verdict } from '../../records/index.ts';
import type { CaptureKey } from '../../evidence/contract.ts';
import type { Burial, Deferral, Settlement } from '../../queues/frontier/contract.ts';
import type { Judge } from '../../classifiers/contract.ts';
import { judgeOne, runJudgeLane, type Delivery, type JudgeLaneOptions } from '../../classifiers/worker.ts';
import { captureOf, type PageSketch } from './capture-builder.ts';

const nowMs = 1_795_000_000_000;
const next = { dueAtMs: nowMs + 3_600_000, lane: 'render', priority: 2 } as const;

/** A judge that says what the test wants: the verdict by the capture's profile. */
const judgeSaying = (verdicts: Readonly<Record<string, Verdict['verdict']>>, triage: 'settle' | 'render' = 'settle', look: 'done' | 'look-again' = 'done'): Judge => ({
  judge: (capture, { captureKey, previous }) => ({
    v: 1, urlKey: capture.urlKey, url: capture.url, finalUrl: capture.finalUrl, verdict: verdicts[capture.profile] ?? 'benign', why: null, threat: null, brand: null, score: 0.5, signals: [], failedDetectors: [],
    policy: '2026-11-23.1', compromised: false, captureKey, comparedWith: previous?.key ?? null, lane: capture.lane, profile: capture.profile, atMs: nowMs,
  }),
  rate: () => { throw new Error('not asked'); },
  triage: () => triage,
  nextLook: () => look,
});

const world = (captures: Readonly<Record<string, PageSketch>>, judge: Judge, over: Partial<JudgeLaneOptions> = {}) => {
  const log: string[] = [];
  const recorded: Verdict[] = [];
  const settled: Settlement[] = [];
  const deferred: Deferral[] = [];
  const buried: Burial[] = [];
  const died = new Set<string>();
  const outcomes: string[] = [];
  const stored = new Map<string, Capture>(Object.entries(captures).map(([key, sketch]) => [key, captureOf(sketch)]));
  const ended = { value: 'done' as 'done' | 'lease-lost' };
  const options: JudgeLaneOptions = {
    judge,
    source: { take: () => Promise.resolve(null) },
    evidence: { get: (key: CaptureKey) => Promise.resolve(stored.get(key) ?? null) },
    reputation: {
      record: (verdict) => { log.push(`record ${verdict.verdict}`); recorded.push(verdict); return Promise.resolve('unlisted'); },
      verdictOf: () => Promise.resolve(recorded.at(-1) ?? null),
    },
    frontier: {
      settle: (rows) => { log.push('settle'); settled.push(...rows); return Promise.resolve([ended.value]); },
      defer: (rows) => { log.push('defer'); deferred.push(...rows); return Promise.resolve([ended.value]); },
      bury: (rows) => { log.push('bury'); buried.push(...rows); return Promise.resolve([ended.value]); },
    },
    crashes: { add: (urlKey, lease) => { died.add(`${urlKey} ${lease}`); return Promise.resolve(died.size); }, forget: () => { died.clear(); return Promise.resolve(); } },
    nextVisit: () => Promise.resolve(next),
    onOutcome: (lane, outcome) => { outcomes.push(`${lane} ${outcome}`); },
    maxAttempts: 5,
    concurrency: 1,
    now: () => nowMs,
    signal: new AbortController().signal,
    log: { error: (facts, message) => { log.push(`error ${message}`); void facts; } },
    ...over,
  };
  return { options, log, recorded, settled, deferred, buried, ended, outcomes };
};

const task = (captureKey: string, over: Partial<JudgeTask['task']> = {}): JudgeTask => ({
  v: 1, captureKey, task: { v: 1, urlKey: captureOf({}).urlKey, url: captureOf({}).url, lane: 'render', look: 0, lease: 'token', deadlineMs: nowMs + 60_000, attempts: 0, source: 'feed:test', ...over },
});

describe('the judge lane', () => {
  it('records before it settles, with the plan\'s next visit', async () => {
    const { options, log, settled } = world({ a: { body: 'x' } }, judgeSaying({}));
    expect(await judgeOne(options, task('a'))).to.equal('settled');
    expect(log).to.deep.equal(['record benign', 'settle']);
    expect(settled[0]).to.include({ token: 'token' }).and.to.deep.include({ next });
  });

  it('sends a probe that needs a browser to one, due now, at no cost, and records nothing', async () => {
    const { options, log, deferred } = world({ a: { lane: 'probe', body: 'x' } }, judgeSaying({}, 'render'));
    expect(await judgeOne(options, task('a', { lane: 'probe' }))).to.equal('to-render');
    expect(log).to.deep.equal(['defer']);
    expect(deferred[0]).to.include({ lane: 'render', dueAtMs: nowMs, costsAttempt: false, look: 0 });
  });

  it('settles a probe that suffices', async () => {
    const { options } = world({ a: { lane: 'probe', body: 'x' } }, judgeSaying({}, 'settle'));
    expect(await judgeOne(options, task('a', { lane: 'probe' }))).to.equal('settled');
  });

  it('sends a second visitor, and calls the page undecided meanwhile', async () => {
    const { options, recorded, deferred } = world({ a: { body: 'x' } }, judgeSaying({}, 'settle', 'look-again'));
    expect(await judgeOne(options, task('a'))).to.equal('look-again');
    expect(recorded[0]).to.include({ verdict: 'undecided', why: 'looking-again', captureKey: 'a' });
    expect(deferred[0]).to.include({ look: 1, costsAttempt: false, dueAtMs: nowMs });
  });

  it('compares the second look with the first, and keeps the worse of the two', async () => {
    const { options, recorded } = world({ a: { body: 'x', profile: 'first' }, b: { body: 'y', profile: 'second' } }, judgeSaying({ first: 'suspicious', second: 'benign' }, 'settle', 'look-again'));
    await judgeOne(options, task('a'));
    await judgeOne({ ...options, judge: judgeSaying({ first: 'suspicious', second: 'benign' }) }, task('b', { look: 1 }));
    expect(recorded.at(-1)).to.include({ verdict: 'suspicious', captureKey: 'a' });
  });

  it('keeps what a probe was shown for the browser to be compared with, where it looks bad, and nothing else', async () => {
    const accused = world({ p: { lane: 'probe', body: 'x' } }, judgeSaying({ 'windows-chrome': 'malicious' }, 'render'));
    expect(await judgeOne(accused.options, task('p', { lane: 'probe' }))).to.equal('to-render');
    expect(accused.recorded[0]).to.include({ verdict: 'undecided', why: 'looking-again', captureKey: 'p' });
    const plain = world({ p: { lane: 'probe', body: 'x' } }, judgeSaying({}, 'render'));
    await judgeOne(plain.options, task('p', { lane: 'probe' }));
    expect(plain.recorded).to.deep.equal([]);
  });

  it('lets a lure stand that the probe alone was shown, and looks no further', async () => {
    const verdicts: Judge = { ...judgeSaying({}, 'render', 'look-again'), judge: (capture, options) => ({ ...judgeSaying({ 'windows-chrome': capture.lane === 'probe' ? 'malicious' : 'undecided' }).judge(capture, options) }) };
    const { options, recorded, deferred } = world({ p: { lane: 'probe', body: 'x' }, r: { outcome: 'gone', status: 404, body: 'x' } }, verdicts);
    await judgeOne(options, task('p', { lane: 'probe' }));
    expect(await judgeOne(options, task('r'))).to.equal('settled');
    expect(recorded.at(-1)).to.include({ verdict: 'malicious', captureKey: 'p', comparedWith: 'r' });
    expect(deferred).to.have.length(1);
  });

  it("compares a first look with no verdict of another time", async () => {
    const { options, recorded } = world({ old: { body: 'x' }, new: { body: 'x' } }, judgeSaying({}));
    await judgeOne(options, task('old'));
    await judgeOne(options, task('new'));
    expect(recorded.at(-1)?.comparedWith).to.equal(null);
  });

  it('keeps the second look where it saw more', async () => {
    const { options, recorded } = world({ a: { body: 'x', profile: 'first' }, b: { body: 'y', profile: 'second' } }, judgeSaying({}, 'settle', 'look-again'));
    await judgeOne(options, task('a'));
    await judgeOne({ ...options, judge: judgeSaying({ second: 'malicious' }) }, task('b', { look: 1 }));
    expect(recorded.at(-1)).to.include({ verdict: 'malicious', captureKey: 'b', comparedWith: 'a' });
  });

  for (const outcome of ['unreachable', 'crashed', 'timed-out'] as const) {
    it(`tries again after a visit that ended as ${outcome}, later each time, at the cost of an attempt`, async () => {
      const { options, log, deferred } = world({ a: { nothing: true, outcome } }, judgeSaying({}));
      expect(await judgeOne(options, task('a', { attempts: 0 }))).to.equal('try-again');
      expect(await judgeOne(options, task('a', { attempts: 2 }))).to.equal('try-again');
      expect(log).to.deep.equal(['defer', 'defer']);
      expect(deferred.map(({ dueAtMs, costsAttempt }) => [dueAtMs - nowMs, costsAttempt])).to.deep.equal([[30_000, true], [480_000, true]]);
    });
  }

  const dead = (code: 'crashed' | 'browser-died' | 'browser' | 'egress-gone'): PageSketch => ({ nothing: true, outcome: 'crashed', failure: { code, message: 'it died' } });

  it('quarantines a URL whose second visit died of it, judged by what was seen, settled with the plan', async () => {
    const { options, log, recorded, outcomes } = world({ a: dead('crashed') }, judgeSaying({ 'windows-chrome': 'malicious' }));
    expect(await judgeOne(options, task('a', { lease: 'first' }))).to.equal('try-again');
    expect(await judgeOne(options, task('a', { lease: 'second', attempts: 1 }))).to.equal('quarantined');
    expect(log).to.deep.equal(['defer', 'record malicious', 'settle']);
    expect(recorded[0]).to.include({ why: 'quarantined', captureKey: 'a' });
    expect(outcomes).to.deep.equal(['render crashed', 'render quarantined']);
  });

  it('judges what it quarantines by its URL where nothing was seen', async () => {
    const silent = judgeSaying({ 'windows-chrome': 'undecided' });
    const { options, recorded } = world({ a: dead('crashed') }, { ...silent, rate: (url) => ({ ...silent.judge(captureOf({}), { captureKey: null, previous: null, nowMs }), urlKey: url.key, verdict: 'suspicious', threat: 'phishing', lane: 'url' }) });
    await judgeOne(options, task('a', { lease: 'first' }));
    await judgeOne(options, task('a', { lease: 'second', attempts: 1 }));
    expect(recorded).to.have.length(1);
    expect(recorded[0]).to.include({ verdict: 'suspicious', threat: 'phishing', why: 'quarantined', lane: 'render', captureKey: 'a' });
  });

  it('takes the same death told twice for one', async () => {
    const { options } = world({ a: dead('crashed') }, judgeSaying({}));
    expect([await judgeOne(options, task('a')), await judgeOne(options, task('a'))]).to.deep.equal(['try-again', 'try-again']);
  });

  it('blames no URL for what was a fault of ours', async () => {
    const { options } = world({ a: dead('browser'), b: dead('egress-gone') }, judgeSaying({}));
    for (const key of ['a', 'b', 'a', 'b']) expect(await judgeOne(options, task(key, { lease: key + String(Math.random()) }))).to.equal('try-again');
  });

  it('brings those that shared a browser back apart from each other when it died', async () => {
    const { options, deferred } = world({ a: dead('browser-died') }, judgeSaying({}));
    for (const key of ['one', 'two', 'three']) await judgeOne({ ...options, crashes: { add: () => Promise.resolve(1), forget: () => Promise.resolve() } }, task('a', { urlKey: key }));
    const [first = 0, second = 0, third = 0] = deferred.map(({ dueAtMs }) => dueAtMs - nowMs).sort((a, b) => a - b);
    expect(first).to.be.at.least(30_000);
    expect(third).to.be.at.most(75_000);
    expect(Math.min(second - first, third - second)).to.be.greaterThan(1000);
  });

  it('quarantines no URL that was visited whole between two deaths', async () => {
    const { options } = world({ dies: dead('browser-died'), lives: { body: '<p>a page</p>' } }, judgeSaying({ 'windows-chrome': 'benign' }));
    const steps = [];
    for (const key of ['dies', 'lives', 'dies']) steps.push(await judgeOne(options, task(key, { lease: `${key} ${steps.length}` })));
    expect(steps).to.deep.equal(['try-again', 'settled', 'try-again']);
  });

  it('counts how each visit ended, a parking page as parked', async () => {
    const parked: Judge = { ...judgeSaying({}), judge: (capture, options) => ({ ...judgeSaying({ 'windows-chrome': 'undecided' }).judge(capture, options), why: 'parked' }) };
    const { options, outcomes } = world({ p: { lane: 'probe', body: 'x' }, r: { nothing: true, outcome: 'unreachable' } }, parked);
    await judgeOne(options, task('p', { lane: 'probe' }));
    await judgeOne(options, task('r'));
    await judgeOne(options, task('lost'));
    expect(outcomes).to.deep.equal(['probe parked', 'render unreachable']);
  });

  it('gives up at the last attempt: undecided, and settled with the plan', async () => {
    const { options, recorded, log } = world({ a: { nothing: true, outcome: 'unreachable' } }, judgeSaying({}));
    expect(await judgeOne(options, task('a', { attempts: 4 }))).to.equal('settled');
    expect(recorded[0]).to.include({ verdict: 'undecided', why: 'gave-up' });
    expect(log).to.deep.equal(['record undecided', 'settle']);
  });

  it('buries what was given up where the plan has no next visit', async () => {
    const { options, buried } = world({ a: { nothing: true, outcome: 'unreachable' } }, judgeSaying({}), { nextVisit: () => Promise.resolve(null) });
    expect(await judgeOne(options, task('a', { attempts: 4 }))).to.equal('given-up');
    expect(buried[0]).to.include({ reason: 'too-many-attempts' });
  });

  it('judges a visit that ran out of time with a page in hand', async () => {
    const { options } = world({ a: { body: 'x', outcome: 'timed-out' } }, judgeSaying({}));
    expect(await judgeOne(options, task('a'))).to.equal('settled');
  });

  it('records and buries what policy forbids to visit', async () => {
    const { options, log, buried } = world({ a: { nothing: true, outcome: 'refused-by-policy' } }, judgeSaying({}));
    expect(await judgeOne(options, task('a'))).to.equal('refused');
    expect(log).to.deep.equal(['record benign', 'bury']);
    expect(buried[0]).to.include({ reason: 'refused-by-policy' });
  });

  for (const [value, afterMs] of [['120', 120_000], [new Date(nowMs + 300_000).toUTCString(), 300_000], ['99999999', 86_400_000]] as const) {
    it(`gives a busy host the quiet that it asks for (${value})`, async () => {
      const { options, deferred } = world({ a: { status: 429, outcome: 'blocked', headers: [['retry-after', value]] } }, judgeSaying({}));
      expect(await judgeOne(options, task('a'))).to.equal('try-again');
      expect(deferred[0]).to.include({ hostNotBeforeMs: nowMs + afterMs, dueAtMs: nowMs + afterMs });
    });
  }

  it('visits again where the capture is gone, and leaves giving up to the feeder, which records a verdict', async () => {
    const { options, deferred, buried } = world({}, judgeSaying({}));
    expect(await judgeOne(options, task('lost'))).to.equal('try-again');
    expect(deferred[0]).to.include({ costsAttempt: true });
    expect(await judgeOne(options, task('lost', { attempts: 4 }))).to.equal('try-again');
    expect(deferred[1]).to.include({ costsAttempt: true });
    expect(buried).to.deep.equal([]);
  });

  it('answers lease-lost where somebody else has the URL by now', async () => {
    const { options, ended } = world({ a: { body: 'x' } }, judgeSaying({}));
    ended.value = 'lease-lost';
    expect(await judgeOne(options, task('a'))).to.equal('lease-lost');
  });

  it('does not settle what it could not record', async () => {
    const { options, log } = world({ a: { body: 'x' } }, judgeSaying({}));
    const failing = { ...options, reputation: { ...options.reputation, record: () => Promise.reject(new Error('store down')) } };
    await judgeOne(failing, task('a')).then(() => { throw new Error('it settled'); }, (error: Error) => { expect(error.message).to.equal('store down'); });
    expect(log).to.deep.equal([]);
  });

  it('goes on after a task that fails, ends every delivery, and stops with its source', async () => {
    const { options, log, settled } = world({ a: { body: 'x' } }, judgeSaying({}));
    const done: string[] = [];
    const queue: Delivery[] = ['broken', 'a'].map((key) => ({ task: task(key), done: () => { done.push(key); return Promise.resolve(); } }));
    await runJudgeLane({
      ...options,
      evidence: { get: (key) => (String(key) === 'broken' ? Promise.reject(new Error('damaged')) : options.evidence.get(key)) },
      source: { take: () => Promise.resolve(queue.shift() ?? null) },
    });
    expect(done).to.deep.equal(['broken', 'a']);
    expect(log[0]).to.match(/^error /);
    expect(settled).to.have.length(1);
  });

  it('takes nothing after the signal', async () => {
    const { options } = world({}, judgeSaying({}));
    let taken = 0;
    await runJudgeLane({ ...options, signal: AbortSignal.abort(), source: { take: () => { taken += 1; return Promise.resolve(null); } } });
    expect(taken).to.equal(0);
  });
});
