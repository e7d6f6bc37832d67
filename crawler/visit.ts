import type { Page } from 'playwright';
import type { Capture, CaptureParts, CrawlTask, Profile } from '../records/index.ts';
import { failed, partNames, skipped } from '../records/index.ts';
import { Brake } from './brake.ts';
import { submitCanaries, type CanaryOptions } from './canary.ts';
import { PageClock } from './clock.ts';
import type { VisitBudget } from './contract.ts';
import type { AnyCollector, Scene } from './collectors/contract.ts';
import { makeCollectors } from './collectors/index.ts';
import { Deadline, VisitEnded } from './deadline.ts';
import type { VisitEgress } from './egress/contract.ts';
import { endingOf } from './ending.ts';
import { makeGestures } from './gestures.ts';
import { isMainDocument } from './main-document.ts';
import type { MemoryWatch } from './memory-watch.ts';
import { urlFor, wearProfile } from './profiles.ts';
import { Rest } from './settle.ts';

export interface VisitOptions {
  readonly profile: Profile;
  readonly budget: VisitBudget;
  readonly egress: VisitEgress;
  readonly extraCa: string | null;
  /** Null: nothing is ever typed. */
  readonly canary: CanaryOptions | null;
  readonly memory: MemoryWatch;
  readonly now: () => number;
}

/** How long a page must be at rest to count as settled. */
const quietMs = 80;

/**
 * One visit in a fresh page. Collectors attach, then the page is loaded, watched until it rests, worked a
 * little, and read. Never rejects and never outlasts its budget by more than a second: whatever the page
 * does, what was seen until then is the capture.
 */
export const visitPage = async (page: Page, task: CrawlTask, options: VisitOptions): Promise<Capture> => {
  const { profile, budget, egress, now } = options;
  const deadline = new Deadline(budget.visitMs, now);
  const rest = new Rest();
  let collectors: readonly AnyCollector[] = [];
  let asked = task.url;
  let error: unknown = null;
  const onEnd = (): void => deadline.end(new VisitEnded('crashed', 'the page died'));
  page.on('crash', onEnd);
  page.on('close', onEnd);
  try {
    const cdp = await deadline.race(page.context().newCDPSession(page));
    const scene: Scene = { page, cdp, profile, budget, egress, extraCa: options.extraCa, deadline, atMs: () => deadline.elapsedMs, gestureAtMs: null, submissions: options.canary === null ? null : [] };
    collectors = makeCollectors(scene, rest);
    page.on('request', (request) => { if (isMainDocument(page, request)) asked = request.url(); });
    closePopups(page);
    rest.watch(page, cdp, budget.dwellMs);
    new Brake(cdp, rest).watch(page, budget);
    await deadline.race(prepare(scene, collectors));
    error = await navigate(scene, task.url);
    await watch(scene, rest, collectors, options.canary);
  } catch (thrown) {
    error ??= thrown;
  }
  const parts = await finish(collectors, deadline);
  page.off('crash', onEnd);
  page.off('close', onEnd);
  deadline.release();
  const { ended } = deadline;
  const { outcome, failure } = ended?.code === 'crashed'
    ? { outcome: 'crashed' as const, failure: deathOf(page, ended, options.memory) }
    : ended !== null && (parts.response.state === 'collected' || parts.frames.state === 'collected')
      ? { outcome: 'timed-out' as const, failure: { code: 'timed-out', message: ended.message } }
      : endingOf({ url: asked, error: error instanceof VisitEnded ? null : error, parts, connections: egress.connections() });
  return {
    v: 1, urlKey: task.urlKey, url: task.url, finalUrl: finalUrl(page, asked), lane: 'render', profile: profile.name,
    startedAtMs: deadline.startedAtMs, elapsedMs: deadline.elapsedMs, outcome, failure, parts,
  };
};

/** Everything that must be in place before the first byte, in one flight. */
const prepare = async ({ cdp, profile }: Scene, collectors: readonly AnyCollector[]): Promise<void> => {
  await Promise.all([
    cdp.send('Page.enable'),
    cdp.send('Runtime.enable'),
    ...wearProfile(cdp, profile),
    ...collectors.map((collector) => collector.attach?.()),
  ]);
};

/** Null where a document (or a download) came, else the navigation's error. */
const navigate = async ({ page, profile, deadline, budget }: Scene, url: string): Promise<unknown> => {
  try {
    await deadline.within(budget.visitMs - readingMs(budget), page.goto(urlFor(profile, url), { waitUntil: 'commit', timeout: 0, ...(profile.referrer === null ? {} : { referer: profile.referrer }) }));
    return null;
  } catch (error) {
    // A page that moves on while it loads interrupts its own navigation, and a download aborts it.
    return error instanceof Error && /net::ERR_ABORTED|interrupted by another navigation|Download is starting/.test(error.message.slice(0, 500)) ? null : error;
  }
};

