/**
 * The probe lane over pages of some 95 KB, every part that it has collected (links, forms with their fields, scripts,
 * redirects, certificates, connections, through the guard), against Crawlee's plain CheerioCrawler that reads links,
 * forms and scripts with selectors and goes straight to the web. Interleaved, medians; by CPU time of this process,
 * since the server shares the machine.
 *
 *     node --import tsx bench/probe.ts [pages] [rounds]
 */
import { CheerioCrawler } from '@crawlee/cheerio';
import { Configuration, Log, LogLevel, ProxyConfiguration, RequestList } from '@crawlee/core';
import { gunzipSync } from 'node:zlib';
import { createResolver, openEgress } from '../crawler/egress/index.ts';
import { runProbeLane } from '../crawler/probe.ts';
import { chooseProfile, readProfiles } from '../crawler/profiles.ts';
import { browserVersion, findBrowser } from '../crawler/browser/index.ts';
import type { CrawlTask } from '../records/index.ts';
import { median } from './median.ts';
import { answerOf, largeUrls, startWeb } from './web/index.ts';

const [pages = 1000, rounds = 5] = process.argv.slice(2).map(Number);
const concurrency = 16;
const web = await startWeb();
const egress = await openEgress({ resolve: createResolver(), lab: [{ host: '*', port: null, address: '127.0.0.1', toPort: web.port }] });
const profile = chooseProfile((await readProfiles(await browserVersion((await findBrowser(process.env['HARRIER_CHROMIUM'] ?? null)).executable))).profiles, 0);
// Few enough for the server to have them all packed in memory after the first round.
const kept = largeUrls(40);
const urls = Array.from({ length: pages }, (_, index) => `${kept[index % kept.length] ?? ''}?visit=${index}`);
const sizes = kept.map((url) => gunzipSync(answerOf(new URL(url).host, new URL(url).pathname)?.body ?? '').length);

interface Found { pages: number; links: number; fields: number; scripts: number }

async function* tasks(): AsyncGenerator<CrawlTask> {
  for (const url of urls) yield await Promise.resolve({ v: 1, urlKey: url, url, lane: 'probe', look: 0, lease: '', deadlineMs: 0, attempts: 0, source: 'bench' });
}

const lane = async (): Promise<Found> => {
  const found: Found = { pages: 0, links: 0, fields: 0, scripts: 0 };
  await runProbeLane(tasks(), {
    egress, extraCa: null, profileFor: () => profile, signal: new AbortController().signal, concurrency: { min: concurrency, max: concurrency },
    budget: { visitMs: 30_000, dwellMs: 3000, maxBytes: 50_000_000, maxHops: 20, maxRequests: 1000 },
    onCapture: (task, { parts: { links, forms, scripts } }) => {
      if (links.state !== 'collected' || forms.state !== 'collected' || scripts.state !== 'collected') throw new Error(`${task.url}: a part is missing`);
      found.pages++;
      found.links += links.value.length;
      found.fields += forms.value.reduce((sum, { fields }) => sum + fields.length, 0);
      found.scripts += scripts.value.length;
      return Promise.resolve();
    },
    onFault: (message, error) => { throw new Error(message, { cause: error }); },
  }).finished;
  return found;
};

const rival = async (): Promise<Found> => {
  const found: Found = { pages: 0, links: 0, fields: 0, scripts: 0 };
  const crawler = new CheerioCrawler({
    requestList: await RequestList.open(null, urls),
    minConcurrency: concurrency,
    maxConcurrency: concurrency,
    maxRequestRetries: 0,
    log: new Log({ level: LogLevel.OFF }),
    // The server takes whole URLs as a proxy does: that is how a name gets there without a guard.
    proxyConfiguration: new ProxyConfiguration({ proxyUrls: [`http://127.0.0.1:${web.port}`] }),
    requestHandler: ({ $ }) => {
      found.pages++;
      found.links += $('a[href]').toArray().map((a) => ({ href: $(a).attr('href'), text: $(a).text() })).length;
      for (const form of $('form').toArray()) found.fields += $(form).find('input,select,textarea,button').toArray().map((field) => ({ name: $(field).attr('name'), type: $(field).attr('type') })).length;
      found.scripts += $('script').toArray().map((script) => ({ src: $(script).attr('src'), text: $(script).text() })).length;
    },
    failedRequestHandler: (_context, error) => { throw error; },
  }, new Configuration({ persistStorage: false, purgeOnStart: false }));
  await crawler.run();
  return found;
};

const contestants = [
  { name: 'probe lane, every part', run: lane, cpuMs: [] as number[], perSecond: [] as number[] },
  { name: "Crawlee's CheerioCrawler", run: rival, cpuMs: [] as number[], perSecond: [] as number[] },
];
for (let round = 0; round < rounds; round++) {
  for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed()) {
    const before = process.cpuUsage();
    const startedAt = performance.now();
    const found = await contestant.run();
    const { user, system } = process.cpuUsage(before);
    if (found.pages !== pages) throw new Error(`${contestant.name} took ${found.pages} of ${pages} pages`);
    contestant.cpuMs.push((user + system) / 1000 / pages);
    contestant.perSecond.push(pages / ((performance.now() - startedAt) / 1000));
    console.log(`round ${round + 1}: ${contestant.name.padEnd(26)} ${contestant.cpuMs.at(-1)?.toFixed(2)} CPU ms/page, ${contestant.perSecond.at(-1)?.toFixed(0)} pages/s; links ${found.links / pages}, fields ${found.fields / pages}, scripts ${found.scripts / pages} a page`);
  }
}
const [ours = Number.NaN, theirs = Number.NaN] = contestants.map(({ cpuMs }) => median(cpuMs));
console.log(`\n${pages} pages of ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length / 1000)} KB, concurrency ${concurrency}, median of ${rounds}`);
for (const { name, cpuMs, perSecond } of contestants) console.log(`${name.padEnd(26)} ${(1000 / median(cpuMs)).toFixed(0)} pages/s of one core by CPU time   ${median(perSecond).toFixed(0)} pages/s by the clock`);
console.log(`${(theirs / ours).toFixed(2)} times the rival; goal of 250 pages/s of one core: ${1000 / ours >= 250 ? 'met' : 'missed'}`);
await egress.close();
await web.close();
