import Fastify, { LogController, type FastifyInstance } from 'fastify';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { askWithin } from './asking.ts';
import type { ApiDeps } from './deps.ts';
import { ApiError } from './errors.ts';
import { withoutClients } from './log.ts';
import { measureAnswers } from './metrics.ts';
import { watchMethods } from './methods.ts';
import { answerClientError, answerError } from './refusals.ts';
import { allRoutes } from './routes/index.ts';
import type { RouteDeps } from './routes/plugin.ts';
import { openAccess } from './access.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who asks for it, and what, is a row of the audit (api/audit.ts). */
    audited?: boolean;
  }
}

/**
 * The HTTP server, routes and console and all. Whoever calls it listens and closes.
 *
 * Nothing is stored or logged about who asks: an address lives a minute in the rate limiter's memory.
 */
export const createApi = (deps: ApiDeps): FastifyInstance => {
  const { limits } = deps;
  const closing = new AbortController();
  const ask = askWithin(limits.storeMs);
  const access = openAccess(deps.keys, deps.keyRing, deps.now);
  const app = Fastify({
    loggerInstance: withoutClients(deps.log),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1024 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: limits.idleMs,
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => { answerError(error, request, reply); },
    clientErrorHandler: answerClientError,
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler(answerError);
  app.addHook('onRequest', (_request, reply, done) => { void reply.header('cache-control', 'no-store'); done(); });
  app.addHook('preClose', (done) => { closing.abort(); done(); });
  measureAnswers(app, deps.metrics);
  const methods = watchMethods(app);

  void app.register(helmet, {
    // Plain HTTP on a loopback address has no use for HSTS; who puts TLS in front sets it there.
    strictTransportSecurity: false,
    contentSecurityPolicy: { useDefaults: false, directives: pagePolicy },
  });
  void app.register(rateLimit, {
    keyGenerator: (request) => access.keyOf(request) ?? request.ip,
    max: (request) => (access.keyOf(request) === null ? limits.requestsPerMinute : limits.keyRequestsPerMinute),
    timeWindow: 60_000, errorResponseBuilder: () => new ApiError('too-many-requests'),
  });
  // Routes that say so: feeds, lists. Never the stream.
  void app.register(compress, { global: false, encodings: ['gzip', 'deflate'] });
  void app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Harrier', version: deps.version, description: 'Finds malicious URLs, says why, and keeps the list.' } },
    transform: jsonSchemaTransform,
  });
  const routeDeps: RouteDeps = { ...deps, ask, access, mustWrite: (request) => { access.may(request, 'submit'); }, closing: closing.signal };
  // Before anything is changed: what can't be recorded isn't done.
  app.addHook('preHandler', async (request) => {
    const { method, routeOptions, params, body } = request;
    if (routeOptions.config.audited === true) await ask(() => deps.audit.append(access.keyOf(request) ?? 'this-machine', `${method} ${routeOptions.url ?? ''}`, { params, body }, deps.now()));
  });
  for (const routes of allRoutes) void app.register(routes(routeDeps));
  app.after(() => {
    app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
    app.setNotFoundHandler({ preHandler: app.rateLimit() }, () => { throw new ApiError('unknown-route'); });
  });
  if (deps.consoleDir !== null) void app.register(fastifyStatic, { root: deps.consoleDir, wildcard: false, cacheControl: false });
  app.after(() => { methods.refuse(); });
  return app;
};

/**
 * What a page of this server may do: load its own files and ask its own API. No inline script or style, no
 * frame, no form target; and no string becomes markup or code, whatever a page that we judged is called.
 */
const pagePolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
  trustedTypes: ["'none'"],
};
