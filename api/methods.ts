import type { FastifyInstance, HTTPMethods } from 'fastify';
import { ApiError } from './errors.ts';

const asked = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const satisfies readonly HTTPMethods[];

/**
 * Makes a path answer 405 with its Allow header to a method that it doesn't take, where Fastify would say 404.
 * Called before the first route; `refuse` is called after the last.
 */
export const watchMethods = (app: FastifyInstance): { refuse(): void } => {
  const taken = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    taken.set(url, new Set([...taken.get(url) ?? [], ...[method].flat()]));
  });
  return {
    refuse: () => {
      for (const [url, methods] of [...taken]) {
        const others = asked.filter((method) => !methods.has(method));
        const allow = [...methods].join(', ');
        app.route({
          url,
          method: others,
          schema: { hide: true },
          onRequest: (_request, reply, _next) => {
            void reply.header('allow', allow);
            throw new ApiError('method-not-allowed');
          },
          handler: (_request, reply) => reply,
        });
      }
    },
  };
};
