import type { Feed, FeedState } from './feed.ts';
import { pullFeed, type PullOptions } from './pull.ts';
import type { Positions } from '../positions.ts';

export interface PullerOptions extends PullOptions {
  readonly feeds: readonly Feed[];
  readonly states: Positions<FeedState>;
  /** After each pull that did not go well, and where Redis or the door failed. */
  readonly onProblem: (feed: Feed, problem: string) => void;
}

/**
 * Pulls every feed that is due, one after the other, so that a start with many feeds is no flood. What was
 * taken is remembered after it was offered: a crash between the two offers it again, which is harmless.
 */
export const pullDue = async ({ feeds, states, onProblem, ...options }: PullerOptions): Promise<void> => {
  for (const feed of feeds) {
    options.signal.throwIfAborted();
    try {
      const state = await states.get(feed.name);
      if (state.nextAtMs > options.now()) continue;
      const after = await pullFeed(feed, state, options);
      await states.put(feed.name, after);
      if (after.lastProblem !== null) onProblem(feed, after.lastProblem);
    } catch (error) {
      options.signal.throwIfAborted();
      onProblem(feed, error instanceof Error ? error.message : String(error));
    }
  }
};