/** A page that is not drawn by then is held by one of its scripts. */
const shownMs = 4000;

/** Time kept back for the final reads. */
const readingMs = ({ visitMs }: VisitBudget): number => Math.min(5000, visitMs * 0.4);

const watch = async (scene: Scene, rest: Rest, collectors: readonly AnyCollector[], canary: CanaryOptions | null): Promise<void> => {
  const { page, deadline, budget } = scene;
  const leftMs = (): number => Math.max(0, deadline.leftMs - readingMs(budget));
  if (page.url() === 'about:blank' && !rest.isReached) {
    // Nothing was committed: an error, a download, or a server that does not answer.
    await rest.reached(quietMs, Math.min(500, leftMs()));
    return;
  }
  await settle(scene, rest, leftMs);
  const shown = await Promise.all(collectors.map(async (collector) => {
    try {
      return (collector.shown === undefined ? undefined : await deadline.within(Math.min(shownMs, leftMs()), collector.shown().then(() => true))) !== null;
    } catch (error) {
      if (error instanceof VisitEnded) throw error;
      return true; // it fails again, and says why, when it finishes
    }
  }));
  // A page that cannot even be drawn is held by a script: gestures would only wait.
  if (!shown.every(Boolean)) return;
  const clock = new PageClock(scene.cdp, deadline);
  await makeGestures(scene, rest, clock, leftMs);
  if (canary !== null && scene.submissions !== null) await submitCanaries(scene, rest, clock, leftMs, canary, scene.submissions);
};

/** Until the page rests, or has been watched for the dwell once it was loaded; a new document starts the dwell again. */
const settle = async ({ budget, deadline }: Scene, rest: Rest, leftMs: () => number): Promise<void> => {
  for (let before = -1; rest.parsedCount > before && leftMs() > 0; ) {
    await deadline.race(rest.parsed(leftMs()));
    before = rest.parsedCount;
    if (await deadline.race(rest.reached(quietMs, Math.min(budget.dwellMs, leftMs())))) return;
  }
};

/** What is late at the end of the visit may still have been made before it. */
const graceMs = 250;

const finish = async (collectors: readonly AnyCollector[], deadline: Deadline): Promise<CaptureParts> => {
  const late = deadline.ended?.message ?? 'it took too long';
  const made = await Promise.all(collectors.map(async (collector): Promise<Partial<CaptureParts>> => {
    try {
      const boundMs = Math.max(graceMs, Math.min(collector.claimMs, deadline.leftMs));
      return (await within(boundMs, Promise.resolve(collector.finish()))) ?? failedParts(collector, late);
    } catch (error) {
      return failedParts(collector, error instanceof Error ? (error.message.split('\n')[0] ?? error.name).slice(0, 300) : 'unknown');
    }
  }));
  const none = Object.fromEntries(partNames.map((name) => [name, collectors.length === 0 ? failed('the page could not be watched') : skipped('nothing of this version looks at it')])) as CaptureParts; // every part name
  return Object.assign(none, ...made) as CaptureParts;
};

const failedParts = (collector: AnyCollector, why: string): Partial<CaptureParts> => Object.fromEntries(collector.parts.map((name) => [name, failed(why)]));

const within = async <T>(ms: number, work: Promise<T>): Promise<T | null> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([work, new Promise<null>((resolve) => { timer = setTimeout(resolve, ms, null); })]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // the loser's rejection has no reader
  }
};

/** Windows that the page opens are told by the behaviour collector; they are closed at once. */
const closePopups = (page: Page): void => {
  page.on('popup', (popup) => { popup.close().catch(() => {}); }); // gone with its opener
};

/** A browser that is gone took every visit in it along, and one page's doing at most. */
const deathOf = (page: Page, { message }: VisitEnded, memory: MemoryWatch): NonNullable<Capture['failure']> => {
  if (page.context().browser()?.isConnected() === false) return { code: 'browser-died', message: 'the browser died' };
  return memory.takeEnded() ? { code: 'memory', message: `the page took more than ${Math.round(memory.capBytes / 2 ** 20)} MiB of memory` } : { code: 'crashed', message };
};

const finalUrl = (page: Page, asked: string): string => {
  const url = page.url();
  return url === '' || url === 'about:blank' || url.startsWith('chrome-error:') ? asked : url;
};
