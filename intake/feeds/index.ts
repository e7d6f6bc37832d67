import type { Redis } from 'ioredis';
import { openPositions, type Positions } from '../positions.ts';
import { feedStateSchema, newFeed, type FeedState } from './feed.ts';

export { feedsSchema } from './feed.ts';
export type { Feed, FeedState } from './feed.ts';
export { pullDue } from './puller.ts';

export type FeedStates = Positions<FeedState>;
export const openFeedStates = (redis: Redis, prefix: string): FeedStates => openPositions(redis, prefix, 'feeds', feedStateSchema, newFeed);
