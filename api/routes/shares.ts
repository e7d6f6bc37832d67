import { z } from 'zod';
import { shareSchema } from '../../reputation/shares.ts';
import { ApiError } from '../errors.ts';
import { refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

const dayMs = 86_400_000;
const tags = ['feeds'];

/** `GET|POST /v1/shares`, `POST /v1/shares/:id/revoke`: who may read feeds without a key. For those who may write. */
export const shareRoutes: Routes = ({ shares, ask, mustWrite, now }) => (app, _options, done) => {
  app.addHook('onRequest', (request, _reply, next) => { mustWrite(request); next(); });

  app.post('/v1/shares', {
    config: { audited: true },
    schema: {
      summary: 'Make a share token for feeds; it is told this once, and kept as a hash',
      tags,
      body: z.strictObject({ reason: z.string().trim().min(3).max(200), days: z.number().int().min(1).max(3650).default(365), usesPerHour: z.number().int().min(1).max(10_000).default(60) }),
      response: { 201: shareSchema.extend({ token: z.string(), path: z.string().describe('Put the name of a feed behind it.') }), ...refusals },
    },
  }, async ({ body: { reason, days, usesPerHour } }, reply) => {
    const nowMs = now();
    const made = await ask(() => shares.create({ reason, usesPerHour, expiresAtMs: nowMs + days * dayMs }, nowMs));
    return reply.code(201).send({ ...made, path: `/v1/shared/${made.token}/` });
  });

  app.get('/v1/shares', {
    schema: { summary: 'Share tokens that work, without the tokens', tags, response: { 200: z.object({ shares: z.array(shareSchema) }), ...refusals } },
  }, async () => ({ shares: await ask(() => shares.list(now())) }));

  app.post('/v1/shares/:id/revoke', {
    config: { audited: true },
    schema: { summary: 'End a share token at once', tags, params: z.object({ id: z.string().max(40) }), response: { 200: z.object({ outcome: z.literal('revoked') }), ...refusals } },
  }, async ({ params: { id } }) => {
    if (await ask(() => shares.revoke(id)) === 'unknown') throw new ApiError('unknown-share');
    return { outcome: 'revoked' as const };
  });
  done();
};
