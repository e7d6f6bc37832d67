import type { Door } from '../door.ts';
import { readSource, sources } from '../sources/index.ts';
import { submitStream, type StreamTotals } from '../submit-stream.ts';
import type { Feed, FeedState } from './feed.ts';
import { fetchFeed, type FetchOptions } from './fetch.ts';

export interface PullOptions extends Omit<FetchOptions, 'nowMs'> {
  readonly door: Door;
  readonly now: () => number;
}

const none: StreamTotals = { read: 0, fresh: 0, known: 0, redacted: 0, refused: 0 };
/** A feed that fails is asked again after its own interval, then twice that, and so on, up to a day. */
const longestBackOffMs = 24 * 3_600_000;

/**
 * Pulls a feed once and says what to remember of it. Rejects only where the door does (then nothing is to be
 * remembered, and the next pull offers everything again) and on abort.
 */
export const pullFeed = async (feed: Feed, state: FeedState, options: PullOptions): Promise<FeedState> => {
  const startedMs = options.now();
  const everyMs = feed.everyMinutes * 60_000;
  const answer = await fetchFeed(feed, state, { ...options, nowMs: startedMs });
  const pulled = { ...state, lastPullMs: startedMs, pulls: state.pulls + 1 };
  switch (answer.answer) {
    case 'unchanged': return { ...pulled, nextAtMs: startedMs + everyMs, lastGoodMs: startedMs, failures: 0, lastProblem: null };
    case 'failed': return failure(pulled, answer.problem, everyMs, answer.notBeforeMs);
    case 'changed': {
      const { totals, problem } = await take(feed, answer.body, options);
      const counted = { ...pulled, read: state.read + totals.read, fresh: state.fresh + totals.fresh, refused: state.refused + totals.refused };
      // What was not read to its end, or held nothing, must come whole the next time: its tags are not kept.
      if (problem !== null) return failure(counted, problem, everyMs, null);
      return { ...counted, nextAtMs: startedMs + everyMs, etag: answer.etag, lastModified: answer.lastModified, lastGoodMs: startedMs, failures: 0, lastProblem: null };
    }
    default: return answer satisfies never;
  }
};

/** Problems of single lines are counted; one about the feed as a whole, or an interruption, is the pull's. */
const wholeFeed = new Set(['truncated', 'corrupt', 'expands-too-far', 'html', 'empty', 'utf-16', 'archive', 'binary', 'no-url-column']);

const take = async (feed: Feed, body: AsyncIterable<Uint8Array>, { door, now, signal }: PullOptions): Promise<{ readonly totals: StreamTotals; readonly problem: string | null }> => {
  let totals = none;
  let problem: string | null = null;
  let readFailure: unknown = null;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* body;
    } catch (error) {
      readFailure = error;
      throw error;
    }
  };
  try {
    totals = await submitStream(door, readSource(watched(), sources.find(({ name }) => name === feed.format) ?? null), {
      source: `feed:${feed.name}`, priority: feed.priority, trust: feed.trust, now,
      onProgress: (sofar) => { totals = sofar; },
      onProblem: ({ code, says, line }) => { if (wholeFeed.has(code)) problem = line > 1 ? `${says} (line ${line})` : says; },
    });
  } catch (error) {
    signal.throwIfAborted();
    if (readFailure === null) throw error;
    problem = readFailure instanceof Error ? readFailure.message : 'the transfer broke';
  }
  if (problem === null && totals.read > 0 && totals.refused === totals.read) problem = `none of its ${totals.read} entries is a URL that can be visited`;
  return { totals, problem };
};

const failure = (state: FeedState, problem: string, everyMs: number, notBeforeMs: number | null): FeedState => {
  const failures = state.failures + 1;
  const nextAtMs = (state.lastPullMs ?? 0) + Math.max(everyMs, Math.min(everyMs * 2 ** Math.min(failures - 1, 16), longestBackOffMs));
  return { ...state, failures, lastProblem: problem.slice(0, 300), nextAtMs: Math.max(nextAtMs, notBeforeMs ?? 0) };
};
