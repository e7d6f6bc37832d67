import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { apiKeySchema, mayDo, permissions, roles } from '../keys.ts';
import { refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

const dayMs = 86_400_000;
const tags = ['keys'];

/** `GET|POST /v1/keys`, `POST /v1/keys/:id/revoke`: for administrators. */
export const keyRoutes: Routes = ({ keyRing, access, ask, now }) => (app, _options, done) => {
  app.addHook('onRequest', (request, _reply, next) => { access.may(request, 'administer'); next(); });

  app.post('/v1/keys', {
    config: { audited: true },
    schema: {
      summary: 'Make an API key; it is told this once, and kept as a hash',
      tags,
      body: z.strictObject({
        name: z.string().trim().min(3).max(100).describe('What it is for.'),
        role: z.enum(roles),
        scopes: z.array(z.enum(permissions)).min(1).max(permissions.length).nullable().default(null).describe('Less than the role allows.'),
        days: z.number().int().min(1).max(3650).default(365),
      }),
      response: { 201: apiKeySchema.extend({ key: z.string() }), ...refusals },
    },
  }, async ({ body: { name, role, scopes, days } }, reply) => {
    const beyond = scopes?.find((scope) => !mayDo({ role, scopes: null }, scope));
    if (beyond !== undefined) throw new ApiError('invalid-request', `a ${role} can't have the scope "${beyond}"`, { field: 'scopes' });
    const nowMs = now();
    return reply.code(201).send(await ask(() => keyRing.create({ name, role, scopes, expiresAtMs: nowMs + days * dayMs }, nowMs)));
  });

  app.get('/v1/keys', {
    schema: { summary: 'All API keys that were ever made, without the keys', tags, response: { 200: z.object({ keys: z.array(apiKeySchema) }), ...refusals } },
  }, async () => ({ keys: await ask(() => keyRing.list()) }));

  app.post('/v1/keys/:id/revoke', {
    config: { audited: true },
    schema: { summary: 'End an API key: here at once, in other processes within two seconds', tags, params: z.object({ id: z.string().max(40) }), response: { 200: z.object({ outcome: z.literal('revoked') }), ...refusals } },
  }, async ({ params: { id } }) => {
    if (await ask(() => keyRing.revoke(id, now())) === 'unknown') throw new ApiError('unknown-key');
    return { outcome: 'revoked' as const };
  });
  done();
};
