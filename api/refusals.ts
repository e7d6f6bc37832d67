import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ApiError, type ErrorCode } from './errors.ts';

/** What Fastify and its plugins throw before a route is reached, by Fastify's code (fastify/lib/errors.js, 5.12). */
const ofFramework: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_NOT_FOUND: 'unknown-route',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-request',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-json',
  FST_ERR_BAD_URL: 'malformed-request',
  FST_ERR_MAX_PARAM_LENGTH: 'path-too-long',
};

/** What Node's HTTP parser says of a connection that sends no valid request (nodejs.org/docs/latest-v20.x/api/errors.html). */
const ofParser: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** Any error as the refusal that the client gets. What has no row is a fault of ours: `internal`, without its text. */
export const refusalOf = (error: unknown): ApiError => {
  if (error instanceof ApiError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const path = first?.instancePath.split('/').filter((step) => step !== '').join('.') ?? '';
    const field = path === '' ? (error.validationContext ?? 'body') : path;
    return new ApiError('invalid-request', first?.message ?? undefined, { field });
  }
  const code = codeOf(error);
  const known = code === null ? undefined : ofFramework[code];
  if (known !== undefined) return new ApiError(known, undefined, { cause: error });
  return new ApiError('internal', undefined, { cause: error });
};

export const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const refusal = refusalOf(error);
  if (refusal.status >= 500) request.log.error({ err: refusal.cause ?? refusal, route: request.routeOptions.url, code: refusal.code }, refusal.message);
  if (refusal.code === 'key-required') void reply.header('www-authenticate', 'Bearer');
  return reply.code(refusal.status).header('cache-control', 'no-store').type('application/json; charset=utf-8').serializer(JSON.stringify).send(refusal.body());
};

/** Answers on a raw socket, where there was no request to answer to. */
export const answerClientError = (error: Error, socket: Socket): void => {
  if (codeOf(error) === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = new ApiError(ofParser[codeOf(error) ?? ''] ?? 'malformed-request');
  const body = JSON.stringify(refusal.body());
  socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`);
};

const codeOf = (error: unknown): string | null => {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : null;
  return typeof code === 'string' ? code : null;
};
