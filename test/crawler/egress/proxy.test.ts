import { expect } from 'chai';
import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { fetch, ProxyAgent, WebSocket } from 'undici';
import type { ConnectionRecord } from '../../../records/index.ts';
import type { Refusal, Resolve, VisitEgress } from '../../../crawler/egress/contract.ts';
import { dialDirectly, type Dial } from '../../../crawler/egress/dial.ts';
import { createGuard, ownAddresses } from '../../../crawler/egress/guard.ts';
import { openEgress, parseLabMap, type Egress } from '../../../crawler/egress/index.ts';
import { openVisit } from '../../../crawler/egress/visit.ts';
import { inwardHosts, openCanary, ownHosts, type Canary } from './canary.ts';

const publicAddress = '93.184.216.34';

describe('crawler/egress, the proxy', () => {
  let canary: Canary;
  let site: HttpServer;
  let sitePort: number;
  let egress: Egress;
  let visit: VisitEgress;
  const agents: ProxyAgent[] = [];

  before(async () => {
    canary = await openCanary();
    site = createServer((request, response) => {
      if (request.url === '/inward') response.writeHead(302, { location: `http://127.0.0.1:${canary.port}/` }).end();
      else if (request.url === '/big') response.end(Buffer.alloc(2_000_000));
      else if (request.url === '/endless') {
        const more = (): void => { if (!response.destroyed) response.write(Buffer.alloc(65_536), more); };
        more();
      } else {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => response.end(JSON.stringify({ url: request.url, host: request.headers.host, headers: request.rawHeaders, body: Buffer.concat(chunks).toString() })));
      }
    });
    await new Promise<void>((settle) => site.listen(0, '127.0.0.1', settle));
    sitePort = (site.address() as AddressInfo).port;
    egress = await openEgress({ resolve: () => { throw new Error('not in lab mode'); }, lab: parseLabMap(`site.test 127.0.0.1:${sitePort}\ndead.test 127.0.0.1:1`) });
  });
  beforeEach(async () => {
    canary.heard.length = 0;
    visit = await egress.open({ maxBytes: 10_000_000 });
  });
  afterEach(async () => {
    expect(canary.heard, 'the canary').to.deep.equal([]);
    await visit.close();
    await Promise.all(agents.splice(0).map((agent) => agent.destroy()));
  });
  after(async () => {
    await egress.close();
    await canary.close();
    site.closeAllConnections();
    await new Promise((settle) => site.close(settle));
  });

  /** As the probe has it (tunnelled) or as a browser sends plain http (forwarded). */
  const via = (proxyUrl: string, proxyTunnel: boolean): ProxyAgent => {
    const agent = new ProxyAgent({ uri: proxyUrl, proxyTunnel });
    agents.push(agent);
    return agent;
  };
  const failureOf = (url: string, agent: ProxyAgent): Promise<string | null> => fetch(url, { dispatcher: agent, signal: AbortSignal.timeout(10_000) }).then((response) => `answered ${response.status}`, () => null);
  const refusalsOf = (records: readonly ConnectionRecord[]): (string | null)[] => [...new Set(records.map(({ refused }) => refused))];

  it('has a canary that hears what comes', async () => {
    const socket = connect(canary.port, '127.0.0.1').resume();
    await once(socket, 'close');
    expect(canary.heard.splice(0)).to.deep.equal(['tcp from ::ffff:127.0.0.1']);
  });

  for (const proxyTunnel of [true, false]) {
    const how = proxyTunnel ? 'by CONNECT' : 'by plain request';

    it(`reaches a mapped name ${how}`, async () => {
      const response = await fetch('http://site.test/a?b', { dispatcher: via(visit.proxyUrl, proxyTunnel) });
      expect(await response.json()).to.include({ url: '/a?b', host: 'site.test' });
      expect(visit.connections()).to.have.lengthOf(1);
      expect(visit.connections()[0]).to.include({ host: 'site.test', port: 80, address: '127.0.0.1', refused: null });
      expect(visit.connections()[0]?.bytesDown).to.be.greaterThan(50);
      expect(visit.connections()[0]?.bytesUp).to.be.greaterThan(50);
    });

    it(`lets nothing inward in lab mode ${how}`, async () => {
      const agent = via(visit.proxyUrl, proxyTunnel);
      const urls = [...inwardHosts, ...ownHosts()].flatMap((host) => [`http://${host}:${canary.port}/`, `https://${host}:${canary.port}/`]);
      const outcomes = await Promise.all(urls.map(async (url) => [url, await failureOf(url, agent)] as const));
      expect(outcomes.filter(([, answer]) => answer !== null)).to.deep.equal([]);
      expect(refusalsOf(visit.connections())).to.deep.equal(['name-not-found']);
    });

    it(`lets nothing inward outside lab mode ${how}: literals, names, names with one inward address, names that flip`, async () => {
      let flips = 0;
      const resolve: Resolve = (name) => {
        if (name === 'both.example') return Promise.resolve([publicAddress, '127.0.0.1']);
        if (name === 'flip.example') return Promise.resolve([flips++ % 2 === 0 ? publicAddress : '127.0.0.1']);
        if (name === 'mapped.example') return Promise.resolve(['::ffff:127.0.0.1']);
        return Promise.resolve(['127.0.0.1']);
      };
      const dialled: string[] = [];
      const dial: Dial = (address, port, signal) => {
        dialled.push(address);
        return address === publicAddress ? dialDirectly('127.0.0.1', sitePort, signal) : dialDirectly(address, port, signal);
      };
      const outside = await openVisit(createGuard({ resolve, lab: null, ownAddresses: ownAddresses() }), dial, { maxBytes: 1e7, connectTimeoutMs: 2_000, idleMs: 10_000, log: null });
      const agent = via(outside.proxyUrl, proxyTunnel);
      try {
        const hosts = [...inwardHosts, ...ownHosts(), 'inward.example', 'both.example', 'mapped.example'];
        const urls = hosts.flatMap((host) => [`http://${host}:${canary.port}/`, `https://${host}:${canary.port}/`]);
        const outcomes = await Promise.all(urls.map(async (url) => [url, await failureOf(url, agent)] as const));
        expect(outcomes.filter(([, answer]) => answer !== null)).to.deep.equal([]);
        expect(refusalsOf(outside.connections())).to.deep.equal(['address-not-public']);
        expect(dialled).to.deep.equal([]);

        // The first look-up is public and is what is connected to, whatever the name says a moment later.
        const flipped = await fetch('http://flip.example/', { dispatcher: agent });
        expect(await flipped.json()).to.include({ host: 'flip.example' });
        expect(await failureOf('http://flip.example:8080/', agent)).to.equal(null);
        expect(dialled).to.deep.equal([publicAddress]);
      } finally {
        await outside.close();
      }
    });

    it(`follows no redirect inward ${how}`, async () => {
      expect(await failureOf('http://site.test/inward', via(visit.proxyUrl, proxyTunnel))).to.equal(null);
      expect(visit.connections().at(-1)).to.include({ host: '127.0.0.1', port: canary.port, address: null, refused: 'name-not-found' });
    });

    it(`tells apart why nothing was connected ${how}`, async () => {
      const agent = via(visit.proxyUrl, proxyTunnel);
      for (const [url, refused] of [['http://other.test/', 'name-not-found'], ['http://site.test:6379/', 'port-refused'], ['http://dead.test/', 'connect-refused']] as const satisfies readonly (readonly [string, Refusal])[]) {
        expect(await failureOf(url, agent), url).to.equal(null);
        expect(visit.connections().at(-1), url).to.include({ address: null, refused });
      }
    });

    it(`cuts everything at the byte cap ${how}, and lets nothing out after it`, async () => {
      const small = await egress.open({ maxBytes: 1_000_000 });
      const agent = via(small.proxyUrl, proxyTunnel);
      const response = await fetch('http://site.test/endless', { dispatcher: agent });
      const cut = await response.arrayBuffer().then(() => 'whole', () => 'cut');
      expect(cut).to.equal('cut');
      expect(await failureOf('http://site.test/', agent)).to.equal(null);
      const records = small.connections();
      expect(records.map(({ address, refused }) => [address, refused])).to.deep.equal([['127.0.0.1', 'bytes-exceeded'], [null, 'bytes-exceeded']]);
      expect(records[0]?.bytesDown).to.be.within(1_000_000, 1_200_000);
      await small.close();
    });
  }

  it('answers a refused plain request with a dropped connection, and a refused CONNECT with an empty 502', async () => {
    expect(await raw(visit.proxyUrl, 'GET http://other.test/ HTTP/1.1\r\nHost: other.test\r\n\r\n')).to.equal('');
    expect(await raw(visit.proxyUrl, 'CONNECT other.test:443 HTTP/1.1\r\nHost: other.test:443\r\n\r\n')).to.match(/^HTTP\/1\.1 502 [^\r]*\r\nContent-Length: 0\r\nConnection: close\r\n\r\n$/);
  });

  it('drops what is no request for a proxy, and says so', async () => {
    for (const request of [
      'GET / HTTP/1.1\r\nHost: site.test\r\n\r\n', 'GET https://site.test/ HTTP/1.1\r\nHost: site.test\r\n\r\n', 'GET file:///etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET ftp://site.test/ HTTP/1.1\r\nHost: x\r\n\r\n', 'GET http://u:p@site.test/ HTTP/1.1\r\nHost: x\r\n\r\n', 'nonsense\r\n\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
      `GET http://site.test/ HTTP/1.1\r\nHost: site.test\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    ]) {
      const fresh = await egress.open({ maxBytes: 1e6 });
      expect(await raw(fresh.proxyUrl, request), request.slice(0, 30)).to.equal('');
      expect(refusalsOf(fresh.connections()), request.slice(0, 30)).to.deep.equal(['malformed']);
      await fresh.close();
    }
    expect(await raw(visit.proxyUrl, 'CONNECT site.test HTTP/1.1\r\n\r\n')).to.match(/^HTTP\/1\.1 502 /);
  });

  it('passes on no request that two readers could frame differently', async () => {
    for (const framing of ['Content-Length: 5\r\nTransfer-Encoding: chunked', 'Content-Length: 5\r\nContent-Length: 6', 'Transfer-Encoding: chunked, identity', 'Transfer-Encoding : chunked', 'Content-Length: +5', 'Transfer-Encoding: xchunked\r\nContent-Length: 5']) {
      expect(await raw(visit.proxyUrl, `POST http://site.test/ HTTP/1.1\r\nHost: site.test\r\n${framing}\r\n\r\n0\r\n\r\nGET http://site.test/smuggled HTTP/1.1\r\nHost: site.test\r\n\r\n`), framing).to.equal('');
    }
    expect(refusalsOf(visit.connections())).to.deep.equal(['malformed']);
  });

  it('asks the host of the target, whatever the Host header says, and keeps what belongs to the hop', async () => {
    const answer = await raw(visit.proxyUrl, 'GET http://site.test/p HTTP/1.1\r\nHost: other.test\r\nProxy-Authorization: Basic eA==\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nX-Kept: 2\r\n\r\n');
    const { host, headers } = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)) as { host: string; headers: string[] };
    expect(host).to.equal('site.test');
    expect(headers).to.deep.equal(['Host', 'site.test', 'Connection', 'keep-alive', 'X-Kept', '2']);
  });

  it('passes bodies on, by length and in chunks', async () => {
    const agent = via(visit.proxyUrl, false);
    const byLength = await fetch('http://site.test/', { method: 'POST', body: 'by length', dispatcher: agent });
    expect(await byLength.json()).to.include({ body: 'by length' });
    const stream = new ReadableStream<Uint8Array>({ start(controller) { controller.enqueue(Buffer.from('in ')); controller.enqueue(Buffer.from('chunks')); controller.close(); } });
    const inChunks = await fetch('http://site.test/', { method: 'POST', body: stream, duplex: 'half', dispatcher: agent });
    expect(await inChunks.json()).to.include({ body: 'in chunks' });
  });

  it('opens a WebSocket by CONNECT and by Upgrade, and no inward one', async () => {
    const echo = await openEcho();
    const labelled = await openEgress({ resolve: () => Promise.resolve([]), lab: parseLabMap(`ws.test 127.0.0.1:${echo.port}`) });
    const inside = await labelled.open({ maxBytes: 1e6 });
    try {
      for (const proxyTunnel of [true, false]) {
        const socket = new WebSocket('ws://ws.test/', { dispatcher: via(inside.proxyUrl, proxyTunnel) });
        const message = await new Promise((settle, fail) => {
          socket.addEventListener('message', ({ data }) => settle(data));
          socket.addEventListener('error', ({ error }) => fail(error));
        });
        expect(message).to.equal('hi');
        socket.close();

        const inward = new WebSocket(`ws://127.0.0.1:${canary.port}/`, { dispatcher: via(inside.proxyUrl, proxyTunnel) });
        await new Promise((settle) => inward.addEventListener('error', settle));
      }
      const handshake = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
      expect(await rawUntil(inside.proxyUrl, `GET http://ws.test/ HTTP/1.1\r\nHost: ws.test\r\n${handshake}`, 'hi')).to.match(/^HTTP\/1\.1 101 /);
      expect(await raw(inside.proxyUrl, `GET http://127.0.0.1:${canary.port}/ HTTP/1.1\r\nHost: x\r\n${handshake}`)).to.equal('');
    } finally {
      await labelled.close();
      await echo.close();
    }
  });

  it('upgrades to nothing but WebSocket, and only where the site agrees', async () => {
    expect(await raw(visit.proxyUrl, 'GET http://site.test/ HTTP/1.1\r\nHost: site.test\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n')).to.equal('');
    expect(visit.connections().at(-1)).to.include({ refused: 'malformed' });
    // This site answers 200.
    expect(await raw(visit.proxyUrl, 'GET http://site.test/ HTTP/1.1\r\nHost: site.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')).to.equal('');
  });

  it('frames an ambiguous answer anew, so that nothing in it can pass for the next one', async () => {
    const poison = 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\npoisoned';
    const sloppy = await openScripted(`HTTP/1.1 200 Fine\r\nX-Bad: a\x01b\r\nX-Good: c\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n${poison}`);
    const mapped = await openEgress({ resolve: () => Promise.resolve([]), lab: parseLabMap(`sloppy.test 127.0.0.1:${sloppy.port}\nsite.test 127.0.0.1:${sitePort}`) });
    const inside = await mapped.open({ maxBytes: 1e6 });
    try {
      const both = await rawUntil(inside.proxyUrl, 'GET http://sloppy.test/ HTTP/1.1\r\nHost: sloppy.test\r\n\r\nGET http://site.test/next HTTP/1.1\r\nHost: site.test\r\n\r\n', '"url":"/next"');
      expect(both).to.match(/^HTTP\/1\.1 200 Fine\r\nX-Good: c\r\n/).and.include('hello');
      expect(both).to.not.include('poisoned').and.not.include('Content-Length: 4');
    } finally {
      await mapped.close();
      await sloppy.close();
    }
  });

  it('drops an answer that ends before its length', async () => {
    const short = await openScripted('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', true);
    const mapped = await openEgress({ resolve: () => Promise.resolve([]), lab: parseLabMap(`short.test 127.0.0.1:${short.port}`) });
    const inside = await mapped.open({ maxBytes: 1e6 });
    try {
      const response = await fetch('http://short.test/', { dispatcher: via(inside.proxyUrl, false) });
      expect(await response.text().then(() => 'whole', () => 'cut')).to.equal('cut');
    } finally {
      await mapped.close();
      await short.close();
    }
  });

  it('stops connecting after its time, and names the reason', async () => {
    const never: Dial = (_address, _port, signal) => new Promise((_settle, fail) => signal.addEventListener('abort', () => fail(Object.assign(new Error('late'), { code: 'ETIMEDOUT' }))));
    const slow = await openVisit(createGuard({ resolve: () => Promise.resolve([publicAddress]), lab: null, ownAddresses: new Set() }), never, { maxBytes: 1e6, connectTimeoutMs: 50, idleMs: 1_000, log: null });
    expect(await failureOf('http://slow.example/', via(slow.proxyUrl, false))).to.equal(null);
    expect(slow.connections()[0]).to.include({ refused: 'connect-timed-out', address: null });
    expect(slow.connections()[0]?.addresses).to.deep.equal([publicAddress]);
    await slow.close();
  });

  it('ends a connection on which nothing moves', async () => {
    const silent = await openScripted('');
    const idle = await openVisit(createGuard({ resolve: () => Promise.resolve([]), lab: parseLabMap(`silent.test 127.0.0.1:${silent.port}`), ownAddresses: new Set() }), dialDirectly, { maxBytes: 1e6, connectTimeoutMs: 1_000, idleMs: 50, log: null });
    expect(await raw(idle.proxyUrl, 'GET http://silent.test/ HTTP/1.1\r\nHost: silent.test\r\n\r\n')).to.equal('');
    await idle.close();
    await silent.close();
  });

  it('records a repeated refusal once, and stops at a thousand records', async () => {
    for (let i = 0; i < 3; i++) await raw(visit.proxyUrl, 'GET http://other.test/ HTTP/1.1\r\n\r\n');
    expect(visit.connections()).to.have.lengthOf(1);
    for (let i = 0; i < 1010; i++) await raw(visit.proxyUrl, `GET http://n${i}.test/ HTTP/1.1\r\n\r\n`);
    expect(visit.connections()).to.have.lengthOf(1000);
    expect(visit.connections().at(-1)?.refused).to.equal('connections-exceeded');
    expect(await failureOf('http://site.test/', via(visit.proxyUrl, false))).to.equal(null);
  });

  it('ends every connection of a visit that closes, and refuses new ones', async () => {
    const other = await egress.open({ maxBytes: 1e8 });
    const response = await fetch('http://site.test/endless', { dispatcher: via(other.proxyUrl, true) });
    const reading = response.arrayBuffer().then(() => 'whole', () => 'cut');
    await other.close();
    expect(await reading).to.equal('cut');
    const { port } = new URL(other.proxyUrl);
    const [error] = await once(connect(Number(port), '127.0.0.1'), 'error') as [NodeJS.ErrnoException];
    expect(error.code).to.equal('ECONNREFUSED');
  });

  it('keeps the connections of two visits apart', async () => {
    const other = await egress.open({ maxBytes: 1e6 });
    await (await fetch('http://site.test/', { dispatcher: via(other.proxyUrl, false) })).text();
    expect(visit.connections()).to.deep.equal([]);
    expect(other.connections()).to.have.lengthOf(1);
    await other.close();
  });

  it('opens no visit once it is closed', async () => {
    const closed = await openEgress({ resolve: () => Promise.resolve([]), lab: null });
    await closed.close();
    expect(await closed.open({ maxBytes: 1 }).then(() => 'opened', () => 'refused')).to.equal('refused');
  });
});

