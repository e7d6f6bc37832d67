import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { LaunchOptions } from 'playwright';
import { browserVersion, findBrowser, launchOptions } from '../../crawler/browser/index.ts';
import type { VisitBudget } from '../../crawler/contract.ts';
import { createResolver, openEgress, type Egress, type LabRule } from '../../crawler/egress/index.ts';
import { chooseProfile, readProfiles } from '../../crawler/profiles.ts';
import { runRenderLane, type RenderLaneOptions } from '../../crawler/render.ts';
import { makeAuthority } from '../../fixtures/range/authority.ts';
import type { Capture, CaptureParts, Collected, CrawlTask, PartName, Profile } from '../../records/index.ts';

export type Answer = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** A web of its own on loopback: names under .test, http and https, served by one process, reached in lab mode through the real egress. */
export interface Lab {
  /** PEM of the authority that signed the certificate of *.test. "expired.test" has one that ran out. */
  readonly ca: string;
  readonly egress: Egress;
  readonly profiles: readonly Profile[];
  readonly launch: LaunchOptions;
  readonly requests: string[];
  /** Serves `answer` at "http://host/path". Strings are HTML. */
  serve(url: string, answer: Answer): void;
  /** Accepts WebSockets on every name, and hands over their streams. */
  answerUpgrades(onSocket: (socket: Duplex) => void): void;
  close(): Promise<void>;
}

export const budget: VisitBudget = { visitMs: 12_000, dwellMs: 1500, maxBytes: 20_000_000, maxHops: 20, maxRequests: 500 };

export const startLab = async (): Promise<Lab> => {
  const answers = new Map<string, Answer>();
  const requests: string[] = [];
  const sockets = new Set<Duplex>();
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    const path = `${request.headers.host ?? ''}${request.url ?? ''}`;
    requests.push(`${request.method ?? ''} ${path}`);
    const answer = answers.get(path) ?? answers.get(path.split('?')[0] ?? '');
    if (answer === undefined) { response.writeHead(404).end('not found'); return; }
    if (typeof answer === 'string') response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(answer);
    else answer(request, response);
  };
  const authority = await makeAuthority();
  const servers: readonly (Server | TlsServer)[] = [createServer(handler), createTlsServer({
    SNICallback: (name, done) => { authority.contextFor(name, name === 'expired.test' ? 'expired' : 'good').then((context) => { done(null, context); }, done); },
  }, handler)];
  const [port = 0, tlsPort = 0] = await Promise.all(servers.map(listen));
  const rules: LabRule[] = [
    { host: '*.test', port: 443, address: '127.0.0.1', toPort: tlsPort },
    // Where browsers allow service workers without TLS.
    { host: '*.localhost', port: 80, address: '127.0.0.1', toPort: port },
    { host: '*.test', port: null, address: '127.0.0.1', toPort: port },
  ];
  const egress = await openEgress({ resolve: createResolver(), lab: rules });
  const tempDir = await mkdtemp(join(tmpdir(), 'harrier-test-'));
  const { executable } = await findBrowser(null);
  const launch = await launchOptions({ executable, tempDir, unsafeNoSandbox: false });
  const { profiles } = await readProfiles(await browserVersion(executable));
  return {
    ca: authority.caPem, egress, profiles, launch, requests,
    serve: (url, answer) => { const { host, pathname, search } = new URL(url); answers.set(`${host}${pathname}${search}`, answer); },
    answerUpgrades: (onSocket) => {
      for (const server of servers) {
        server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
          socket.on('error', () => {}); // the visit is over
          // RFC 6455, 4.2.2
          const accept = createHash('sha1').update(`${String(request.headers['sec-websocket-key'])}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
          socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
          sockets.add(socket);
          onSocket(socket);
        });
      }
    },
    close: async () => {
      await egress.close();
      for (const socket of sockets) socket.destroy();
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => { server.close(resolve); });
      }
      await rm(tempDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

const listen = (server: Server | TlsServer): Promise<number> =>
  new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)); });

export const taskOf = (url: string, look = 0): CrawlTask =>
  ({ v: 1, urlKey: `key-of-${url}`, url, lane: 'render', look, lease: 'lease', deadlineMs: 0, attempts: 0, source: 'test' });

/** Visits all URLs in one render lane; captures come back by URL. */
export const render = async (lab: Lab, urls: readonly string[], options: Partial<RenderLaneOptions> = {}): Promise<Map<string, Capture>> => {
  const captures = new Map<string, Capture>();
  const faults: unknown[] = [];
  await runRenderLane(tasks(urls), {
    egress: lab.egress,
    launch: lab.launch,
    profileFor: ({ look }) => chooseProfile(lab.profiles, look),
    onCapture: (task, capture) => { captures.set(task.url, capture); return Promise.resolve(); },
    onFault: (message, error) => { faults.push(message, error); },
    budget,
    concurrency: { min: 4, max: 4 },
    extraCa: lab.ca,
    signal: new AbortController().signal,
    ...options,
  }).finished;
  if (faults.length > 0) throw new AggregateError(faults, 'the lane reported faults');
  return captures;
};

export async function* tasks(urls: readonly string[]): AsyncGenerator<CrawlTask> {
  for (const url of urls) yield await Promise.resolve(taskOf(url));
}

type Value<P extends PartName> = CaptureParts[P] extends Collected<infer T> ? T : never;

/** A part's value; throws with the reason where it was not collected. */
export const part = <P extends PartName>(capture: Capture | undefined, name: P): Value<P> => {
  if (capture === undefined) throw new Error('there is no capture');
  const found = capture.parts[name] as Collected<Value<P>>; // what Value says, which the compiler cannot follow through P
  if (found.state !== 'collected') throw new Error(`${capture.url}: ${name} ${found.state}: ${found.why}`);
  return found.value;
};
