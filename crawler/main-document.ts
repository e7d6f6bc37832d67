import type { Page, Request } from 'playwright';

/** Whether a request is for a document of the page itself, not of a frame, worker or anything in it. */
export const isMainDocument = (page: Page, request: Request): boolean => {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame() === page.mainFrame();
  } catch {
    return false; // Playwright throws where the frame is not there yet, or the request is a service worker's
  }
};
