/**
 * Certificate transparency at the rate of a log: entries a second on one core, from the bytes of data tiles to
 * hosts with a score, against reading the same certificates with @peculiar/x509.
 *
 *     node --import tsx bench/certificate-log.ts [--entries 40000]
 *
 * The log is made here: 64 real certificates of one to a hundred names, as certificates and pre-certificates.
 */
import '../fixtures/range/reflect.ts';
import { X509Certificate, SubjectAlternativeNameExtension } from '@peculiar/x509';
import { parseArgs } from 'node:util';
import { openJudge } from '../cli/judging.ts';
import { loadSettings } from '../config/load.ts';
import { namesOfTile } from '../intake/ct/entries.ts';
import { hostsOf } from '../intake/ct/hosts.ts';
import { certificateFor, tileEntryOf, type LogEntry } from '../test/intake/ct/certificates.ts';
import { parseUrl } from '../url/index.ts';

const { values } = parseArgs({ options: { entries: { type: 'string', default: '40000' } } });
const rounds = 5;
const tileEntries = 256;
const tiles = Math.ceil(Number(values.entries) / tileEntries);

const words = ['shop', 'mail', 'login', 'secure', 'cdn', 'api', 'blog', 'pay', 'account', 'static', 'verify', 'cloud'];
const certificates = await Promise.all(Array.from({ length: 64 }, async (_, index): Promise<LogEntry> => ({
  atMs: 1_800_000_000_000, isPrecertificate: index % 2 === 0,
  certificate: await certificateFor(Array.from({ length: index % 16 === 0 ? 100 : 1 + (index % 3) }, (__, name) => `${words[(index + name) % words.length]}-${index}-${name}.example-${words[index % words.length]}.com`)),
})));
/** A host is new in every entry of a real log: the model must not meet its own cache. */
const tile = Buffer.concat(Array.from({ length: tileEntries }, (_, index) => tileEntryOf(certificates[index % certificates.length] as LogEntry))); // of 64
const judge = openJudge(loadSettings({ flags: {}, env: {}, file: null }));
const score = (host: string): number => {
  const parsed = parseUrl(`https://${host}/`);
  return parsed.ok ? judge.rate(parsed.url, 0).score : 0;
};

const timed = (work: () => number): { readonly perSecond: number; readonly names: number } => {
  const before = process.cpuUsage();
  let names = 0;
  for (let turn = 0; turn < tiles; turn++) names += work();
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (tiles * tileEntries) / ((user + system) / 1e6), names };
};

const ways: Readonly<Record<string, () => number>> = {
  'tile to hosts': () => (namesOfTile(tile) ?? []).reduce((sum, { names }) => sum + hostsOf(names ?? []).length, 0),
  'tile to hosts with scores': () => {
    const seen = new Set((namesOfTile(tile) ?? []).flatMap(({ names }) => hostsOf(names ?? [])));
    let lures = 0;
    for (const host of seen) lures += score(host) >= 0.6 ? 1 : 0;
    return seen.size + 0 * lures;
  },
};
const rival = (): number => certificates.reduce((sum, { certificate }) => sum + (new X509Certificate(certificate).getExtension(SubjectAlternativeNameExtension)?.names.items.length ?? 0), 0);

const seen: Record<string, number[]> = { ...Object.fromEntries(Object.keys(ways).map((name) => [name, []])), '@peculiar/x509, names alone': [] };
for (let round = 0; round < rounds; round++) {
  for (const [name, way] of Object.entries(ways)) seen[name]?.push(timed(way).perSecond);
  const before = process.cpuUsage();
  for (let turn = 0; turn < 10; turn++) rival();
  const { user, system } = process.cpuUsage(before);
  seen['@peculiar/x509, names alone']?.push((10 * certificates.length) / ((user + system) / 1e6));
}
for (const [name, rates] of Object.entries(seen)) {
  const sorted = rates.sort((a, b) => a - b);
  console.log(`${name.padEnd(32)} ${Math.round(sorted[rounds >> 1] ?? 0).toLocaleString('en').padStart(9)} entries/s by CPU time (median of ${rounds}; goal 5,000)`);
}
