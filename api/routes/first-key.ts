import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { apiKeySchema } from '../keys.ts';
import { refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

const yearMs = 365 * 86_400_000;

/** `POST /v1/keys/first`: the one-time link of a first start becomes the first administrator's key. */
export const firstKeyRoutes: Routes = ({ firstKey, keyRing, audit, ask, now }) => (app, _options, done) => {
  app.post('/v1/keys/first', {
    config: { rateLimit: { max: 10, timeWindow: 60_000 } },
    schema: {
      summary: 'Make the first administrator\'s key with the token of the link that a first start prints; works once',
      tags: ['keys'],
      body: z.strictObject({ token: z.string().max(200) }),
      response: { 201: apiKeySchema.extend({ key: z.string() }), ...refusals },
    },
  }, async ({ body: { token } }, reply) => {
    const nowMs = now();
    if (!keyRing.isEmpty || !await ask(() => firstKey.take(token))) throw new ApiError('key-required', 'This link was used, is over, or is none: it works once, within an hour, while there is no key. Start Harrier again for another, or make a key with "harrier keys create".');
    // Not the token: it is a secret, even though it is used up.
    await ask(() => audit.append('first-start', 'POST /v1/keys/first', {}, nowMs));
    return reply.code(201).send(await ask(() => keyRing.create({ name: 'first administrator', role: 'administrator', scopes: null, expiresAtMs: nowMs + yearMs }, nowMs)));
  });
  done();
};
