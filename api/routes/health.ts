import { z } from 'zod';
import { refusals } from '../shapes.ts';
import type { Routes } from './plugin.ts';

/** For whoever watches the process: `/healthz` (it answers), `/readyz` (Redis does too), `/metrics`. Not counted against an address. */
export const healthRoutes: Routes = ({ frontier, metrics, ask, version }) => (app, _options, done) => {
  const unlimited = { rateLimit: false } as const;
  const response = { 200: z.object({ status: z.literal('ok'), version: z.string() }), ...refusals };

  app.get('/healthz', { config: unlimited, schema: { summary: 'The process answers', tags: ['health'], response } }, () => ({ status: 'ok' as const, version }));

  app.get('/readyz', { config: unlimited, schema: { summary: 'The process answers, and Redis answers it', tags: ['health'], response } }, async () => {
    await ask(() => frontier.counts());
    return { status: 'ok' as const, version };
  });

  app.get('/metrics', { config: unlimited, schema: { summary: 'Metrics in the format of Prometheus', tags: ['health'], produces: ['text/plain'] } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await ask(() => metrics.metrics())));
  done();
};
