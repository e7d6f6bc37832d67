import type { Scene } from './collectors/contract.ts';
import { emailStepScript } from './page-scripts.ts';
import type { Rest } from './settle.ts';

/** Nobody's address: example.com is reserved (RFC 2606). */
const canary = 'visitor@example.com';
const quietMs = 80;
const answerMs = 3000;
const nextStepMs = 2500;

/**
 * Logins that ask for the e-mail address first hide the page that matters behind it. Where a form asks
 * for nothing else, a made-up address is typed and Enter pressed. Nothing is ever typed into any other field.
 */
export const advanceForm = async (scene: Scene, rest: Rest, leftMs: () => number): Promise<void> => {
  const { cdp, deadline } = scene;
  const find = async (): Promise<{ readonly x: number; readonly y: number } | null> => {
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: '' });
    const { result } = await cdp.send('Runtime.evaluate', { expression: emailStepScript, contextId: executionContextId, returnByValue: true });
    return typeof result.value === 'string' ? (JSON.parse(result.value) as { x: number; y: number } | null) : null; // email-step.js returns this shape
  };
  const field = await deadline.within(answerMs, find().catch(() => null)); // the page moved on meanwhile
  if (field === null) return;
  scene.gestureAtMs ??= scene.atMs();
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, nativeVirtualKeyCode: 13 };
  await deadline.within(answerMs, Promise.allSettled([
    cdp.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...field, button: 'left', buttons: 1, clickCount: 1 }),
    cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...field, button: 'left', clickCount: 1 }),
    cdp.send('Input.insertText', { text: canary }),
    cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...enter, text: '\r' }),
    cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter }),
  ]));
  await rest.reached(quietMs, Math.min(nextStepMs, leftMs()));
};
