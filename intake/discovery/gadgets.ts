import { valueOr, type Capture, type Verdict } from '../../records/index.ts';
import { ownerOf, parseUrl, type Host } from '../../url/index.ts';

/**
 * A gadget is one way of finding more of what a malicious page belongs to: from its capture to URLs that may be worth a
 * visit. A row of the table below; which rows are used how much is learnt (bandit.ts). Pure and bounded.
 */
export interface Gadget {
  /** Also its kind of source: "crawl:<name>". */
  readonly name: string;
  readonly says: string;
  find(seen: Seen): readonly string[];
}

export interface Seen {
  readonly capture: Capture;
  readonly verdict: Verdict;
  /** Of the page that was judged. */
  readonly host: Host;
  readonly owner: string;
}

const most = 200;

const ownerOfUrl = (text: string): string | null => {
  const parse = parseUrl(text);
  return parse.ok ? ownerOf(parse.url.host).domain ?? parse.url.host : null;
};

/** Of the requests of some types, those to other owners. */
const foreign = ({ capture, owner }: Seen, types: readonly string[]): string[] =>
  valueOr(capture.parts.requests, []).slice(0, 500).filter(({ url, type }) => types.includes(type) && ownerOfUrl(url) !== owner).map(({ url }) => url);

const pathOf = (url: string): { readonly origin: string; readonly folders: string[] } => {
  const { origin, pathname } = new URL(url);
  return { origin, folders: pathname.split('/').filter((part) => part !== '') };
};

export const gadgets: readonly Gadget[] = [
  { name: 'links', says: 'where the page links to, on other hosts', find: ({ capture, owner }) => valueOr(capture.parts.links, []).slice(0, 1000).map(({ href }) => href).filter((href) => /^https?:/i.test(href) && ownerOfUrl(href) !== owner) },
  { name: 'own-links', says: 'where the page links to, on its own host', find: ({ capture, owner }) => valueOr(capture.parts.links, []).slice(0, 1000).map(({ href }) => href).filter((href) => /^https?:/i.test(href) && ownerOfUrl(href) === owner) },
  { name: 'redirects', says: 'the steps that led to the page', find: ({ capture }) => valueOr(capture.parts.redirects, []).flatMap(({ from, to }) => [from, to]) },
  { name: 'forms', says: 'where its forms send', find: ({ capture }) => valueOr(capture.parts.forms, []).flatMap(({ action }) => (action === null ? [] : [action])) },
  { name: 'scripts', says: 'the hosts that its scripts come from', find: (seen) => foreign(seen, ['script']).map((url) => `${pathOf(url).origin}/`) },
  { name: 'fetches', says: 'the hosts that its scripts talk to', find: (seen) => [...foreign(seen, ['xhr', 'fetch', 'ping', 'websocket']).map((url) => url.replace(/^ws/, 'http')), ...valueOr(seen.capture.parts.sockets, []).map(({ url }) => url.replace(/^ws/, 'http'))].filter((url) => URL.canParse(url)).map((url) => `${pathOf(url).origin}/`) },
  { name: 'frames', says: 'the pages that it shows inside of itself', find: ({ capture, owner }) => valueOr(capture.parts.frames, []).slice(1).map(({ url }) => url).filter((url) => /^https?:/.test(url) && ownerOfUrl(url) !== owner) },
  { name: 'downloads', says: 'the files that it hands out', find: ({ capture }) => valueOr(capture.parts.downloads, []).map(({ url }) => url) },
  { name: 'codes', says: 'where the codes lead that it shows', find: ({ capture }) => valueOr(capture.parts.codes, []).map(({ text }) => text).filter((text) => /^https?:/i.test(text)) },
  { name: 'parents', says: 'the folders above it, where kits lie open', find: ({ verdict }) => {
    const { origin, folders } = pathOf(verdict.finalUrl);
    return folders.map((_, index) => `${origin}/${folders.slice(0, folders.length - 1 - index).map((folder) => `${folder}/`).join('')}`);
  } },
  { name: 'certificate', says: 'the other names on its certificate', find: ({ capture, host }) => valueOr(capture.parts.tls, []).filter((record) => record.host === host).flatMap(({ names }) => names).filter((name) => !name.startsWith('*') && name !== host).map((name) => `https://${name}/`) },
  { name: 'siblings', says: 'names like its own: the next numbers', find: ({ host, owner, verdict }) => {
    const label = owner.split('.')[0] ?? '';
    const number = /\d{1,6}/.exec(label);
    if (number === null) return [];
    const { pathname } = new URL(verdict.finalUrl);
    return [-2, -1, 1, 2, 3, 4].map((step) => Number(number[0]) + step).filter((next) => next >= 0)
      .map((next) => `http://${host.replace(label, label.replace(number[0], String(next).padStart(number[0].length, '0')))}${pathname}`);
  } },
];

/** What each gadget finds, without what several find and without the page itself; gadgets that find nothing are left out. */
export const findsOf = (capture: Capture, verdict: Verdict): ReadonlyMap<string, readonly string[]> => {
  const final = parseUrl(verdict.finalUrl);
  if (!final.ok) return new Map();
  const seen: Seen = { capture, verdict: { ...verdict, finalUrl: final.url.visit }, host: final.url.host, owner: ownerOf(final.url.host).domain ?? final.url.host };
  const known = new Set<string>([verdict.urlKey, final.url.key]);
  const finds = new Map<string, string[]>();
  for (const gadget of gadgets) {
    for (const text of gadget.find(seen).slice(0, most)) {
      const parse = parseUrl(text);
      if (!parse.ok || known.has(parse.url.key)) continue;
      known.add(parse.url.key);
      finds.set(gadget.name, [...finds.get(gadget.name) ?? [], parse.url.visit]);
    }
  }
  return finds;
};
