export { BrowserError, launchProblem, type BrowserProblem } from './error.ts';
export { findBrowser, type BrowserInfo } from './find.ts';
export { launchOptions, type BrowserLaunch } from './launch.ts';
export { browserVersion } from './version.ts';
