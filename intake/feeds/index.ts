export { feedsSchema } from './feed.ts';
export type { Feed, FeedState } from './feed.ts';
export { openFeedStates } from './states.ts';
export type { FeedStates } from './states.ts';
export { pullDue } from './puller.ts';
