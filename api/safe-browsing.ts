import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ReplicaNotReady } from '../reputation/replica/contract.ts';
import { BadMessage, type MessageKind } from '../reputation/safebrowsing/messages.ts';
import { InvalidArgument } from '../reputation/safebrowsing/refusal.ts';
import { ApiError } from './errors.ts';
import { refusalOf } from './refusals.ts';

/**
 * How Safe Browsing's clients put a message into HTTP, and how they want theirs. A message comes as
 *
 * - JSON in the body of a POST,
 * - protobuf in the body of a POST (`application/x-protobuf`),
 * - protobuf in a GET, base64 in `$req` (browsers; with `X-HTTP-Method-Override: POST` or without),
 * - parameters of the query (v5).
 *
 * What else clients append (`key`, `alt`, `$ct`, `$httpMethod`, `prettyPrint`, ...) is no part of the message.
 * Errors have Google's form.
 */
export const protobufType = 'application/x-protobuf';
const jsonType = 'application/json; charset=UTF-8';

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;
const queryOf = (request: FastifyRequest): Query => request.query as Query; // Fastify's parser makes text of all values, and lists of repeated ones.
const first = (value: string | readonly string[] | undefined): string | undefined => (typeof value === 'object' ? value[0] : value);

/** For the plugin of one version: bodies and errors as its clients know them. */
export const speakSafeBrowsing = (app: FastifyInstance): void => {
  app.addContentTypeParser([protobufType, 'application/protobuf'], { parseAs: 'buffer' }, (_request, body, done) => { done(null, body); });
  app.setErrorHandler(answerGoogleError);
};

/** In: v4 and every `$req`. */
export const messageOf = <Wire>(kind: MessageKind<Wire>, request: FastifyRequest): Wire => {
  const inQuery = first(queryOf(request)['$req']);
  if (inQuery !== undefined) return kind.fromBytes(fromBase64(inQuery));
  if (Buffer.isBuffer(request.body)) return kind.fromBytes(request.body);
  if (request.body === undefined || request.body === null) throw new InvalidArgument('a body, or "$req" in the query, is missing');
  return kind.fromJson(request.body);
};

/** In: v5. `repeated` fields may come once or often; names are taken in camelCase and in snake_case. */
export const queryMessageOf = <Wire>(kind: MessageKind<Wire>, request: FastifyRequest, fields: readonly string[], repeated: readonly string[] = []): Wire => {
  const query = queryOf(request);
  if (query['$req'] !== undefined) return messageOf(kind, request);
  const message: Record<string, unknown> = {};
  for (const field of [...fields, ...repeated]) {
    const value = query[field] ?? query[field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
    if (value === undefined) continue;
    const texts = [value].flat().map((text) => text.replaceAll(' ', '+')); // A "+" of base64 that nobody escaped.
    const [outer = field, inner] = field.split('.', 2);
    if (inner === undefined) message[outer] = repeated.includes(field) ? texts : texts[0];
    else message[outer] = { ...message[outer] as object | undefined, [inner]: texts[0] }; // Made here.
  }
  return kind.fromJson(message);
};

const fromBase64 = (text: string): Buffer => {
  const usual = text.replaceAll(' ', '+');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(usual)) throw new InvalidArgument('"$req" is no base64');
  return Buffer.from(usual, 'base64');
};

/** Out, v4: JSON unless something asks for protobuf. */
export const sendV4 = <Wire extends object>(kind: MessageKind<Wire>, message: Wire, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const query = queryOf(request);
  const alt = first(query['alt']);
  const isProtobuf = alt === 'proto' || (alt !== 'json' && (first(query['$ct']) === protobufType || Buffer.isBuffer(request.body)));
  return send(kind, message, isProtobuf, reply);
};

/** Out, v5: protobuf unless something asks for JSON (Firefox asks for nothing and reads nothing else). */
export const sendV5 = <Wire extends object>(kind: MessageKind<Wire>, message: Wire, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const alt = first(queryOf(request)['alt']);
  const accept = request.headers.accept ?? '';
  return send(kind, message, alt === undefined ? !accept.includes('application/json') || accept.includes(protobufType) : alt !== 'json', reply);
};

const send = <Wire extends object>(kind: MessageKind<Wire>, message: Wire, isProtobuf: boolean, reply: FastifyReply): FastifyReply =>
  isProtobuf ? reply.type(protobufType).send(Buffer.from(kind.toBytes(message))) : reply.type(jsonType).serializer(JSON.stringify).send(kind.toJson(message));

/** google.rpc.Code by HTTP status. */
const statusNames: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 405: 'UNIMPLEMENTED', 408: 'DEADLINE_EXCEEDED', 413: 'INVALID_ARGUMENT',
  414: 'INVALID_ARGUMENT', 415: 'INVALID_ARGUMENT', 422: 'INVALID_ARGUMENT', 429: 'RESOURCE_EXHAUSTED', 431: 'INVALID_ARGUMENT', 503: 'UNAVAILABLE',
};

const answerGoogleError = (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void => {
  const refusal = error instanceof BadMessage || error instanceof InvalidArgument ? new ApiError('invalid-request', error.message)
    : error instanceof ReplicaNotReady ? new ApiError('store-unavailable', error.message, { cause: error })
    : refusalOf(error);
  const { status, message } = refusal;
  if (status >= 500) request.log.error({ err: refusal.cause ?? refusal, route: request.routeOptions.url, code: refusal.code }, message);
  if (status === 503) void reply.header('retry-after', '60');
  void reply.code(status).type(jsonType).serializer(JSON.stringify).send({ error: { code: status, message, status: statusNames[status] ?? 'INTERNAL' } });
};
