/** The made-up web as a process of its own, so that what it costs is not counted with what visits it. Started by `startWeb`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf } from './answers.ts';

const server = createServer((request, response) => {
  // Crawlee gives its contexts a proxy that isn't there, which the bench maps to this server as well: it asks with whole URLs.
  const answer = answerOf((request.headers.host ?? '').replace(/:\d+$/, ''), (request.url ?? '/').replace(/^http:\/\/[^/]+/, ''));
  if (answer === null) {  response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>'); return; }
  if (answer.location !== undefined) { response.writeHead(302, { location: answer.location }).end(); return; }
  response.writeHead(200, { 'content-type': answer.type, 'content-length': answer.body.length, 'access-control-allow-origin': '*', 'cache-control': 'max-age=600', ...(answer.isPacked ? { 'content-encoding': 'gzip' } : {}) }).end(answer.body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => { process.send?.((server.address() as AddressInfo).port); });
process.once('disconnect', () => { process.exit(); });
