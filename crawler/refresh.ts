import { load } from 'cheerio';

export interface Refresh { readonly delaySecs: number; readonly url: string }

/**
 * Reads the value of a Refresh header or of `<meta http-equiv=refresh>` (HTML Living Standard, "shared
 * declarative refresh steps"): "5; url='next'". Null where it names no other place.
 */
export const parseRefresh = (value: string, base: string): Refresh | null => {
  const found = /^\s{0,20}(\d{0,9})[\d.]{0,20}\s{0,20}[;,\s]\s{0,20}(?:url\s{0,20}=\s{0,20})?(.{1,8192})$/is.exec(value.slice(0, 9000));
  if (found === null) return null;
  const raw = (found[2] ?? '').trim();
  const quote = raw[0] === '"' || raw[0] === "'" ? raw[0] : null;
  const end = quote === null ? -1 : raw.indexOf(quote, 1);
  const target = quote === null ? raw : raw.slice(1, end === -1 ? undefined : end);
  return URL.canParse(target, base) ? { delaySecs: Number(found[1] || '0'), url: new URL(target, base).href } : null;
};

/** The first refresh of a page's markup, or null. Parsed only where the word stands in it. */
export const metaRefresh = (html: string, url: string): Refresh | null => {
  if (!/http-equiv/i.test(html)) return null;
  const $ = load(html);
  const content = $('meta[http-equiv="refresh" i]').first().attr('content');
  if (content === undefined || $('meta[http-equiv="refresh" i]').first().closest('noscript').length > 0) return null;
  const href = $('base[href]').first().attr('href');
  return parseRefresh(content, href !== undefined && URL.canParse(href, url) ? new URL(href, url).href : url);
};
