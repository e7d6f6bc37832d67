import { expect } from 'chai';
import { createServer, type Server as HttpServer } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { Server as ProxyServer } from 'proxy-chain';
import { fetch, ProxyAgent } from 'undici';
import { openEgress, parseLabMap, type Egress } from '../../../crawler/egress/index.ts';
import { parseUpstreams } from '../../../crawler/egress/upstream.ts';

describe('crawler/egress, through an upstream proxy', () => {
  let site: HttpServer;
  let upstream: ProxyServer;
  let egress: Egress;
  const asked: string[] = [];

  before(async () => {
    site = createServer((request, response) => response.end(`hello ${request.url}`));
    await new Promise<void>((settle) => site.listen(0, '127.0.0.1', settle));
    upstream = new ProxyServer({
      host: '127.0.0.1',
      port: 0,
      prepareRequestFunction: ({ hostname, port, username, password, isHttp }) => {
        asked.push(`${isHttp ? 'plain' : 'CONNECT'} ${hostname}:${port} as ${username}:${password}`);
        return { requestAuthentication: username !== 'user' || password !== 'secret' };
      },
    });
    await upstream.listen();
  });
  afterEach(async () => {
    asked.length = 0;
    await egress.close();
  });
  after(async () => {
    await upstream.close(true);
    site.closeAllConnections();
    await new Promise((settle) => site.close(settle));
  });

  const open = async (credentials: string) => {
    const sitePort = (site.address() as AddressInfo).port;
    egress = await openEgress({ resolve: () => Promise.resolve([]), lab: parseLabMap(`site.test 127.0.0.1:${sitePort}\ndead.test 127.0.0.1:1`), upstream: `http://${credentials}@127.0.0.1:${upstream.port}` });
    const visit = await egress.open({ maxBytes: 1e6 });
    return { visit, sitePort, agent: new ProxyAgent({ uri: visit.proxyUrl, proxyTunnel: false }) };
  };

  it('asks it for the checked address, never for a name', async () => {
    const { visit, sitePort, agent } = await open('user:secret');
    expect(await (await fetch('http://site.test/a', { dispatcher: agent })).text()).to.equal('hello /a');
    expect(asked).to.deep.equal([`CONNECT 127.0.0.1:${sitePort} as user:secret`]);
    expect(visit.connections()[0]).to.include({ host: 'site.test', address: '127.0.0.1', refused: null });
    await agent.destroy();
  });

  it('asks the guard first: the upstream hears nothing of what is refused', async () => {
    const { visit, agent } = await open('user:secret');
    for (const url of ['http://127.0.0.1/', 'http://other.test/', 'http://site.test:25/']) await fetch(url, { dispatcher: agent }).catch(() => undefined);
    expect(asked).to.deep.equal([]);
    expect(visit.connections().map(({ refused }) => refused)).to.include('name-not-found');
    await agent.destroy();
  });

  it('fails closed where the upstream refuses us or cannot connect', async () => {
    const wrong = await open('user:wrong');
    expect(await fetch('http://site.test/', { dispatcher: wrong.agent }).then(() => 'answered', () => 'failed')).to.equal('failed');
    expect(wrong.visit.connections()[0]).to.include({ address: null, refused: 'connect-failed' });
    await wrong.agent.destroy();
    await egress.close();
    const dead = await open('user:secret');
    expect(await fetch('http://dead.test/', { dispatcher: dead.agent }).then(() => 'answered', () => 'failed')).to.equal('failed');
    expect(dead.visit.connections()[0]?.address).to.equal(null);
    await dead.agent.destroy();
  });
});

