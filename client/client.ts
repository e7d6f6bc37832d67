import { prefixOf, toHex } from './bytes.ts';
import { readChanges, type ChangedListing } from './changes.ts';
import { updateLists, type HeldList } from './lists.ts';
import { openPrefixSearch } from './search.ts';
import type { ClientAnswer, ClientOptions, HarrierClient, ListName } from './contract.ts';

/** Without word for so long the copy counts as behind; the server says something every 15 s. */
const behindAfterMs = 45_000;
/** A list is up to a minute older than the newest change: changes are kept beside it for longer than that. */
const keptBesideMs = 300_000;
const [firstRetryMs, longestRetryMs] = [1000, 60_000];
const answerWithinMs = 10_000;

/** See contract.ts. Opens nothing before `start`. */
export const createClient = ({ server: address, key, share, platform }: ClientOptions): HarrierClient => {
  const server = address.replace(/\/+$/, '');
  const headers: Readonly<Record<string, string>> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const { now } = platform;
  const closing = new AbortController();
  const search = openPrefixSearch(server, headers, platform);
  const held = new Map<ListName, HeldList>();
  /** What the stream said since the lists were made, by full hash. */
  const beside = new Map<string, ChangedListing & { readonly atMs: number }>();
  let heardMs: number | null = null;
  let isOpen = false;
  let isStarted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const heard = (): void => { heardMs = now(); };
  const isFollowing = (): boolean => isOpen && heardMs !== null && now() - heardMs <= behindAfterMs;

  const sync = async (): Promise<void> => {
    const startedMs = now();
    let waitSecs = await updateLists(server, headers, platform, held, closing.signal);
    // A list that didn't fit was dropped, and comes whole.
    if (waitSecs === 0) waitSecs = await updateLists(server, headers, platform, held, closing.signal);
    heard();
    for (const [hash, { atMs }] of beside) if (atMs < startedMs - keptBesideMs) beside.delete(hash);
    clearTimeout(timer);
    if (!closing.signal.aborted) timer = setTimeout(() => { sync().catch(retrySync); }, Math.max(1, waitSecs) * 1000);
    unref(timer);
  };
  const retrySync = (): void => {
    if (closing.signal.aborted) return;
    timer = setTimeout(() => { sync().catch(retrySync); }, longestRetryMs);
    unref(timer);
  };

  /** `opened` is called when the line is open, and when it can't be. */
  const follow = async (opened: () => void): Promise<void> => {
    let lastId: string | null = null;
    let retryMs = firstRetryMs;
    while (!closing.signal.aborted) {
      try {
        lastId = await readChanges(server, headers, platform, lastId, {
          open: () => { isOpen = true; retryMs = firstRetryMs; heard(); opened(); },
          heard,
          change: (change) => { beside.delete(change.hash); beside.set(change.hash, { ...change, atMs: now() }); },
        }, closing.signal);
        if (lastId === null) await sync();
      } catch (error) {
        lastId = (error as { lastId?: string | null }).lastId ?? lastId; // readChanges adds it.
      }
      opened();
      isOpen = false;
      if (closing.signal.aborted) return;
      const pauseMs = retryMs * (0.5 + Math.random() / 2);
      retryMs = Math.min(longestRetryMs, retryMs * 2);
      await new Promise<void>((resolve) => {
        const pause = setTimeout(resolve, pauseMs);
        unref(pause);
        closing.signal.addEventListener('abort', () => { clearTimeout(pause); resolve(); }, { once: true });
      });
    }
  };

  const lookup = async (url: string): Promise<ClientAnswer> => {
    const hashes = await platform.hashesOf(url);
    if (hashes === null) return { answer: 'no-url' };
    const changed = hashes.map((hash) => beside.get(toHex(hash)));
    const joined = changed.find((change) => change?.isListed === true);
    if (joined !== undefined) return { answer: 'listed', threat: joined.list, from: 'local' };
    // What the stream said has left is not on the list, whatever a prefix says.
    const left = hashes.filter((_, at) => changed[at] === undefined);
    const maybe = left.flatMap((hash) => { const threat = [...held].find(([, { list }]) => list.has(prefixOf(hash)))?.[0]; return threat === undefined ? [] : [{ hash, threat }]; });
    const isCurrent = held.size > 0 && isFollowing();
    const [first] = maybe;
    if (share === 'nothing') {
      if (first !== undefined) return { answer: 'maybe-listed', threat: first.threat };
      return held.size === 0 ? { answer: 'unavailable', reason: 'the lists are not here yet' } : { answer: 'not-listed', from: 'local', asOfMs: heardMs ?? 0 };
    }
    if (isCurrent && first === undefined) return { answer: 'not-listed', from: 'local', asOfMs: heardMs ?? 0 };
    try {
      const found = await search.find(isCurrent ? maybe.map(({ hash }) => hash) : left, AbortSignal.any([closing.signal, AbortSignal.timeout(answerWithinMs)]));
      const threat = [...found.values()][0];
      return threat === undefined ? { answer: 'not-listed', from: 'server', asOfMs: now() } : { answer: 'listed', threat, from: 'server' };
    } catch (error) {
      if (first !== undefined) return { answer: 'maybe-listed', threat: first.threat };
      return held.size === 0 ? { answer: 'unavailable', reason: error instanceof Error ? error.message : String(error) } : { answer: 'not-listed', from: 'local', asOfMs: heardMs ?? 0 };
    }
  };

  return {
    lookup,
    start: async () => {
      // First the line, then the lists: what changes between the two is heard.
      if (!isStarted) {
        isStarted = true;
        await new Promise<void>((resolve) => { void follow(resolve); });
      }
      await sync();
    },
    status: () => {
      const lists = [...held.values()].map(({ list }) => list);
      return { state: held.size === 0 ? 'empty' : isFollowing() ? 'following' : 'behind', entries: lists.reduce((sum, { count }) => sum + count, 0), bytes: lists.reduce((sum, { bytes }) => sum + bytes, 0), asOfMs: heardMs };
    },
    close: () => {
      closing.abort();
      clearTimeout(timer);
    },
  };
};

/** In Node a timer of ours keeps no process alive; in browsers there is nothing to do. */
const unref = (timer: unknown): void => { (timer as { unref?: () => void } | undefined)?.unref?.(); };
