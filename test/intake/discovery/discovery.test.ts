import { expect } from 'chai';
import { openDoor } from '../../../intake/door.ts';
import { spend } from '../../../intake/discovery/bandit.ts';
import { openDiscovery, type Discovery } from '../../../intake/discovery/discovery.ts';
import { findsOf, gadgets } from '../../../intake/discovery/gadgets.ts';
import { collected, type Capture, type Verdict } from '../../../records/index.ts';
import { captureOf, formOf, requestOf } from '../../classifiers/capture-builder.ts';
import { testRedis } from '../../queues/redis-server.ts';
import { memoryFrontier } from '../memory-frontier.ts';
import { Seeded } from '../../../bench/web/random.ts';

const url = 'http://pay-07.test/wp/kit/login.php?e=someone@example.com';
const capture: Capture = (() => {
  const page = captureOf({
    url, forms: [formOf(['password'], { action: 'https://drop.test/p.php' })], links: ['https://other.test/a', `${url}#x`, 'http://pay-07.test/wp/kit/next', 'javascript:void(0)', 'mailto:a@b.test'],
    hops: [{ from: 'http://short.test/x', to: url, by: 'http', status: 302, atMs: 1 }],
    requests: [requestOf('https://cdn.kit.test/x/y.js', { type: 'script' }), requestOf('wss://live.test/ws', { type: 'websocket' }), requestOf('http://pay-07.test/own.js', { type: 'script' })],
    frames: [{ url: 'https://frame.test/inner', body: '' }],
  });
  return { ...page, parts: { ...page.parts, tls: collected([{ host: 'pay-07.test', protocol: 'TLS 1.3', issuer: 'i', subject: 's', names: ['pay-07.test', 'mail.pay-07.test', '*.pay-07.test'], validFrom: 0, validTo: 1, error: null }]) } };
})();
const verdictOf = (over: Partial<Verdict> = {}): Verdict => ({
  v: 1, urlKey: capture.urlKey, url: capture.url, finalUrl: capture.finalUrl, verdict: 'malicious', why: null, threat: 'phishing', brand: null, score: 0.98, signals: [], failedDetectors: [], policy: 'x', compromised: false, captureKey: null, comparedWith: null, lane: 'render', profile: 'p', atMs: 1, ...over,
});

describe('the gadgets', () => {
  it('find what a malicious page leads to, what lies above and beside it, each once', () => {
    expect(Object.fromEntries(findsOf(capture, verdictOf()))).to.deep.equal({
      'links': ['https://other.test/a'], 'own-links': ['http://pay-07.test/wp/kit/next'], 'redirects': ['http://short.test/x'], 'forms': ['https://drop.test/p.php'],
      'scripts': ['https://cdn.kit.test/'], 'fetches': ['https://live.test/'], 'frames': ['https://frame.test/inner'],
      'parents': ['http://pay-07.test/wp/kit/', 'http://pay-07.test/wp/', 'http://pay-07.test/'], 'certificate': ['https://mail.pay-07.test/'],
      'siblings': ['http://pay-05.test/wp/kit/login.php', 'http://pay-06.test/wp/kit/login.php', 'http://pay-08.test/wp/kit/login.php', 'http://pay-09.test/wp/kit/login.php', 'http://pay-10.test/wp/kit/login.php', 'http://pay-11.test/wp/kit/login.php'],
    });
  });

  it('have a name and a sentence each, and are silent about a page without anything', () => {
    expect(new Set(gadgets.map(({ name }) => name)).size).to.equal(gadgets.length);
    for (const { name, says } of gadgets) expect(`crawl:${name}`, says).to.match(/^[a-z0-9][a-z0-9:._-]{0,63}$/);
    expect([...findsOf(captureOf({ url: 'http://a.test/', nothing: true }), verdictOf({ url: 'http://a.test/', finalUrl: 'http://a.test/' }))]).to.deep.equal([]);
  });
});

