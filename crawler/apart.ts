import type { CDPSession } from 'playwright';

/** Id of the page's main frame, as the protocol has it. */
export const mainFrameOf = async (cdp: CDPSession): Promise<string> => (await cdp.send('Page.getFrameTree')).frameTree.frame.id;

/**
 * What an expression comes to in a frame, in a world that the page's scripts cannot reach. Rejects where the frame is
 * gone, or moves on meanwhile. `awaitPromise`: it is a promise; where a page's scripts were ended none is kept.
 */
export const evaluateApart = async (cdp: CDPSession, frameId: string, expression: string, awaitPromise = false): Promise<unknown> => {
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId, worldName: '' });
  return (await cdp.send('Runtime.evaluate', { expression, contextId: executionContextId, returnByValue: true, awaitPromise })).result.value;
};

/** The same of an expression that comes to JSON; null where it does not. */
export const readApart = async <T>(cdp: CDPSession, frameId: string, expression: string, awaitPromise = false): Promise<T | null> => {
  const value = await evaluateApart(cdp, frameId, expression, awaitPromise);
  return typeof value === 'string' ? JSON.parse(value) as T : null; // the scripts of page/ say at their heads what they return
};
