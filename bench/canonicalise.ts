import { hash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseDomain } from 'tldts';
import { readSource } from '../intake/sources/index.ts';
import { ownerOf, parseUrl } from '../url/index.ts';
import type { Host } from '../url/index.ts';

/**
 * How fast a text becomes a URL with its visit form, canonical form, host and key (url/parse.ts), and a
 * host its owner (url/owner.ts). Goal: 200,000 URLs/s on one core.
 *
 *     node --import tsx bench/canonicalise.ts
 *
 * Input: 200,000 URLs of urls-train.csv.gz in the folder HARRIER_DATA, or in ../shared/data beside the
 * checkout; else nine made-up ordinary URLs to each vector of fixtures/ (which are the hard cases).
 * Every contestant reads the same texts, in turn, five times; the median of CPU time counts.
 */
const maxUrls = 200_000;
const rounds = 5;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const listFile = path.join(process.env['HARRIER_DATA'] ?? path.join(root, '../shared/data'), 'urls-train.csv.gz');

const fromList = async (): Promise<string[]> => {
  const urls: string[] = [];
  for await (const item of readSource(createReadStream(listFile))) {
    if (item.kind === 'url') urls.push(item.url);
    if (urls.length === maxUrls) break;
  }
  return urls;
};

const madeUp = (): string[] => {
  const { visits } = JSON.parse(readFileSync(path.join(root, 'fixtures/vectors/whatwg-urls.json'), 'utf8')) as { visits: [string, string][] };
  return Array.from({ length: maxUrls }, (_, index) =>
    index % 10 === 0 ? visits[index % visits.length]?.[1] ?? '' : `https://www.h${index % 5000}.example/path/${index}/page.html${index % 3 === 0 ? `?id=${index}` : ''}`);
};

const urls = existsSync(listFile) ? await fromList() : madeUp();
const hosts = urls.flatMap((url): Host[] => {
  const parsed = parseUrl(url);
  return parsed.ok ? [parsed.url.host] : [];
});

/** What anybody would write: no canonical form, no check, no problem named. */
const bareHref = (): number => {
  let keyed = 0;
  for (const url of urls) {
    try {
      keyed += hash('sha256', new URL(url.includes('://') ? url : `http://${url}`).href, 'base64url').length;
    } catch {
      keyed += 1;
    }
  }
  return keyed;
};
const harrierUrl = (): number => {
  let keyed = 0;
  for (const url of urls) {
    const parsed = parseUrl(url);
    keyed += parsed.ok ? parsed.url.key.length : 1;
  }
  return keyed;
};
const bareOwner = (): number => {
  let found = 0;
  for (const host of hosts) found += parseDomain(host, { allowPrivateDomains: true }).domain === null ? 0 : 1;
  return found;
};
const harrierOwner = (): number => {
  let found = 0;
  for (const host of hosts) found += ownerOf(host).domain === null ? 0 : 1;
  return found;
};

const contestants = [
  { name: 'parseUrl', of: urls.length, run: harrierUrl },
  { name: 'new URL().href + SHA-256', of: urls.length, run: bareHref },
  { name: 'ownerOf', of: hosts.length, run: harrierOwner },
  { name: 'tldts parse', of: hosts.length, run: bareOwner },
].map((contestant) => ({ ...contestant, microseconds: [] as number[] }));

for (const { run } of contestants) run();
for (let round = 0; round < rounds; round += 1) {
  for (const { run, of, microseconds } of contestants) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    microseconds.push((user + system) / of);
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const [harrier = Number.NaN, bare = Number.NaN, owner = Number.NaN, domain = Number.NaN] = contestants.map(({ microseconds }) => median(microseconds));

console.log(`${urls.length} URLs of ${existsSync(listFile) ? listFile : 'made-up ones and fixtures/vectors'}, median of ${rounds}, CPU time of one core`);
for (const { name, microseconds } of contestants) {
  const each = median(microseconds);
  console.log(`${name.padEnd(26)} ${each.toFixed(2)} us   ${Math.round(1e6 / each).toLocaleString('en')} /s`);
}
console.log(`parseUrl costs ${(harrier / bare).toFixed(2)} times the bare href and hash; ownerOf ${(owner / domain).toFixed(2)} times one tldts parse`);
console.log(`goal of 200,000 URLs/s: ${harrier <= 5 ? 'met' : 'missed'}`);