/** Sends bytes, and hands back all that comes until the other side closes. */
function raw(proxyUrl: string, request: string): Promise<string> {
  return rawUntil(proxyUrl, request, null);
}

async function rawUntil(proxyUrl: string, request: string, mark: string | null): Promise<string> {
  const { hostname, port } = new URL(proxyUrl);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('error', () => undefined);
  socket.write(request, 'latin1');
  await new Promise<void>((settle) => {
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (mark !== null && answer.includes(mark)) settle();
    });
    socket.on('close', () => settle());
  });
  socket.destroy();
  return answer;
}

/** Answers every connection with the same bytes, once something came. */
async function openScripted(answer: string, thenEnd = false): Promise<{ port: number; close(): Promise<void> }> {
  return openTcp((socket) => socket.once('data', () => {
    socket.write(answer, 'latin1');
    if (thenEnd) socket.end();
  }));
}

/** A WebSocket server that says "hi" to whoever opens. */
async function openEcho(): Promise<{ port: number; close(): Promise<void> }> {
  const { createHash } = await import('node:crypto');
  return openTcp((socket) => socket.once('data', (head) => {
    const key = /^sec-websocket-key: (.*)$/im.exec(head.toString())?.[1]?.trim() ?? '';
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
    socket.write(Buffer.from([0x81, 2, 0x68, 0x69]));
  }));
}

async function openTcp(onSocket: (socket: Socket) => void): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: TcpServer = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((settle) => server.close(settle));
    },
  };
}