describe('the bandit', () => {
  it('comes to spend on the gadget that gains, and goes on trying the others a little', () => {
    const numbers = new Seeded(7);
    const records = new Map([['good', { visits: 0, gain: 0 }], ['poor', { visits: 0, gain: 0 }], ['none', { visits: 0, gain: 0 }]]);
    const chances: Readonly<Record<string, number>> = { good: 0.2, poor: 0.02, none: 0 };
    const spent: Record<string, number> = { good: 0, poor: 0, none: 0 };
    for (let turn = 0; turn < 400; turn += 1) {
      for (const { gadget } of spend(new Map(Object.keys(chances).map((name) => [name, Array.from({ length: 20 }, (_, index) => index)])), (name) => records.get(name) ?? { visits: 0, gain: 0 }, 5, () => numbers.next())) {
        const { visits, gain } = records.get(gadget) ?? { visits: 0, gain: 0 };
        records.set(gadget, { visits: visits + 1, gain: gain + (numbers.next() < (chances[gadget] ?? 0) ? 1 : 0) });
        spent[gadget] = (spent[gadget] ?? 0) + 1;
      }
    }
    expect((spent['good'] ?? 0) / 2000).to.be.greaterThan(0.8);
    expect(Math.min(spent['poor'] ?? 0, spent['none'] ?? 0)).to.be.greaterThan(0);
  });

  it('spends no more than the budget, and all of the finds where that is more', () => {
    const finds = new Map([['a', ['1', '2']], ['b', ['3']]]);
    expect(spend(finds, () => ({ visits: 0, gain: 0 }), 2, Math.random)).to.have.length(2);
    expect(spend(finds, () => ({ visits: 0, gain: 0 }), 99, Math.random).map(({ find }) => find)).to.have.members(['1', '2', '3']);
  });
});

describe('discovery', () => {
  const redis = testRedis();
  const opened = (budget: number): { discovery: Discovery; offered: () => { url: string; source: string }[] } => {
    const frontier = memoryFrontier();
    const discovery = openDiscovery({ redis: redis.client, prefix: redis.prefix(), door: openDoor({ frontier, now: () => 5, labMode: false }), budget, now: () => 5, random: Math.random });
    return { discovery, offered: () => frontier.offers().map(({ url: offered, source }) => ({ url: offered, source })) };
  };

  it('offers what a malicious page leads to, under the name of the gadget, up to the budget', async () => {
    const { discovery, offered } = opened(200);
    await discovery.after(capture, verdictOf(), 'feed:x', true, true);
    expect(offered()).to.deep.include({ url: 'https://drop.test/p.php', source: 'crawl:forms' });
    expect(offered()).to.have.length([...findsOf(capture, verdictOf()).values()].flat().length);
    const little = opened(3);
    await little.discovery.after(capture, verdictOf(), 'feed:x', true, true);
    expect(little.offered()).to.have.length(3);
  });

  it('offers nothing around a page that is not malicious, at a later look, or where it is off', async () => {
    const { discovery, offered } = opened(200);
    await discovery.after(capture, verdictOf({ verdict: 'suspicious' }), 'feed:x', true, true);
    await discovery.after(capture, verdictOf(), 'feed:x', true, false);
    const off = opened(0);
    await off.discovery.after(capture, verdictOf(), 'feed:x', true, true);
    expect([...offered(), ...off.offered()]).to.deep.equal([]);
  });

  it('learns what each gadget\'s visits were worth', async () => {
    const { discovery } = opened(0);
    await discovery.after(capture, verdictOf(), 'crawl:forms', true, true);
    await discovery.after(capture, verdictOf(), 'crawl:forms', false, true);
    await discovery.after(capture, verdictOf({ verdict: 'benign' }), 'crawl:links', true, true);
    const records = await discovery.records();
    expect([records.get('forms'), records.get('links'), records.get('parents')]).to.deep.equal([{ visits: 2, gain: 1.2 }, { visits: 1, gain: 0 }, { visits: 0, gain: 0 }]);
  });
});
