import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  fetchRequest, fetchResponse, findFullHashesRequest, findFullHashesResponse, findThreatMatchesRequest, findThreatMatchesResponse, threatHitResponse, threatListsResponse,
} from '../../reputation/safebrowsing/v4.ts';
import { InvalidArgument } from '../../reputation/safebrowsing/refusal.ts';
import type { MessageKind } from '../../reputation/safebrowsing/messages.ts';
import { messageOf, sendV4, speakSafeBrowsing } from '../safe-browsing.ts';
import type { Routes } from './plugin.ts';

/**
 * Safe Browsing v4 (developers.google.com/safe-browsing/reference/rest/v4). A colon of a path is written twice for
 * Fastify. Browsers ask by GET what others ask by POST.
 */
export const safeBrowsingV4Routes: Routes = ({ safeBrowsing }) => (app, _options, done) => {
  speakSafeBrowsing(app);
  const tags = ['safe browsing'];

  const method = <In, Out extends object>(url: string, summary: string, asked: MessageKind<In>, answered: MessageKind<Out>, answer: (message: In) => Promise<Out> | Out): void => {
    const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => sendV4(answered, await answer(messageOf(asked, request)), request, reply);
    app.post(url, { compress: {}, schema: { summary, tags } }, handler);
    app.get(url, { compress: {}, schema: { summary: `${summary} (protobuf in $req)`, tags } }, handler);
  };

  app.get('/v4/threatLists', { compress: {}, schema: { summary: 'Safe Browsing v4: which lists there are', tags } }, (request, reply) =>
    sendV4(threatListsResponse, safeBrowsing.threatLists(), request, reply));
  method('/v4/threatListUpdates::fetch', 'Safe Browsing v4: what changed in the lists', fetchRequest, fetchResponse, safeBrowsing.fetchUpdates);
  method('/v4/fullHashes::find', 'Safe Browsing v4: full hashes by prefix', findFullHashesRequest, findFullHashesResponse, safeBrowsing.findFullHashes);
  method('/v4/threatMatches::find', 'Safe Browsing v4: listed URLs among those sent', findThreatMatchesRequest, findThreatMatchesResponse, safeBrowsing.findThreatMatches);

  encoded(app, '/v4/encodedUpdates/*', 'Safe Browsing v4: threatListUpdates:fetch with its message in the path', fetchRequest, fetchResponse, safeBrowsing.fetchUpdates);
  encoded(app, '/v4/encodedFullHashes/*', 'Safe Browsing v4: fullHashes:find with its message in the path', findFullHashesRequest, findFullHashesResponse, safeBrowsing.findFullHashes);

  // A client reports what its user saw. Who saw what is nothing that we keep.
  app.post('/v4/threatHits', { compress: {}, schema: { summary: 'Safe Browsing v4: reports of clients, which are not kept', tags } }, (request, reply) => sendV4(threatHitResponse, {}, request, reply));
  done();
};

const encoded = <In, Out extends object>(app: FastifyInstance, url: string, summary: string, asked: MessageKind<In>, answered: MessageKind<Out>, answer: (message: In) => Promise<Out> | Out): void => {
  app.get(url, { compress: {}, schema: { summary, tags: ['safe browsing'] } }, async (request, reply) => {
    const text = (request.params as Record<string, string>)['*'] ?? ''; // Fastify's name of a wildcard.
    if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw new InvalidArgument('the message in the path is no base64');
    return sendV4(answered, await answer(asked.fromBytes(Buffer.from(text, 'base64'))), request, reply);
  });
};
