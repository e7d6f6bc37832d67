import { expect } from 'chai';
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { listingOf, t0 } from '../verdicts.ts';
import { linesOf, textOf } from './text-of.ts';
import { itWithTool, withFiles } from './tools.ts';

const listings = [
  listingOf('evil.test/', { scope: 'domain' }), listingOf('www.evil.test/', { scope: 'host' }), listingOf('a.b.evil.test/', { scope: 'domain' }),
  listingOf('login.shop.test/', { scope: 'host' }), listingOf('_dmarc-x.bad.test/', { scope: 'host' }), listingOf('xn--bcher-kva.test/', { scope: 'domain' }),
  listingOf('page.test/', { scope: 'url' }), listingOf('page.test/x/', { scope: 'path' }), listingOf('page.test/?q', { scope: 'url' }), listingOf('203.0.113.7/', { scope: 'host' }),
];
const hostile = ['a.test\nlocal=/bank.test/', 'a"b.test', 'a.test" always_nxdomain\nserver:', '*.test', 'a b.test', '..test', '#a.test', ';a.test', 'a.test\\', '$INCLUDE.test', 'localhost', 'test', 'ä.test', `${'a'.repeat(64)}.test`, '[::1]', '1.2.3.4', 'a.test\0', '@', '-', 'a.1']
  .flatMap((host) => [listingOf(`${host}/`, { scope: 'domain' }), listingOf(`${host}/`, { scope: 'host' })]);
const content = async (name: string, of = listings): Promise<string[]> => (await linesOf(name, of)).filter((line) => !/^[#;]/.test(line));

describe('lists of names', () => {
  for (const [name, expected] of [
    ['domains', ['_dmarc-x.bad.test', 'evil.test', 'login.shop.test', 'xn--bcher-kva.test']],
    ['squid', ['_dmarc-x.bad.test', '.evil.test', 'login.shop.test', '.xn--bcher-kva.test']],
    ['dnsmasq', ['host-record=_dmarc-x.bad.test,0.0.0.0,::', 'local=/evil.test/', 'host-record=login.shop.test,0.0.0.0,::', 'local=/xn--bcher-kva.test/']],
    ['unbound', ['server:', '  local-data: "_dmarc-x.bad.test. 300 IN A 0.0.0.0"', '  local-data: "_dmarc-x.bad.test. 300 IN AAAA ::"', '  local-zone: "evil.test." always_nxdomain', '  local-data: "login.shop.test. 300 IN A 0.0.0.0"', '  local-data: "login.shop.test. 300 IN AAAA ::"', '  local-zone: "xn--bcher-kva.test." always_nxdomain']],
    ['rpz', ['$TTL 300', `@ IN SOA localhost. root.localhost. ${t0 / 1000} 300 60 86400 300`, '@ IN NS localhost.', '_dmarc-x.bad.test CNAME .', 'evil.test CNAME .', '*.evil.test CNAME .', 'login.shop.test CNAME .', 'xn--bcher-kva.test CNAME .', '*.xn--bcher-kva.test CNAME .']],
  ] as const) {
    it(`${name}: hold whole hosts and domains, each once, and no page, no address and nothing below a listed domain`, async () => {
      expect(await content(name)).to.deep.equal(expected);
    });

    it(`${name}: leave out whatever is no name`, async () => {
      expect(await content(name, hostile)).to.deep.equal(await content(name, []));
    });
  }

  itWithTool('unbound-checkconf', 'are a configuration that unbound takes', async (run) => {
    await withFiles({ 'unbound.conf': await textOf('unbound', [...listings, ...hostile]) }, (at) => {
      expect(run([at('unbound.conf')])).to.deep.include({ status: 0 });
    });
  });

  itWithTool('dnsmasq', 'are a configuration that dnsmasq takes', async (run) => {
    await withFiles({ 'dnsmasq.conf': await textOf('dnsmasq', [...listings, ...hostile]) }, (at) => {
      const { status, output } = run(['--test', `--conf-file=${at('dnsmasq.conf')}`]);
      expect(status, output).to.equal(0);
    });
  });

  itWithTool('named-checkzone', 'are a policy zone that BIND takes, with every record in it', async (run) => {
    await withFiles({ zone: await textOf('rpz', [...listings, ...hostile]) }, (at) => {
      const { status, output } = run(['-i', 'none', '-D', 'rpz.harrier.test', at('zone')]);
      expect(status, output).to.equal(0);
      expect(output.match(/CNAME\s+\.$/gm)).to.have.lengthOf(6);
    });
  });

  itWithTool('squid', 'are a list that Squid takes without a warning', async (run) => {
    await withFiles({ names: await textOf('squid', [...listings, ...hostile]) }, async (at) => {
      await withFiles({ 'squid.conf': `http_port 127.0.0.1:3128\nacl bad dstdomain "${at('names')}"\nhttp_access deny bad\nhttp_access allow all\n` }, (conf) => {
        const { status, output } = run(['-k', 'parse', '-f', conf('squid.conf')]);
        expect(status, output).to.equal(0);
        expect(output).not.to.match(/ERROR|FATAL|WARNING/);
      });
    });
  });

  itWithTool('unbound', 'are a policy zone that unbound pulls over HTTP and answers by', async () => {
    const zone = await textOf('rpz', listings);
    const web = createServer((_request, response) => { response.end(zone); });
    web.listen(0, '127.0.0.1');
    await once(web, 'listening');
    const port = await freePort();
    const config = `server:\n  interface: 127.0.0.1\n  port: ${port}\n  username: ""\n  chroot: ""\n  pidfile: ""\n  use-syslog: no\n  logfile: ""\n  verbosity: 1\n  module-config: "respip iterator"\n  do-ip6: no\n  do-not-query-localhost: no\n  local-zone: "test." nodefault\n  local-data: "sub.login.shop.test. A 192.0.2.1"\nremote-control:\n  control-enable: no\nrpz:\n  name: rpz.harrier.test\n  url: "http://127.0.0.1:${(web.address() as AddressInfo).port}/v1/feeds/rpz"\n`;
    await withFiles({ 'unbound.conf': config }, async (at) => {
      const server = spawn('unbound', ['-d', '-c', at('unbound.conf')], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` } });
      const asked = once(web, 'request');
      try {
        await once(server.stderr, 'data');
        await asked;
        const resolver = new Resolver({ timeout: 1000, tries: 2 });
        resolver.setServers([`127.0.0.1:${port}`]);
        const answer = (name: string): Promise<string> => resolver.resolve4(name).then((addresses) => addresses.join(), (error: NodeJS.ErrnoException) => error.code ?? '');
        // The zone is there a moment after it was sent; asking until then is all that a client can do.
        for (let tries = 0; tries < 2000 && await answer('evil.test') !== 'ENOTFOUND'; tries += 1);
        expect(await Promise.all(['evil.test', 'deep.below.evil.test', 'login.shop.test', 'sub.login.shop.test'].map(answer))).to.deep.equal(['ENOTFOUND', 'ENOTFOUND', 'ENOTFOUND', '192.0.2.1']);
      } finally {
        server.kill();
        await once(server, 'exit');
        web.close();
        web.closeAllConnections();
      }
    });
  });
});

const freePort = async (): Promise<number> => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
};
