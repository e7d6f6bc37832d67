import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { refusalOf } from '../refusals.ts';
import { addedTo, collections, dateOf, usOf, type Added, type Collection } from '../../reputation/formats/taxii.ts';
import type { Listing } from '../../records/index.ts';
import type { Routes } from './plugin.ts';

const taxiiType = 'application/taxii+json;version=2.1';
const stixType = 'application/stix+json;version=2.1';
const root = '/taxii2/api';
const mostAtOnce = 1000;
/** A collection read from the store serves its pages for so long. */
const keptMs = 30_000;

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** TAXII 2.1 (OASIS, docs.oasis-open.org/cti/taxii/v2.1), reading only. Plain HTTP and no user: put TLS and HTTP Basic in front where it is open to others. */
export const taxiiRoutes: Routes = ({ reputation, ask, now }) => (app, _options, done) => {
  const tags = ['taxii'];
  app.addHook('onRequest', (request, _reply, next) => {
    if (!accepts(request.headers.accept ?? taxiiType)) throw new ApiError('not-acceptable', `Ask for ${taxiiType}.`);
    next();
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal.status >= 500) request.log.error({ err: refusal.cause ?? refusal, route: request.routeOptions.url, code: refusal.code }, refusal.message);
    void send(reply.code(refusal.status), { title: refusal.code, description: refusal.message, error_code: refusal.code, http_status: String(refusal.status) });
  });

  const kept = new Map<string, { readonly position: string; readonly untilMs: number; readonly objects: Promise<readonly Added[]> }>();
  async function* all(): AsyncGenerator<Listing> {
    yield* reputation.listings('active');
    yield* reputation.listings('expired');
    yield* reputation.listings('paused');
    yield* reputation.listings('overturned');
  }
  const objectsOf = async (collection: Collection): Promise<readonly Added[]> => {
    const position = await ask(() => reputation.position());
    const known = kept.get(collection.id);
    if (known !== undefined && (known.position === position || known.untilMs > now())) return known.objects;
    const objects = addedTo(collection, all(), now());
    kept.set(collection.id, { position, untilMs: now() + keptMs, objects });
    objects.catch(() => { kept.delete(collection.id); });
    return objects.catch((cause: unknown) => { throw new ApiError('store-unavailable', undefined, { cause }); });
  };
  const collectionOf = (request: FastifyRequest): Collection => {
    const { id } = request.params as { id: string }; // Fastify: every route below has it.
    const found = collections.find((collection) => collection.id === id || collection.alias === id);
    if (found === undefined) throw new ApiError('unknown-feed', 'There is no such collection.');
    return found;
  };

  app.get('/taxii2/', { schema: { summary: 'TAXII 2.1: where its root is', tags } }, (_request, reply) =>
    send(reply, { title: 'Harrier', description: 'URLs that were seen to be malicious', default: `${root}/`, api_roots: [`${root}/`] }));
  app.get(`${root}/`, { schema: { summary: 'TAXII 2.1: the root', tags } }, (_request, reply) =>
    send(reply, { title: 'Harrier', description: 'Listings as STIX 2.1 indicators', versions: [taxiiType], max_content_length: 1024 * 1024 }));
  app.get(`${root}/collections/`, { schema: { summary: 'TAXII 2.1: its collections', tags } }, (_request, reply) => send(reply, { collections: collections.map(shown) }));
  app.get(`${root}/collections/:id/`, { schema: { summary: 'TAXII 2.1: one collection', tags } }, (request, reply) => send(reply, shown(collectionOf(request))));

  const page = async (request: FastifyRequest, reply: FastifyReply, onlyId: string | null): Promise<{ readonly objects: readonly Added[]; readonly more: object }> => {
    const found = filtered(await objectsOf(collectionOf(request)), request.query as Query, onlyId);
    const [first, last] = [found.objects[0], found.objects.at(-1)];
    if (first !== undefined && last !== undefined) void reply.header('x-taxii-date-added-first', dateOf(first.us)).header('x-taxii-date-added-last', dateOf(last.us));
    return { objects: found.objects, more: found.isMore && last !== undefined ? { more: true, next: String(last.us) } : { more: false } };
  };
  const objectId = (request: FastifyRequest): string => (request.params as { object: string }).object; // As above.

  app.get(`${root}/collections/:id/objects/`, { compress: {}, schema: { summary: 'TAXII 2.1: objects of a collection', tags } }, async (request, reply) => {
    const { objects, more } = await page(request, reply, null);
    return send(reply, objects.length === 0 ? {} : { ...more, objects: objects.map(({ object }) => object()) });
  });
  app.get(`${root}/collections/:id/manifest/`, { compress: {}, schema: { summary: 'TAXII 2.1: which objects a collection has', tags } }, async (request, reply) => {
    const { objects, more } = await page(request, reply, null);
    return send(reply, objects.length === 0 ? {} : { ...more, objects: objects.map(({ id, us, version }) => ({ id, date_added: dateOf(us), version, media_type: stixType })) });
  });
  app.get(`${root}/collections/:id/objects/:object/`, { schema: { summary: 'TAXII 2.1: one object', tags } }, async (request, reply) => {
    const { objects } = await page(request, reply, objectId(request));
    if (objects.length === 0) throw new ApiError('unknown-feed', 'There is no such object in this collection.');
    return send(reply, { more: false, objects: objects.map(({ object }) => object()) });
  });
  app.get(`${root}/collections/:id/objects/:object/versions/`, { schema: { summary: 'TAXII 2.1: versions of one object (the newest is kept)', tags } }, async (request, reply) => {
    const { objects } = await page(request, reply, objectId(request));
    if (objects.length === 0) throw new ApiError('unknown-feed', 'There is no such object in this collection.');
    return send(reply, { more: false, versions: objects.map(({ version }) => version) });
  });
  done();
};

