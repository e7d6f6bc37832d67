import { valueOr, type Capture, type Verdict } from '../../records/index.ts';
import { ownerOf } from '../../url/owner.ts';
import { parseUrl } from '../../url/parse.ts';
import { partsOf } from '../../url/expressions.ts';

/** What URLs can be found by. A field is a row here and in `termsOf`. */
export const searchFields = {
  host: 'A host name, of the URL or of where it led.',
  domain: 'A registrable domain.',
  ip: 'An address that a visit connected to.',
  certificate: 'SHA-256 of a certificate, hex.',
  favicon: 'SHA-256 of an icon, hex, or its MurmurHash3 as internet-wide scanners write it.',
  shape: 'What the page is made of (the `shape` of a URL): the same kit elsewhere.',
  script: 'SHA-256 of a script, hex.',
  file: 'SHA-256 of a download, hex.',
  form: 'A host that a form sends to.',
  brand: 'A brand that is imitated.',
  threat: 'phishing, malware, ...',
  verdict: 'malicious, suspicious, benign, undecided',
  rule: 'The name of a signal, a rule\'s included.',
  text: 'A word of the title.',
} as const;
export type SearchField = keyof typeof searchFields;
export const searchFieldNames = Object.keys(searchFields) as [SearchField, ...SearchField[]];

export interface Term { readonly field: SearchField; readonly value: string }

const most = { script: 20, file: 10, rule: 40, text: 12, ip: 8, form: 10, favicon: 4, certificate: 4 } as const;
/** Scripts under this many bytes are everybody's. */
const littleScriptBytes = 200;

/** All that a look can be found by, each once. Values are the page's: hostile, and kept as hashes (search.ts). */
export const termsOf = (verdict: Verdict, capture: Capture | null, shape: string | null): Term[] => {
  const terms = new Map<string, Term>();
  const add = (field: SearchField, value: string | null | undefined): void => {
    const text = plainTerm(value ?? '');
    if (text !== '') terms.set(`${field} ${text}`, { field, value: text });
  };
  for (const url of [verdict.url, verdict.finalUrl]) {
    const host = hostOf(url);
    if (host === null) continue;
    add('host', host);
    add('domain', ownerOf(host).domain);
  }
  add('verdict', verdict.verdict);
  add('threat', verdict.threat);
  add('brand', verdict.brand);
  for (const { name, brand } of verdict.signals.slice(0, most.rule)) {
    add('rule', name);
    add('brand', brand);
  }
  add('shape', shape);
  if (capture === null) return [...terms.values()];
  const { parts } = capture;
  for (const { address } of valueOr(parts.connections, []).slice(0, most.ip)) add('ip', address);
  for (const { chain } of valueOr(parts.tls, []).slice(0, most.certificate)) add('certificate', chain?.[0]?.sha256);
  for (const { sha256, mmh3 } of valueOr(parts.favicons, []).slice(0, most.favicon)) {
    add('favicon', sha256);
    add('favicon', String(mmh3));
  }
  for (const { sha256 } of valueOr(parts.scripts, []).filter(({ bytes }) => bytes >= littleScriptBytes).slice(0, most.script)) add('script', sha256);
  for (const { sha256 } of valueOr(parts.downloads, []).slice(0, most.file)) add('file', sha256);
  for (const { action } of valueOr(parts.forms, []).slice(0, most.form)) add('form', action === null ? null : hostOf(action));
  const title = valueOr(parts.frames, [])[0]?.title ?? '';
  for (const word of (title.slice(0, 500).match(/[\p{L}\p{N}]{3,}/gu) ?? []).slice(0, most.text)) add('text', word);
  return [...terms.values()];
};

/** As values are compared: lower case, at most 300 characters, no space around. */
export const plainTerm = (value: string): string => value.trim().slice(0, 300).toLowerCase();

const hostOf = (url: string): ReturnType<typeof partsOf>['host'] | null => {
  const parsed = parseUrl(url);
  return parsed.ok ? partsOf(parsed.url.canonical).host : null;
};
