import { gzipSync } from 'node:zlib';
import { library, picture, styleSheet } from './assets.ts';
import { embedded, kinds, large } from './kinds.ts';
import { sentence } from './prose.ts';
import { Seeded } from './random.ts';

export interface WebAnswer { readonly type: string; readonly body: Buffer; readonly isPacked: boolean; readonly location?: string }

const kept = new Map<string, WebAnswer>();

const text = (type: string, body: string): WebAnswer => ({ type: `${type}; charset=utf-8`, body: gzipSync(body, { level: 5 }), isPacked: true });
const bytes = (type: string, body: Buffer): WebAnswer => ({ type, body, isPacked: false });
const rows = (count: number, make: (random: Seeded, index: number) => unknown): WebAnswer => {
  const random = new Seeded(count);
  return text('application/json', JSON.stringify(Array.from({ length: count }, (_, index) => make(random, index))));
};

/** [functions, work] of each library: 8 to 230 KB, as frameworks, shops and tags are. */
const libraries: Readonly<Record<string, readonly [number, number]>> = { framework: [260, 4000], shop: [120, 3000], application: [330, 9000], comments: [60, 1000], forms: [40, 500], ads: [50, 1500] };
const sizes = { small: [96, 72], medium: [340, 220], large: [900, 500] } as const;

const asset = (host: string, path: string): WebAnswer | null => {
  const [, size, number] = /^\/image\/(small|medium|large)\/(\d+)\.png$/.exec(path) ?? [];
  if (size !== undefined) { const [width, height] = sizes[size as keyof typeof sizes]; return bytes('image/png', picture(width, height, Number(number) * 7 + width)); } // one of the three that the pattern names
  const [, name] = /^\/lib\/(\w+)\.js$/.exec(path) ?? [];
  if (name !== undefined) { const [functions, work] = libraries[name] ?? [10, 10]; return text('text/javascript', library(name, functions, work)); }
  if (path === '/style/framework.css') return text('text/css', styleSheet(900));
  if (path === '/site.css') return text('text/css', styleSheet(120));
  if (path === '/tag.js') return text('text/javascript', `${library('tag', 60, 800)}navigator.sendBeacon && navigator.sendBeacon('http://metrics.tracker.test/collect', JSON.stringify({ page: location.href, at: Date.now(), screen: [screen.width, screen.height] }));`);
  if (path === '/logo.svg') return text('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 140 40"><rect width="140" height="40" rx="8" fill="#10314f"/><text x="16" y="27" fill="#fff" font-size="20">site</text></svg>');
  if (path === '/favicon.ico') return bytes('image/png', picture(32, 32, 5));
  if (path === '/api/prices.json') return rows(40, (random) => `${random.between(3, 300)}.50`);
  if (path === '/api/rows.json') return rows(60, (random, index) => ({ name: `Row ${index}`, text: sentence(random) }));
  if (host === 'metrics.tracker.test') return text('text/plain', '');
  return null;
};

/** The answer to a URL of the made-up web, the same in every run; null where nothing is there. */
export const answerOf = (host: string, path: string): WebAnswer | null => {
  const key = `${host}${path}`;
  const before = kept.get(key);
  if (before !== undefined) return before;
  const made = make(host, path);
  if (made !== null) kept.set(key, made);
  return made;
};

const make = (host: string, path: string): WebAnswer | null => {
  const plain = path.split('?')[0] ?? '';
  const found = asset(host, plain);
  if (found !== null) return found;
  const [, name, number] = /^\/(\w+)\/(\d+)$/.exec(plain) ?? [];
  const kind = [...kinds, large].find((one) => one.name === name);
  if (kind !== undefined) {
    const n = Number(number);
    // Every seventh site sends its visitors from its bare name to www, as sites do.
    if (n % 7 === 3 && !host.startsWith('www.')) return { ...text('text/html', ''), location: `http://www.${host}${path}` };
    return text('text/html', kind.html(new Seeded(n * 101 + kind.name.length), n));
  }
  const frame = embedded(host, new Seeded(path.length));
  return frame === null ? null : text('text/html', frame);
};

/** `count` URLs, all kinds in turn, each on a host of its own. */
export const webUrls = (count: number): string[] => Array.from({ length: count }, (_, n) => `http://site${n}.test/${kinds[n % kinds.length]?.name ?? ''}/${n}`);

/** `count` URLs of pages of some 95 KB, each on a host of its own; none is moved. */
export const largeUrls = (count: number): string[] => Array.from({ length: count }, (_, n) => `http://www.site${n}.test/large/${n}`);
