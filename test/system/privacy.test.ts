import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { json, text } from 'node:stream/consumers';
import pino from 'pino';
import { openStores } from '../../cli/stores.ts';
import { planted } from '../../fixtures/privacy/planted.ts';
import { isLeftIn } from '../intake/privacy/leaks.ts';
import { startPublisher } from '../intake/feeds/publisher.ts';
import { filesIn, keysIn, type Kept } from './kept.ts';
import { clickfix } from './lab-web.ts';
import { makePlace, startUp, until } from './running.ts';

/** A client that could be told again: its address, what a proxy would say of it, and its program. */
const client = { address: '127.77.66.55', forwarded: '198.51.100.77', agent: 'PlantedAgent/7.3' };

const apiKey = 'the-key-of-this-test';

const ask = (api: string, method: string, where: string, body?: object): Promise<unknown> => new Promise((resolve, reject) => {
  const call = httpRequest(`${api}${where}`, { method, localAddress: client.address, headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}`, 'user-agent': client.agent, 'x-forwarded-for': client.forwarded, 'x-real-ip': client.forwarded } }, (response) => {
    (response.headers['content-type']?.includes('json') === true ? json(response) : text(response)).then(resolve, reject);
  });
  call.on('error', reject);
  call.end(body === undefined ? undefined : JSON.stringify(body));
});

describe('a running system that was given private data', function () {
  this.timeout(240_000);

  it('keeps and shares none of it: no Redis key, no file, no line of the log, no feed; and no client', async () => {
    const all = planted('held-back', 4).map((one) => ({ ...one, url: one.url.replace('https:', 'http:') }));
    const [byFeed, byApi] = [all.filter((_, index) => index % 2 === 0), all.filter((_, index) => index % 2 === 1)];
    const web = await startPublisher(({ url = '' }, response) => {
      if (url === '/feed.txt') response.end(byFeed.map((one) => one.url).join('\n'));
      // Every third page is malicious and becomes a listing; all say the address that they were asked under, as pages do.
      else response.setHeader('content-type', 'text/html').end(`${url.length % 3 === 0 ? clickfix : '<!doctype html><title>A page</title><p>Some words about nothing at all.</p>'}<p>${encodeURI(url)}</p><a href="${encodeURI(url)}">again</a>`);
    });
    const place = makePlace(`* ${web.url.replace('http://', '')}\n`, { HARRIER_DWELL_MS: '100', HARRIER_LOG: 'debug', HARRIER_API_KEY: apiKey });
    const feeds = path.join(place.mark, 'feeds.yaml');
    writeFileSync(feeds, `- { name: mine, url: "${web.url}/feed.txt" }\n`);
    const up = startUp(place, ['--feeds', feeds]);
    try {
      const api = await up.url();
      const { accepted, refused } = await ask(api, 'POST', '/v1/submissions', { urls: byApi.map(({ url }) => url) }) as { accepted: { url: string }[]; refused: unknown[] };
      expect(accepted.length + refused.length).to.equal(byApi.length);
      expect(accepted.length).to.be.greaterThan(byApi.length / 2);
      for (const { url } of all) await ask(api, 'GET', `/v1/lookup?url=${encodeURIComponent(url)}`);
      await until('everything was visited and judged', 150, async () => {
        const now = await ask(api, 'GET', '/v1/status') as { known: number; leased: number; due: Record<string, number> };
        return now.known > accepted.length + 10 && now.leased === 0 && Object.values(now.due).every((count) => count === 0);
      });
      const shared: Kept[] = await Promise.all(['/v1/feeds/plain', '/v1/feeds/csv', '/v1/feeds/json', '/v1/feeds/stix', '/v1/feeds/misp', '/v1/listings', '/taxii2/', '/v1/status', '/metrics'].map(async (where) => ({ where, text: JSON.stringify(await ask(api, 'GET', where)) })));
      expect(shared.find(({ where }) => where === '/v1/feeds/plain')?.text).to.match(/\.(?:test|example)\//);
      expect(await up.stop()).to.equal(0);

      const stores = await openStores(place.settings, place.env, Date.now, pino({ level: 'silent' }));
      const keys = await keysIn(stores.client).finally(() => stores.close());
      const files = await filesIn(place.mark);
      const kept = [...shared, ...keys, ...files, { where: 'the log', text: up.said() }];
      expect(keys.length, 'keys').to.be.greaterThan(20);
      expect(kept.some(({ text }) => text.includes('someone@example.com')), 'what was put in its place is found').to.equal(true);
      const own = new Set([feeds]);
      const found = kept.filter(({ where }) => !own.has(where)).flatMap(({ where, text }) => {
        const whole = text.toLowerCase();
        return [...all.flatMap(({ kind, secrets }) => secrets.filter((secret) => secret.length >= 6 && whole.includes(secret.toLowerCase())).map((secret) => `${kind} ${secret} in ${where}`)),
          ...Object.entries(client).filter(([, value]) => text.includes(value)).map(([what, value]) => `client's ${what} ${value} in ${where}`)];
      });
      expect(found.slice(0, 20)).to.deep.equal([]);
      // URLs that are kept are looked at in every spelling as well.
      const spelled = kept.flatMap(({ where, text }) => [...new Set(text.match(/https?:\/\/[\x21-\x7e]{1,500}/g) ?? [])].flatMap((url) => all.flatMap(({ kind, secrets }) => secrets.filter((secret) => secret.length >= 6 && isLeftIn(url, secret)).map((secret) => `${kind} ${secret} in ${where}: ${url}`))));
      expect(spelled.slice(0, 20)).to.deep.equal([]);
    } finally {
      if (up.child.exitCode === null) await up.killTree();
      await web.close();
      place.remove();
    }
  });
});
