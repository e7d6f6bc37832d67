import { fileTypeFromBuffer } from 'file-type';
import type { Favicon } from '../../records/index.ts';
import { collected } from '../../records/index.ts';
import { mainFrameOf, readApart } from '../apart.ts';
import { caps, cutText } from '../caps.ts';
import { sha256 } from '../hash.ts';
import { fetchIcon, type Icon } from '../icon-fetch.ts';
import { iconHash } from '../murmur-hash.ts';
import { drawIconsScript, iconNamesScript } from '../page-scripts.ts';
import type { Collector, Scene } from './contract.ts';
import type { ResponseBodies } from './response-bodies.ts';

/**
 * The icons that the page names, /favicon.ico where it names none. A headless Chromium asks for none of them itself: one
 * that the page showed is taken from there, one in a data: URL from itself, and all others are fetched through the
 * visit's egress, as its browser would. It begins when the page has come to rest, and runs beside the gestures.
 */
export const favicons = ({ page, cdp, profile, egress, deadline }: Scene, bodies: ResponseBodies): Collector<'favicons'> => {
  const asked = new Map<string, Promise<Icon | null>>();
  let signal: AbortSignal | null = null;

  const inPage = async (expression: string): Promise<unknown> => readApart(cdp, await mainFrameOf(cdp), expression, true);
  const cookieFor = async (url: string): Promise<string> => (await page.context().cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ');
  const iconOf = async (url: string, pageUrl: string): Promise<Icon | null> => {
    if (url.startsWith('data:')) return iconInUrl(url);
    const shown = bodies.all().find(([request]) => request.url() === url && request.resourceType() === 'image');
    const body = await shown?.[1] ?? null;
    if (body !== null && body.length <= caps.iconBytes) return { mimeType: null, body };
    signal ??= AbortSignal.any([deadline.signal, AbortSignal.timeout(caps.iconsMs)]);
    return fetchIcon({ url, pageUrl, profile, proxyUrl: egress.proxyUrl, cookieFor, signal });
  };
  /** URLs of the page's icons; what is not known yet is asked for. */
  const look = async (): Promise<{ readonly urls: readonly string[]; readonly dropped: number }> => {
    const { page: pageUrl, icons } = await inPage(iconNamesScript) as { readonly page: string; readonly icons: readonly string[] }; // icon-names.js returns this shape
    if (!/^https?:/.test(pageUrl)) return { urls: [], dropped: 0 };
    const named = icons.length > 0 ? icons.filter((url) => /^(?:https?|data):/.test(url)) : [new URL('/favicon.ico', pageUrl).href];
    const urls = named.slice(0, caps.icons);
    for (const url of urls) {
      if (asked.has(url) || asked.size >= caps.icons * 2) continue;
      const icon = iconOf(url, pageUrl);
      icon.catch(() => {}); // told when the visit finishes
      asked.set(url, icon);
    }
    return { urls, dropped: named.length - urls.length };
  };

  return {
    parts: ['favicons'],
    claimMs: 3000,
    shown: async () => { await look(); },
    finish: async () => {
      const { urls, dropped } = await look();
      const came = await Promise.allSettled(urls.map((url) => asked.get(url) ?? Promise.reject(new Error('not asked for'))));
      const late = came.filter(({ status }) => status === 'rejected').length;
      const found = (await Promise.all(came.map(async (icon, index) => (icon.status === 'fulfilled' && icon.value !== null && await isPicture(icon.value.body) ? [{ url: urls[index] ?? '', ...icon.value }] : [])))).flat();
      const hashes = found.length === 0 ? [] : await inPage(drawIconsScript(found.map(({ body }) => Buffer.from(body).toString('base64')))).catch(() => []);
      const value = found.map(({ url, mimeType, body }, index): Favicon => {
        const hash = Array.isArray(hashes) ? hashes[index] as unknown : null;
        return { url: cutText(url, url.startsWith('data:') ? 100 : caps.url), mimeType, bytes: body.length, sha256: sha256(body), mmh3: iconHash(body), dHash: typeof hash === 'string' && /^[0-9a-f]{16}$/.test(hash) ? hash : null, body: new Uint8Array(body) };
      });
      const cut = [...(dropped > 0 ? [`${dropped} more icons were not fetched`] : []), ...(late > 0 ? [`${late} of them could not be fetched`] : [])].join('; ');
      return { favicons: collected(value, cut === '' ? null : cut) };
    },
  };
};

/** Of a data: URL (RFC 2397); null where it is none. */
const iconInUrl = (url: string): Icon | null => {
  const [head, type = '', base64] = /^data:([^;,]{0,100})(?:;(?!base64,)[^;,]{0,100}){0,5}(;base64)?,/i.exec(url) ?? [];
  if (head === undefined) return null;
  const text = url.slice(head.length);
  const body = base64 === undefined ? unescaped(text) : Buffer.from(text, 'base64');
  return body === null || body.length === 0 || body.length > caps.iconBytes ? null : { mimeType: type === '' ? null : type.toLowerCase(), body };
};

const unescaped = (text: string): Buffer | null => {
  try {
    return Buffer.from(decodeURIComponent(text));
  } catch {
    return null;
  }
};

/** By content: many servers answer with a page. */
const isPicture = async (body: Uint8Array): Promise<boolean> => {
  const type = await fileTypeFromBuffer(body);
  const head = Buffer.from(body.subarray(0, 2000)).toString('utf8').trimStart();
  return type?.mime.startsWith('image/') === true || (/^\ufeff?<(?:svg|\?xml|!)/i.test(head) && /<svg[\s>]/i.test(head) && !/<html/i.test(head));
};