/** A SOCKS5 proxy (RFC 1928, CONNECT by IPv4 or name, RFC 1929 passwords), as an operator's would be. */
const openSocks = async (credentials: string) => {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createTcpServer((client) => {
    sockets.add(client);
    client.on('error', () => client.destroy());
    let state: 'greeting' | 'password' | 'request' | 'open' = 'greeting';
    client.on('data', (bytes: Buffer) => {
      if (state === 'greeting') { state = 'password'; client.write(Buffer.from([5, 2])); return; }
      if (state === 'password') {
        const user = bytes.subarray(2, 2 + (bytes[1] ?? 0)).toString();
        const password = bytes.subarray(3 + (bytes[1] ?? 0)).toString();
        const isRight = `${user}:${password}` === credentials;
        state = 'request';
        client.write(Buffer.from([1, isRight ? 0 : 1]));
        if (!isRight) client.end();
        return;
      }
      if (state !== 'request') return;
      state = 'open';
      const host = bytes[3] === 1 ? [...bytes.subarray(4, 8)].join('.') : bytes.subarray(5, 5 + (bytes[4] ?? 0)).toString();
      const port = bytes.readUInt16BE(bytes.length - 2);
      asked.push(`${bytes[3] === 1 ? 'address' : 'name'} ${host}:${port}`);
      const target = connect(port, host, () => { client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])); client.pipe(target); target.pipe(client); });
      sockets.add(target);
      target.on('error', () => client.destroy());
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return { asked, port: (server.address() as AddressInfo).port, close: async () => { for (const socket of sockets) socket.destroy(); await new Promise((settle) => server.close(settle)); } };
};

describe('crawler/egress, a proxy for each profile', () => {
  it('goes through SOCKS5 for one, HTTP for the others, and none where it is told so; the guard decides first', async () => {
    const site = createServer((request, response) => response.end(`hello ${request.url}`));
    await new Promise<void>((settle) => site.listen(0, '127.0.0.1', settle));
    const sitePort = (site.address() as AddressInfo).port;
    const socks = await openSocks('user:secret');
    const viaHttp: string[] = [];
    const http = new ProxyServer({ host: '127.0.0.1', port: 0, prepareRequestFunction: ({ hostname, port }) => { viaHttp.push(`${hostname}:${port}`); return {}; } });
    await http.listen();
    const egress = await openEgress({ resolve: () => Promise.resolve([]), lab: parseLabMap(`site.test 127.0.0.1:${sitePort}`), upstream: `http://127.0.0.1:${http.port}, phone=socks5://user:secret@127.0.0.1:${socks.port}, desk=direct, wrong=socks5://user:no@127.0.0.1:${socks.port}` });
    const get = async (profile: string, url = 'http://site.test/a'): Promise<string> => {
      const visit = await egress.open({ maxBytes: 1e6, profile });
      const agent = new ProxyAgent({ uri: visit.proxyUrl, proxyTunnel: true });
      try {
        return await fetch(url, { dispatcher: agent }).then((answer) => answer.text(), () => 'failed');
      } finally {
        await agent.destroy();
        await visit.close();
      }
    };
    try {
      expect(await get('phone')).to.equal('hello /a');
      expect(socks.asked).to.deep.equal([`address 127.0.0.1:${sitePort}`]);
      expect(viaHttp).to.deep.equal([]);
      expect(await get('tablet')).to.equal('hello /a');
      expect(viaHttp).to.deep.equal([`127.0.0.1:${sitePort}`]);
      expect(await get('desk')).to.equal('hello /a');
      expect(await get('wrong')).to.equal('failed');
      for (const url of ['http://127.0.0.1/', 'http://[::ffff:10.0.0.1]/', 'http://other.test/', 'http://site.test:25/']) {
        expect(await get('phone', url)).to.equal('failed');
        expect(await get('tablet', url)).to.equal('failed');
      }
      expect(socks.asked).to.have.length(1);
      expect(viaHttp).to.have.length(1);
    } finally {
      await egress.close();
      await socks.close();
      await http.close(true);
      site.closeAllConnections();
      await new Promise((settle) => site.close(settle));
    }
  });

  it('says which piece of a list is wrong, and shows no password', () => {
    expect(parseUpstreams('http://a:1, phone=socks5://b:2')).to.deep.equal({ otherwise: 'http://a:1', byProfile: new Map([['phone', 'socks5://b:2']]) });
    expect(parseUpstreams(null)).to.deep.equal({ otherwise: null, byProfile: new Map() });
    for (const wrong of ['ftp://a:1', 'http://', 'a:1', 'http://a:1,http://b:1', 'phone=', 'phone=nowhere']) expect(() => parseUpstreams(wrong), wrong).to.throw('is no upstream proxy');
    expect(() => parseUpstreams('ftp://user:secret@a:1')).to.throw().with.property('message').that.does.not.include('secret');
  });
});
