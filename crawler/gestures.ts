import { mainFrameOf, readApart } from './apart.ts';
import type { PageClock } from './clock.ts';
import type { Scene } from './collectors/contract.ts';
import { answerMs, down, linger, lookAbout, press, slide, tryLocks, up } from './input.ts';
import { acceptWords, lureWords } from './lure-words.ts';
import { lureScript } from './page-scripts.ts';
import type { Rest } from './settle.ts';

/**
 * What a visitor does with a page. Everywhere: a glance, the consent banner's button, and, where the page shows
 * nothing that asks for a secret, at most `maxPresses` of the control that it most wants pressed, held or slid. A page
 * that shows little and waits for something (an event, a timer) is given it: movement, scrolling, keys, a press on
 * nothing, its clock moved on, a second load with what it stored.
 *
 * Never a button of a form that holds data; a link to another page only where the page has hardly another control:
 * what an ordinary page shows is what is judged, not what it links to.
 */
const maxPresses = 3;
const mostControls = { here: Infinity, site: 3, elsewhere: 1 } as const;
const afterPressMs = 1500;
const quietMs = 80;
/** A page with more words than this has something of its own to show. */
const littleWords = 300;
/** Longest that a gate is held, and longest that a page's timers are waited for, in the page's own time. */
const heldMs = 12_000;
const laterMs = 45_000;
/** What moving the clock may take of ours. */
const clockMs = 2500;
const source = lureScript({ words: lureWords, accepts: acceptWords });

interface Lure { readonly x: number; readonly y: number; readonly width: number; readonly score: number; readonly text: string; readonly leads: 'here' | 'site' | 'elsewhere'; readonly holds: 'hold' | 'slide' | null }
/** What page/lure.js returns. */
interface Survey {
  readonly asks: boolean;
  readonly shown: number;
  readonly words: number;
  readonly remembers: boolean;
  readonly consent: { readonly x: number; readonly y: number } | null;
  readonly lures: readonly Lure[];
  readonly blank: { readonly x: number; readonly y: number } | null;
}

/** `leftMs` is what the visit may still spend on watching. Ends early, and silently, where the page does not answer. */
export const makeGestures = async (scene: Scene, rest: Rest, clock: PageClock, leftMs: () => number): Promise<void> => {
  const settled = (ms: number): Promise<void> => clock.settle(rest, quietMs, Math.min(ms, leftMs()));
  let survey = await lookOver(scene, true);
  if (survey !== null && survey.consent !== null) {
    await press(scene, survey.consent);
    await settled(600);
    survey = await lookOver(scene, false);
  }
  const pressed = new Set<string>();
  const means = givingMeans(scene, rest, clock, leftMs);
  while (survey !== null && !survey.asks && leftMs() > 0) {
    const lure = pressed.size < maxPresses ? wanted(scene, survey, pressed) : null;
    if (lure !== null) {
      pressed.add(nameOf(scene, lure));
      await give(scene, lure, clock);
      await settled(afterPressMs);
    } else {
      const giveMeans = survey.words < littleWords ? means.next(survey) : null;
      if (giveMeans === null) break;
      await giveMeans();
    }
    // A page that moves on just then is looked at again.
    survey = await lookOver(scene, false) ?? await settled(quietMs).then(() => lookOver(scene, false));
  }
  await tryLocks(scene);
  await settled(scene.budget.dwellMs);
};

const nameOf = ({ page }: Scene, { text }: Lure): string => `${text}@${page.url()}`;

const wanted = (scene: Scene, survey: Survey, pressed: ReadonlySet<string>): Lure | null =>
  survey.lures.find((lure) => survey.shown <= mostControls[lure.leads] && !pressed.has(nameOf(scene, lure))) ?? null;

const give = async (scene: Scene, lure: Lure, clock: PageClock): Promise<void> => {
  switch (lure.holds) {
    case null: return press(scene, lure);
    case 'slide': return slide(scene, lure, lure.width);
    case 'hold':
      await down(scene, lure);
      await clock.pass(heldMs, clockMs);
      await up(scene, lure);
      return;
    default: lure.holds satisfies never;
  }
};

/** What a page that shows little may be waiting for: each is given once, in this order, and only where it is waited for. */
const givingMeans = (scene: Scene, rest: Rest, clock: PageClock, leftMs: () => number): { next(survey: Survey): (() => Promise<void>) | null } => {
  const given = new Set<string>();
  const once = (name: string, isWaitedFor: boolean): boolean => isWaitedFor && !given.has(name) && given.add(name).size > 0;
  const settled = (): Promise<void> => clock.settle(rest, quietMs, Math.min(afterPressMs, leftMs()));
  return {
    next(survey) {
      const { blank, remembers } = survey;
      if (once('linger', rest.waitsFor.size > 0)) return async () => { await linger(scene, 14); await settled(); };
      if (blank !== null && once('press', ['click', 'mousedown', 'mouseup', 'pointerdown', 'touchstart', 'touchend'].some((type) => rest.waitsFor.has(type)))) return async () => { await press(scene, blank); await settled(); };
      if (once('time', rest.hasLater)) return async () => { await clock.pass(laterMs, Math.min(clockMs, leftMs())); await settled(); };
      if (once('again', remembers && survey.lures.length === 0)) return async () => { await loadAgain(scene, rest, leftMs); await settled(); };
      return null;
    },
  };
};

/** The same page once more, with the cookies and the storage that it was left with. */
const loadAgain = async ({ cdp, deadline }: Scene, rest: Rest, leftMs: () => number): Promise<void> => {
  await deadline.within(answerMs, cdp.send('Page.reload', {}).catch(() => {})); // the page is gone
  await rest.parsed(Math.min(3000, leftMs()));
};

/** The glance goes in the same flight as the survey. */
const lookOver = async (scene: Scene, isFirst: boolean): Promise<Survey | null> => {
  const { cdp, deadline } = scene;
  if (isFirst) await lookAbout(scene);
  const survey = async (): Promise<Survey | null> => readApart<Survey>(cdp, await mainFrameOf(cdp), source);
  return deadline.within(answerMs, survey().catch(() => null)); // the page moved on meanwhile
};