const send = (reply: FastifyReply, body: object): FastifyReply => reply.type(taxiiType).serializer(JSON.stringify).send(body);

const shown = ({ id, alias, title, description }: Collection): object => ({ id, alias, title, description, can_read: true, can_write: false, media_types: [stixType] });

const accepts = (accept: string): boolean => accept.split(',').some((range) => {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const version = parameters.find((parameter) => parameter.startsWith('version='));
  return type === '*/*' || type === 'application/*' || (type === 'application/taxii+json' && (version === undefined || version === 'version=2.1'));
});

/** TAXII's filters, all together; commas are "or". Only the newest version of each object is kept, so that first, last and all are one. */
const filtered = (objects: readonly Added[], query: Query, onlyId: string | null): { readonly objects: readonly Added[]; readonly isMore: boolean } => {
  const text = (name: string): string | null => { const value = query[name]; return value === undefined ? null : [value].flat().join(','); };
  const some = (name: string): readonly string[] | null => text(name)?.split(',').map((part) => part.trim()) ?? null;
  const invalid = (field: string, message: string): ApiError => new ApiError('invalid-request', message, { field });
  const after = text('added_after');
  const afterUs = after === null ? -Infinity : usOf(after);
  if (afterUs === null) throw invalid('added_after', '"added_after" is a time as 2026-11-24T12:00:00.000Z.');
  const next = text('next') ?? '';
  if (!/^\d{0,16}$/.test(next)) throw invalid('next', '"next" is none that was given here.');
  const limitText = text('limit') ?? String(mostAtOnce);
  if (!/^[1-9]\d{0,8}$/.test(limitText)) throw invalid('limit', '"limit" is a whole number above 0.');
  const limit = Math.min(mostAtOnce, Number(limitText));
  const [ids, types, versions, specs] = [some('match[id]'), some('match[type]'), some('match[version]'), some('match[spec_version]')];
  const versionTimes = versions?.filter((version) => !['first', 'last', 'all'].includes(version)).map(usOf) ?? [];
  if (versionTimes.includes(null)) throw invalid('match[version]', '"match[version]" is first, last, all or a time.');
  const isAnyVersion = versions === null || versions.length > versionTimes.length;
  const from = Math.max(afterUs, next === '' ? -Infinity : Number(next));
  const found: Added[] = [];
  for (const object of objects) {
    if (object.us <= from || (onlyId !== null && object.id !== onlyId) || ids?.includes(object.id) === false) continue;
    if (types?.includes(object.id.slice(0, object.id.indexOf('--'))) === false || specs?.includes('2.1') === false) continue;
    if (!isAnyVersion && !versionTimes.includes(usOf(object.version))) continue;
    if (found.length === limit) return { objects: found, isMore: true };
    found.push(object);
  }
  return { objects: found, isMore: false };
};
