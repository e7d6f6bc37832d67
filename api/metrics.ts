import type { FastifyInstance } from 'fastify';
import { Histogram, type Registry } from 'prom-client';

/** Counts and times of answers by route pattern, never by path: a path can hold a URL that somebody asked about. */
export const measureAnswers = (app: FastifyInstance, registry: Registry): void => {
  const seconds = new Histogram({
    name: 'harrier_http_answer_seconds',
    help: 'Time from request to the end of the answer, by route pattern, method and status.',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    // A followed change log ends when its reader leaves: its length says nothing about speed.
    if (route !== '/v1/stream') seconds.observe({ route, method: request.method, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
};
