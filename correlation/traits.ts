import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { valueOr, type Capture } from '../records/index.ts';
import { ownerOf, parseUrl } from '../url/index.ts';
import type { Host } from '../url/index.ts';
import type { Trait, TraitKind } from './kinds.ts';

const mostScripts = 12;
const leastScriptBytes = 300;
const leastElements = 25;
const mostElements = 3000;
const leastKitFiles = 4;
const mostTextChars = 262_144;

/** A capture is matched before it is judged and placed after; its markup is read once. */
const known = new WeakMap<Capture, readonly Trait[]>();

/** What a capture could share with others of the same hand. Pure and bounded; at most some thirty, each once. */
export const traitsOf = (capture: Capture): readonly Trait[] => {
  const traits = known.get(capture) ?? readTraits(capture);
  known.set(capture, traits);
  return traits;
};

const readTraits = (capture: Capture): readonly Trait[] => {
  const traits = new Map<string, Trait>();
  const add = (kind: TraitKind, value: string): void => {
    const short = value.length > 80 ? hashed(value) : value;
    traits.set(`${kind}:${short}`, { kind, value: short });
  };
  const { parts } = capture;
  const final = parseUrl(capture.finalUrl);
  const url = final.ok ? final.url : null;
  const host = url?.host ?? ('' as Host);
  const owner = ownerOf(host).domain ?? host;
  const scripts = valueOr(parts.scripts, []).slice(0, 200);

  for (const { sha256 } of scripts.filter(({ bytes, kind }) => bytes >= leastScriptBytes && kind !== 'eval').slice(0, mostScripts)) add('script', sha256.slice(0, 24));
  for (const { action } of valueOr(parts.forms, []).slice(0, 20)) {
    const target = action === null ? null : parseUrl(action);
    if (target?.ok === true && (ownerOf(target.url.host).domain ?? target.url.host) !== owner) add('form', `${target.url.host}${new URL(target.url.visit).pathname}`);
  }
  for (const { sha256 } of valueOr(parts.favicons, []).slice(0, 3)) add('favicon', sha256.slice(0, 24));
  const dom = valueOr(parts.frames, [])[0]?.dom ?? valueOr(parts.html, '');
  const shape = shapeOf(dom.slice(0, 4 * mostTextChars));
  if (shape !== null) add('shape', shape);
  const kit = kitOf(capture, host);
  if (kit !== null) add('kit', kit);

  const code = [...scripts.map(({ text }) => text), ...valueOr(parts.requests, []).slice(0, 500).map(({ url: asked, postData }) => `${asked} ${postData?.slice(0, 500) ?? ''}`)].join('\n').slice(0, mostTextChars);
  for (const [, id = ''] of some(code, /api\.telegram\.org\/bot(\d{6,12}):/g)) add('telegram', id);
  for (const [address] of some(scripts.map(({ text }) => text).join('\n').slice(0, mostTextChars), /(?<![\w.+-])[\w.+-]{2,40}@[a-z0-9-]{2,40}\.[a-z]{2,12}(?:\.[a-z]{2,3})?(?![\w.-])/gi)) add('mail', hashed(address.toLowerCase()));
  for (const [id] of some(`${code}\n${dom.slice(0, mostTextChars)}`, /\b(?:G-[A-Z0-9]{8,12}|UA-\d{5,10}-\d{1,3}|GTM-[A-Z0-9]{5,8}|AW-\d{8,12})\b/g)) add('tracker', id);
  for (const [, id = ''] of some(code, /fbq\(\s{0,3}['"]init['"]\s{0,3},\s{0,3}['"](\d{10,18})['"]/g)) add('tracker', `fb-${id}`);

  for (const { host: name, chain } of valueOr(parts.tls, []).slice(0, 20)) if (name === host && chain?.[0] !== undefined) add('certificate', chain[0].sha256.slice(0, 24));
  const address = valueOr(parts.response, null)?.address;
  if (address !== undefined) add('address', address);
  if (url !== null) {
    const label = ownerOf(host).domain?.split('.')[0] ?? '';
    // A pattern needs something to it: digits or hyphens, and words that are long enough.
    if (/[a-z]{4}/.test(label) && /\d|-/.test(label)) add('name', label.replace(/\d+/g, '0'));
    const segments = new URL(url.visit).pathname.split('/').filter((segment) => segment !== '');
    if (segments.length >= 2) add('path', segments.map((segment) => (/^[0-9a-f]{6,}$/i.test(segment) ? 'x' : segment.replace(/\d+/g, '0'))).join('/'));
  }
  return [...traits.values()].slice(0, 40);
};

const hashed = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

function* some(text: string, pattern: RegExp): Generator<RegExpExecArray> {
  let count = 0;
  for (const match of text.matchAll(pattern)) {
    if (count++ >= 5) return;
    yield match;
  }
}

/** The tree of elements, without texts, ids and what a server writes anew into attributes; null where there is too little of it to tell pages apart. */
const shapeOf = (html: string): string | null => {
  const digest = createHash('sha256');
  let elements = 0;
  let depth = 0;
  const parser = new Parser({
    onopentagname: (name) => { if (elements < mostElements) digest.update(`${depth}${name};`); elements += 1; depth += 1; },
    onclosetag: () => { depth -= 1; },
  });
  parser.write(html);
  parser.end();
  return elements < leastElements ? null : digest.digest('hex').slice(0, 24);
};

/** The names of style sheets, scripts and pictures that the page has from its own host: a kit keeps them wherever it is unpacked. */
const kitOf = ({ parts }: Capture, host: Host): string | null => {
  const names = new Set<string>();
  for (const { url, type } of valueOr(parts.requests, []).slice(0, 500)) {
    if (!['script', 'stylesheet', 'image', 'font'].includes(type) || !URL.canParse(url)) continue;
    const { hostname, pathname } = new URL(url);
    const name = pathname.slice(pathname.lastIndexOf('/') + 1);
    if (hostname === host && name !== '' && name !== 'favicon.ico') names.add(name.replace(/\d+/g, '0'));
  }
  return names.size < leastKitFiles ? null : hashed([...names].sort().join('\n'));
};
