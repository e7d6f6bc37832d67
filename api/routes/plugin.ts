import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import type { FastifyRequest } from 'fastify';
import type { Access } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import type { Ask } from '../asking.ts';

/** What a route gets beside the server's own dependencies. */
export interface RouteDeps extends ApiDeps {
  readonly ask: Ask;
  /** Throws ApiError where the client may not write. */
  readonly access: Access;
  readonly mustWrite: (request: FastifyRequest) => void;
  /** Aborted when the server closes, so that endless answers end. */
  readonly closing: AbortSignal;
}

/** One file of routes/: a Fastify plugin made from the dependencies. */
export type Routes = (deps: RouteDeps) => FastifyPluginCallbackZod;
