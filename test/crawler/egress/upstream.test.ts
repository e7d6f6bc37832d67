import { expect } from 'chai';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as ProxyServer } from 'proxy-chain';
import { fetch, ProxyAgent } from 'undici';
import { openEgress, parseLabMap, type Egress } from '../../../crawler/egress/index.ts';

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
