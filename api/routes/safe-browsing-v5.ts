import {
  batchGetRequest, batchGetResponse, getRequest, hashList, listRequest, listResponse, searchHashesRequest, searchHashesResponse, searchUrlsRequest, searchUrlsResponse,
} from '../../reputation/safebrowsing/v5.ts';
import { queryMessageOf, sendV5, speakSafeBrowsing } from '../safe-browsing.ts';
import type { Routes } from './plugin.ts';

const constraints = ['sizeConstraints.maxUpdateEntries', 'sizeConstraints.maxDatabaseEntries'] as const;

/** Safe Browsing v5 (developers.google.com/safe-browsing/reference/rest/v5). Everything is a GET. */
export const safeBrowsingV5Routes: Routes = ({ safeBrowsing }) => (app, _options, done) => {
  speakSafeBrowsing(app);
  const tags = ['safe browsing'];

  app.get('/v5/hashes::search', { compress: {}, schema: { summary: 'Safe Browsing v5: full hashes by prefixes of four bytes', tags } }, (request, reply) => {
    const { hashPrefixes = [] } = queryMessageOf(searchHashesRequest, request, [], ['hashPrefixes']);
    return sendV5(searchHashesResponse, safeBrowsing.searchHashes(hashPrefixes), request, reply);
  });

  app.get('/v5/urls::search', { compress: {}, schema: { summary: 'Safe Browsing v5: listed URLs among those sent', tags } }, (request, reply) => {
    const { urls = [] } = queryMessageOf(searchUrlsRequest, request, [], ['urls']);
    return sendV5(searchUrlsResponse, safeBrowsing.searchUrls(urls), request, reply);
  });

  app.get<{ Params: { name: string } }>('/v5/hashList/:name', { compress: {}, schema: { summary: 'Safe Browsing v5: one list, or what changed in it', tags } }, async (request, reply) => {
    const message = queryMessageOf(getRequest, request, ['version', ...constraints]);
    return sendV5(hashList, await safeBrowsing.getHashList({ ...message, name: request.params.name }), request, reply);
  });

  app.get('/v5/hashLists::batchGet', { compress: {}, schema: { summary: 'Safe Browsing v5: several lists at once', tags } }, async (request, reply) =>
    sendV5(batchGetResponse, await safeBrowsing.batchGet(queryMessageOf(batchGetRequest, request, [...constraints], ['names', 'version'])), request, reply));

  app.get('/v5/hashLists', { compress: {}, schema: { summary: 'Safe Browsing v5: which lists there are', tags } }, (request, reply) => {
    const { pageSize = 0, pageToken = '' } = queryMessageOf(listRequest, request, ['pageSize', 'pageToken']);
    return sendV5(listResponse, safeBrowsing.listHashLists(pageSize, pageToken), request, reply);
  });
  done();
};
