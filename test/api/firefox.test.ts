import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { createApi } from '../../api/server.ts';
import { openSafeBrowsing } from '../../reputation/safebrowsing/index.ts';
import { expressionHash } from '../../url/keys.ts';
import { FakeWorld, nowMs } from './fakes.ts';
import { Firefox } from './firefox.ts';

const program = ['firefox-esr', 'firefox'].find((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);
const suite = program === undefined ? describe.skip : describe;

/** The preferences of docs/integrations.md. */
suite(`the Firefox of this machine${program === undefined ? ' (skipped: there is none)' : ''}`, function () {
  this.timeout(120_000);
  let world: FakeWorld;
  let app: FastifyInstance;
  let web: Server;
  let firefox: Firefox | null = null;
  let clockMs = nowMs;
  beforeEach(async () => {
    world = new FakeWorld();
    app = createApi({ ...world.deps(), safeBrowsing: openSafeBrowsing({ source: world.source, listedCacheSecs: 1, notListedCacheSecs: 1, now: () => clockMs }) });
    await app.listen({ host: '127.0.0.1', port: 0 });
    web = createServer((_request, response) => { response.setHeader('content-type', 'text/html').end('<title>a page</title>'); }).listen(0, '127.0.0.1');
    await once(web, 'listening');
  });
  afterEach(async () => {
    await firefox?.close();
    firefox = null;
    web.close();
    web.closeAllConnections();
    await app.close();
  });

  for (const [version, isV5] of [['v5', true], ['v4', false]] as const) {
    it(`lists, updates, blocks, and forgets what was removed, over ${version}`, async () => {
      const harrier = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
      const provider = 'browser.safebrowsing.provider';
      firefox = await Firefox.open(program ?? '', {
        [`${provider}.google5.enabled`]: isV5,
        [`${provider}.google5.updateURL`]: `${harrier}/v5/hashLists:batchGet?key=%GOOGLE_SAFEBROWSING_API_KEY%`,
        [`${provider}.google5.gethashURL`]: `${harrier}/v5/hashes:search?key=%GOOGLE_SAFEBROWSING_API_KEY%`,
        [`${provider}.google4.updateURL`]: `${harrier}/v4/threatListUpdates:fetch?$ct=application/x-protobuf&key=%GOOGLE_SAFEBROWSING_API_KEY%&$httpMethod=POST`,
        [`${provider}.google4.gethashURL`]: `${harrier}/v4/fullHashes:find?$ct=application/x-protobuf&key=%GOOGLE_SAFEBROWSING_API_KEY%&$httpMethod=POST`,
        'remote.prefs.recommended': false,
        // Every name is this machine, and no other connection is needed.
        'network.dns.forceResolve': '127.0.0.1', 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false, 'app.normandy.enabled': false, 'dom.security.https_first': false,
      });
      const at = (hostAndPath: string): string => `http://${hostAndPath.replace('/', `:${(web.address() as AddressInfo).port}/`)}`;
      const update = async (): Promise<unknown> => firefox?.inBrowser(`
        const watcher = { observe(_subject, _topic, outcome) { Services.obs.removeObserver(watcher, 'safebrowsing-update-finished'); done(outcome); } };
        Services.obs.addObserver(watcher, 'safebrowsing-update-finished');
        Cc['@mozilla.org/url-classifier/listmanager;1'].getService(Ci.nsIUrlListManager).forceUpdates('goog-phish-proto,goog-malware-proto,goog-unwanted-proto');`);

      world.source.list('evil.example/', { threat: 'phishing' });
      world.source.list('worse.example/dl/', { threat: 'malware' });
      expect(await update()).to.equal('success');
      expect([await firefox.visit(at('evil.example/login')), await firefox.visit(at('worse.example/dl/x')), await firefox.visit(at('worse.example/')), await firefox.visit(at('fine.example/'))])
        .to.deep.equal(['blocked', 'blocked', 'page', 'page']);

      world.source.delist(expressionHash('evil.example/'));
      world.source.list('late.example/', { threat: 'unwanted' });
      clockMs += 3_600_000;
      expect(await update()).to.equal('success');
      expect([await firefox.visit(at('late.example/')), await firefox.visit(at('worse.example/dl/x'))]).to.deep.equal(['blocked', 'blocked']);
      // Its answer about the old one was good for a second, of which the visits above took longer.
      while (await firefox.visit(at('evil.example/login')) === 'blocked');
    });
  }
});
