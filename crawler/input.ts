import type { Scene } from './collectors/contract.ts';

/**
 * What a hand does, as Chromium's input: a mouse that goes in a curve and not at one speed, a wheel in notches, a
 * finger where the visitor has one. Each call is one flight of commands (the page gets them in order) unless it says
 * that it waits. None of them rejects, save by the end of the visit.
 */

/** A page that does not answer within this is held by one of its scripts. */
export const answerMs = 3000;

interface Point { readonly x: number; readonly y: number }

/** Where the hand is; a visit begins somewhere at the side. */
const hands = new WeakMap<Scene, { at: Point; readonly wobble: () => number }>();

const handOf = (scene: Scene): { at: Point; readonly wobble: () => number } => {
  const known = hands.get(scene);
  if (known !== undefined) return known;
  let state = scene.deadline.startedAtMs % 2_147_483_647 || 1;
  // Park and Miller's generator (1988): two visits differ, and one can be played again from its start time.
  const wobble = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const { width, height } = scene.profile.viewport;
  const hand = { at: { x: Math.round(width * (0.2 + 0.2 * wobble())), y: Math.round(height * (0.3 + 0.2 * wobble())) }, wobble };
  hands.set(scene, hand);
  return hand;
};

/** Points of a way to `to` along a bent line, closer together at both ends. */
const wayOf = (scene: Scene, to: Point, steps: number): Point[] => {
  const hand = handOf(scene);
  const { at, wobble } = hand;
  const bend = { x: (at.x + to.x) / 2 + (to.y - at.y) * (wobble() - 0.5) * 0.6, y: (at.y + to.y) / 2 + (at.x - to.x) * (wobble() - 0.5) * 0.6 };
  const points = Array.from({ length: steps }, (_, index): Point => {
    const along = (index + 1) / steps;
    const t = along * along * (3 - 2 * along);
    const shake = index === steps - 1 ? 0 : 1.6;
    return {
      x: Math.round(((1 - t) ** 2 * at.x + 2 * t * (1 - t) * bend.x + t * t * to.x + (wobble() - 0.5) * shake) * 10) / 10,
      y: Math.round(((1 - t) ** 2 * at.y + 2 * t * (1 - t) * bend.y + t * t * to.y + (wobble() - 0.5) * shake) * 10) / 10,
    };
  });
  hand.at = to;
  return points;
};

const flight = async ({ deadline }: Scene, commands: readonly Promise<unknown>[]): Promise<void> => {
  await deadline.within(answerMs, Promise.allSettled(commands));
};

/** A glance: the hand goes somewhere and scrolls a little. */
export const lookAbout = async (scene: Scene): Promise<void> => {
  const { cdp, profile } = scene;
  const { width, height } = profile.viewport;
  const to = { x: Math.round(width * 0.6), y: Math.round(height * 0.62) };
  await flight(scene, profile.touch
    ? swipe(scene, to, -120)
    : [...wayOf(scene, to, 6).map((point) => cdp.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...point })), cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...to, deltaX: 0, deltaY: 240 })]);
};

const swipe = ({ cdp }: Scene, from: Point, by: number): Promise<unknown>[] => [
  cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] }),
  ...[0.3, 0.7, 1].map((part) => cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: from.x, y: from.y + by * part }] })),
  cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }),
];

/**
 * As somebody who reads: moves about for as long as `moves` events take (each waits for the page's frame, some 16 ms),
 * scrolls to the end and back, presses keys that change nothing.
 */
export const linger = async (scene: Scene, moves: number): Promise<void> => {
  const { cdp, profile, deadline } = scene;
  const { width, height } = profile.viewport;
  const { wobble } = handOf(scene);
  const middle = { x: Math.round(width / 2), y: Math.round(height / 2) };
  if (profile.touch) {
    for (const by of [-300, -500, 700]) await flight(scene, swipe(scene, { x: middle.x, y: by < 0 ? Math.round(height * 0.8) : Math.round(height * 0.2) }, by));
    return;
  }
  for (const point of wayOf(scene, { x: Math.round(width * (0.3 + 0.4 * wobble())), y: Math.round(height * (0.3 + 0.4 * wobble())) }, moves)) {
    if (await deadline.within(answerMs, cdp.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...point }).then(() => true, () => true)) === null) return;
  }
  for (const deltaY of [360, 1200, 6000, -8000]) await flight(scene, [cdp.send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...handOf(scene).at, deltaX: 0, deltaY })]);
  await flight(scene, [['ArrowDown', 40], ['ArrowUp', 38], ['Shift', 16]].flatMap(([key, code]) => keyPress(scene, String(key), Number(code))));
};

const keyPress = ({ cdp }: Scene, key: string, code: number): Promise<unknown>[] => {
  const said = { key, code: key === 'Shift' ? 'ShiftLeft' : key, windowsVirtualKeyCode: code, nativeVirtualKeyCode: code };
  return [cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...said }), cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...said })];
};

export const press = async (scene: Scene, at: Point): Promise<void> => {
  await down(scene, at);
  await up(scene, at);
};

/** Presses, and stays down until `up`. */
export const down = async (scene: Scene, { x, y }: Point): Promise<void> => {
  const { cdp, profile } = scene;
  const at = { x, y };
  scene.gestureAtMs ??= scene.atMs();
  await flight(scene, profile.touch
    ? [cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] })]
    : [...wayOf(scene, at, 4).map((point) => cdp.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...point })), cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at, button: 'left', buttons: 1, clickCount: 1 })]);
};

export const up = async (scene: Scene, { x, y }: Point): Promise<void> => {
  const { cdp, profile } = scene;
  const at = { x, y };
  await flight(scene, [profile.touch ? cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] }) : cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at, button: 'left', clickCount: 1 })]);
};

/** Presses, goes `width` to the right, lets go. */
export const slide = async (scene: Scene, at: Point, width: number): Promise<void> => {
  const { cdp, profile } = scene;
  await down(scene, at);
  const to = { x: at.x + width, y: at.y + 2 };
  await flight(scene, wayOf(scene, to, 10).map((point) => (profile.touch
    ? cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [point] })
    : cdp.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...point, button: 'left', buttons: 1 }))));
  await up(scene, to);
};

/** F12 and the right button: pages that lock their visitor in stop both (page/observe.js sees whether). */
export const tryLocks = async (scene: Scene): Promise<void> => {
  const { cdp, profile } = scene;
  if (profile.touch) return;
  await flight(scene, [
    ...keyPress(scene, 'F12', 123),
    cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', x: 3, y: 3, button: 'right', buttons: 2, clickCount: 1 }),
    cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', x: 3, y: 3, button: 'right', clickCount: 1 }),
  ]);
};
