import type { FastifyBaseLogger } from 'fastify';

/** What a request may leave in the log: its method. Its address, headers, path and query could tell who asked what. */
export const withoutClients = (log: FastifyBaseLogger): FastifyBaseLogger =>
  log.child({}, {
    serializers: {
      req: (request: { readonly method?: string }) => ({ method: request.method }),
      res: (reply: { readonly statusCode?: number }) => ({ status: reply.statusCode }),
    },
  });
