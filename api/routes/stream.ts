import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Change } from '../../records/index.ts';
import { ChangesLost } from '../../reputation/contract.ts';
import { openChangeHub } from '../change-hub.ts';
import { ApiError } from '../errors.ts';
import type { Routes } from './plugin.ts';

/** Rows read at once; also all that a slow reader can make the server hold. */
const pageRows = 500;

const seq = z.string().regex(/^\d{1,15}$/, 'must be the id of an event');

/**
 * `GET /v1/stream`: the change log as server-sent events, `id` the row's seq, `event` its kind, `data` the row.
 *
 * A follower that comes back with Last-Event-ID (or `?after=`, "0" from the start) misses nothing and gets
 * nothing twice; without, it starts at the end of the log. Who keeps up gets what the replica applied, as soon
 * as it did; who is further behind reads the log at its own pace. One that doesn't read at all costs one page
 * of memory, and is cut by the server's idle limit.
 */
export const streamRoutes: Routes = ({ reputation, replica, ask, now, limits, closing, log }) => (app, _options, done) => {
  let followers = 0;
  const hub = openChangeHub(replica, eventOf);
  app.addHook('onClose', () => { hub.close(); });

  const changesAfter = (after: string): Promise<Change[]> => reputation.changes(after, pageRows).catch((error: unknown) => {
    throw error instanceof ChangesLost ? new ApiError('changes-lost', undefined, { cause: error }) : error;
  });

  const follow = async function* (first: readonly Change[], from: string, signal: AbortSignal): AsyncGenerator<string> {
    let [rows, after, saidAtMs]: [readonly Change[] | null, string, number] = [first, from, now()];
    yield 'retry: 2000\n\n';
    while (!signal.aborted) {
      const fresh = rows === null ? hub.after(after, now()) : { text: rows.map(eventOf).join(''), lastSeq: rows.at(-1)?.seq ?? after };
      const wasPage = rows?.length === pageRows;
      rows = null;
      if (fresh === null) {
        rows = await ask(() => changesAfter(after));
        if (rows.length > 0) continue;
        rows = null;
      } else if (fresh.text !== '') {
        yield fresh.text;
        [after, saidAtMs] = [fresh.lastSeq, now()];
        if (wasPage) rows = await ask(() => changesAfter(after));
        continue;
      }
      if (now() - saidAtMs >= limits.streamHeartbeatMs) {
        yield ': still here\n\n';
        saidAtMs = now();
      }
      await hub.next(limits.streamPollMs, signal);
    }
  };

  app.get('/v1/stream', {
    schema: {
      summary: 'Follow the changes of the listings as server-sent events',
      tags: ['stream'],
      produces: ['text/event-stream'],
      querystring: z.object({ after: seq.optional() }),
      headers: z.object({ 'last-event-id': seq.optional() }),
    },
  }, async (request, reply) => {
    if (followers >= limits.streams) throw new ApiError('too-many-streams');
    const from = request.headers['last-event-id'] ?? request.query.after ?? await ask(() => reputation.position());
    const rows = await ask(() => changesAfter(from));
    const left = new AbortController();
    const events = Readable.from(follow(rows, from, AbortSignal.any([left.signal, closing])), { highWaterMark: 1 });
    followers += 1;
    // Of the connection and not of `events`: a generator that waits for its next row can't be closed from outside.
    reply.raw.once('close', () => { followers -= 1; left.abort(); });
    // A follower that leaves aborts the pause: that is its end, not a fault.
    events.once('error', (error) => { if (!left.signal.aborted && !closing.aborted) log.warn({ err: error }, 'a follower of the change log was let go'); });
    return reply.type('text/event-stream').header('cache-control', 'no-store').header('x-accel-buffering', 'no').send(events);
  });
  done();
};

const eventOf = (change: Change): string => `id: ${change.seq}\nevent: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`;
