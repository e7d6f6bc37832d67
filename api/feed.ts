import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isThreat, recipes, selected, type Selection } from '../reputation/formats/recipes.ts';
import { ApiError } from './errors.ts';
import type { ExportFormat } from '../reputation/formats/contract.ts';
import type { RouteDeps } from './routes/plugin.ts';

/** What of the list a feed is asked for. */
export const feedQuery = z.object({
  recipe: z.enum(recipes.map(({ name }) => name) as [string, ...string[]]).default('all').describe(recipes.map(({ name, about }) => `${name}: ${about}`).join(' ')), // There is one at least.
  threat: z.union([z.string(), z.array(z.string()).max(20)]).optional().describe('Only this threat; may be repeated.'),
  brand: z.string().max(100).optional().describe('Only what imitates this brand.'),
});

export const selectionOf = ({ recipe, threat, brand }: z.infer<typeof feedQuery>): Selection => {
  const named = [threat ?? []].flat();
  const threats = named.filter(isThreat);
  if (threats.length < named.length) throw new ApiError('invalid-request', `There is no threat "${(named.find((name) => !isThreat(name)) ?? '').slice(0, 40)}".`, { field: 'threat' });
  const found = recipes.find(({ name }) => name === recipe);
  if (found === undefined) throw new ApiError('invalid-request', undefined, { field: 'recipe' });
  return { recipe: found, threats, brand: brand ?? null };
};

const hourMs = 3_600_000;
/** Lines are sent in pieces of about this size. */
const pieceChars = 32_768;

/**
 * Sets ETag, Last-Modified and Harrier-Position; true where the client has this already, and 304 is the answer. Both change
 * with the log, and where a recipe looks at the clock, by the hour.
 */
export const isKnownToClient = async ({ reputation, ask, now }: Pick<RouteDeps, 'reputation' | 'ask' | 'now'>, what: string, { recipe, threats, brand }: Selection, request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
  const position = await ask(() => reputation.position());
  const hour = recipe.name === 'all' ? 0 : Math.floor(now() / hourMs) * hourMs;
  const etag = `W/"${createHash('sha256').update(JSON.stringify([what, position, recipe.name, threats, brand, hour])).digest('base64url').slice(0, 22)}"`;
  const [newest] = position === '0' ? [] : await ask(() => reputation.changes(String(Number(position) - 1), 1).catch(() => []));
  const changedMs = Math.max(newest?.atMs ?? 0, hour);
  void reply.header('etag', etag).header('harrier-position', position).header('cache-control', 'no-cache').header('vary', 'accept-encoding');
  if (changedMs > 0) void reply.header('last-modified', new Date(changedMs).toUTCString());
  const { 'if-none-match': known, 'if-modified-since': since } = request.headers;
  if (known !== undefined) return known === '*' || known.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag.slice(2));
  return since !== undefined && changedMs > 0 && Date.parse(since) >= Math.floor(changedMs / 1000) * 1000;
};

/** One format of what was selected, streamed. */
export const sendFeed = async (deps: Pick<RouteDeps, 'reputation' | 'ask' | 'now'>, format: ExportFormat, selection: Selection, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  if (await isKnownToClient(deps, format.name, selection, request, reply)) return reply.code(304).send();
  const { reputation, ask, now } = deps;
  const nowMs = now();
  const lines = format.lines(selected(reputation.listings(), selection, nowMs), { nowMs })[Symbol.asyncIterator]();
  // The first line is asked for before the head goes out: a store that is away still gets its own status.
  const first = await ask(() => lines.next());
  const pieces = async function* (): AsyncGenerator<string> {
    try {
      let piece = '';
      for (let line = first; line.done !== true; line = await ask(() => lines.next())) {
        piece += line.value + format.lineEnd;
        if (piece.length < pieceChars) continue;
        yield piece;
        piece = '';
      }
      if (piece !== '') yield piece;
    } finally {
      await lines.return?.();
    }
  };
  return reply.type(format.contentType).send(Readable.from(pieces()));
};
