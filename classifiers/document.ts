import { load, type CheerioAPI } from 'cheerio/slim';
import { foldText } from './confusables.ts';
import { withoutDepth, withoutPadding } from './padding.ts';

/** What one document says of itself and where it points. Texts are folded (lower case, look-alike letters undone). */
export interface PageDocument {
  readonly url: string;
  readonly main: boolean;
  readonly title: string;
  /** og:site_name and application-name. */
  readonly siteName: string;
  /** meta description, og:title, og:description, twitter:title. */
  readonly descriptions: readonly string[];
  /** h1 and h2, at most 20. */
  readonly headings: readonly string[];
  /** alt, title and aria-label of images, and text of elements, that are called or look placed as a logo. */
  readonly logos: readonly string[];
  /** File names of images and icons, without folders: "brand-logo.svg". */
  readonly imageNames: readonly string[];
  /** Lines of the text that claim a copyright. */
  readonly copyrights: readonly string[];
  /** Absolute URLs of images, styles, scripts and icons, and of links out of it. */
  readonly resources: readonly string[];
  readonly iconUrls: readonly string[];
  /** Where it says that it stands: canonical link and og:url. */
  readonly declaredUrls: readonly string[];
  /** href of <a>, as written; "" where it has none. */
  readonly anchors: readonly string[];
  /** Absolute target of a meta refresh, or null. */
  readonly refresh: string | null;
  /** src of inner frames, as written. */
  readonly frameSources: readonly string[];
  /** src of inner frames that are at most 3 pixels large, moved off the page or not shown. */
  readonly hiddenFrames: readonly string[];
  /** Text of what stands in a box to be copied: code, pre, kbd blocks, read-only fields. At most 40. */
  readonly codes: readonly string[];
  /** Code in onsubmit and onclick attributes, at most 50. */
  readonly handlers: readonly string[];
  /** Visible text: head and tail where it is too long. */
  readonly text: string;
  /** All text, shown or not: what a click may bring up. Read when first asked for. */
  readonly wholeText: () => string;
  readonly words: number;
}

export interface DocumentSource {
  readonly url: string;
  readonly html: string;
  /** Rendered text and title; null where nothing was rendered and they are read from the HTML. */
  readonly text: string | null;
  readonly title: string | null;
  readonly main: boolean;
}

const maxItems = 500;
const maxFactChars = 300;
const maxTextChars = 200_000;

export const readDocument = ({ url, html, text, title, main }: DocumentSource): PageDocument => {
  const $ = load(withoutDepth(withoutPadding(html)));
  const base = baseOf($, url);
  let whole: string | null = null;
  const visible = headAndTail(foldText(headAndTail(text ?? textOf($, false), maxTextChars)), maxTextChars);
  const attributes = (selector: string, name: string): string[] =>
    $(selector).slice(0, maxItems).toArray().flatMap((element) => $(element).attr(name) ?? []).map((value) => value.slice(0, 2048));
  const absolute = (values: readonly string[]): string[] =>
    values.flatMap((value) => (URL.canParse(value, base) ? [new URL(value, base).href] : []));
  const texts = (selector: string, max: number): string[] =>
    $(selector).slice(0, max).toArray().map((element) => fact($(element).text())).filter((value) => value !== '');
  const images = attributes('img[src], input[type=image][src]', 'src');
  const icons = attributes('link[rel~=icon], link[rel="apple-touch-icon"], link[rel="mask-icon"]', 'href');
  return {
    url,
    main,
    title: fact(title ?? $('title').first().text()),
    siteName: fact(attributes('meta[property="og:site_name"], meta[name="application-name"], meta[name="apple-mobile-web-app-title"]', 'content')[0] ?? ''),
    descriptions: attributes('meta[name=description], meta[property="og:title"], meta[property="og:description"], meta[name="twitter:title"]', 'content').slice(0, 6).map(fact),
    headings: texts('h1, h2', 20),
    logos: logosOf($),
    imageNames: [...images, ...icons].map(fileName).filter((name) => name !== '').slice(0, 60),
    copyrights: copyrightsOf(visible),
    resources: absolute([...images, ...icons, ...attributes('link[rel~=stylesheet][href]', 'href'), ...attributes('script[src]', 'src')]).slice(0, maxItems),
    iconUrls: absolute(icons),
    declaredUrls: absolute([...attributes('link[rel=canonical]', 'href'), ...attributes('meta[property="og:url"]', 'content')]),
    anchors: $('a').slice(0, maxItems).toArray().map((element) => (element.attribs['href'] ?? '').slice(0, 2048)),
    refresh: refreshOf($, base),
    frameSources: attributes('iframe, frame', 'src').slice(0, 50),
    hiddenFrames: $('iframe[src]').slice(0, 50).toArray().filter(({ attribs }) => isHidden(attribs)).flatMap(({ attribs }) => attribs['src']?.slice(0, 2048) ?? []),
    codes: [...$('pre, code, samp').slice(0, 40).toArray().map((element) => $(element).text().slice(0, 400).trim()), ...attributes('input[readonly]', 'value')].slice(0, 40),
    handlers: [...attributes('[onsubmit]', 'onsubmit'), ...attributes('button[onclick], input[onclick], a[onclick]', 'onclick')].slice(0, 50),
    text: visible,
    wholeText: () => (whole ??= headAndTail(foldText(headAndTail(textOf($, true), maxTextChars)), maxTextChars)),
    words: visible === '' ? 0 : visible.split(' ').length,
  };
};

const fact = (value: string): string => foldText(value.slice(0, maxFactChars * 2)).trim().slice(0, maxFactChars);

const headAndTail = (value: string, max: number): string =>
  value.length <= max ? value : `${value.slice(0, max * 0.75)} ${value.slice(-max * 0.25)}`;

const baseOf = ($: CheerioAPI, url: string): string => {
  const href = $('base[href]').first().attr('href');
  return href !== undefined && URL.canParse(href, url) ? new URL(href, url).href : url;
};

const hiddenElements = new Set(['script', 'style', 'noscript', 'template', 'title', 'head']);

/** Text nodes in order with a space between, for HTML that nobody rendered. Walks without recursion: nesting is hostile. */
const textOf = ($: CheerioAPI, hiddenToo: boolean): string => {
  const pieces: string[] = [];
  type Node = { readonly type: string; readonly data?: string; readonly name?: string; readonly children?: readonly Node[]; readonly attribs?: Readonly<Record<string, string>> };
  const stack: Node[] = [...($.root().toArray() as unknown as Node[])]; // domhandler's nodes, of which these five fields are read
  let chars = 0;
  while (stack.length > 0 && chars < maxTextChars * 2) {
    const node = stack.pop();
    if (node === undefined) break;
    if (node.type === 'text' && node.data !== undefined) {
      pieces.push(node.data);
      chars += node.data.length + 1;
    } else if (node.children !== undefined && !hiddenElements.has(node.name ?? '') && (hiddenToo || !isNotShown(node.attribs ?? {}))) {
      for (let index = node.children.length - 1; index >= 0; index--) stack.push(node.children[index] as Node);
    }
  }
  return pieces.join(' ');
};

const isNotShown = ({ hidden, style = '' }: Readonly<Record<string, string>>): boolean => hidden !== undefined || /display\s?:\s?none/i.test(style.slice(0, 500));

const logosOf = ($: CheerioAPI): string[] => {
  const found: string[] = [];
  for (const element of $('img, svg, [class*=logo i], [id*=logo i], [class*=brand i]').slice(0, 200).toArray()) {
    const { alt = '', title = '', 'aria-label': label = '', class: classes = '', id = '', src = '' } = element.attribs;
    const named = /logo|brand/i.test(`${classes.slice(0, 200)} ${id.slice(0, 200)} ${src.slice(-200)}`);
    const said = fact(alt || label || title || (named && element.name !== 'img' ? $(element).text().slice(0, maxFactChars) : ''));
    if (said !== '' && said.length <= 60 && (named || /\blogo\b/.test(said) || element.name === 'img' || element.name === 'svg')) found.push(said);
    if (found.length === 30) break;
  }
  return found;
};

/** From the sign or the word on, 120 characters. */
const copyrightsOf = (text: string): string[] =>
  [...text.matchAll(/(?:©|\bcopyright\b|\(c\) ?(?:19|20)\d\d).{0,120}/g)].slice(0, 8).map(([line]) => line);

const refreshOf = ($: CheerioAPI, base: string): string | null => {
  for (const element of $('meta[http-equiv]').slice(0, 50).toArray()) {
    if ((element.attribs['http-equiv'] ?? '').toLowerCase() !== 'refresh') continue;
    const target = /^\s{0,20}[\d.]{0,20}\s{0,20}[;,]\s{0,20}(?:url\s{0,20}=\s{0,20})?["']?([^"']{1,2000})/i.exec(element.attribs['content'] ?? '')?.[1]?.trim();
    if (target !== undefined && URL.canParse(target, base)) return new URL(target, base).href;
  }
  return null;
};

const isHidden = ({ width = '', height = '', style = '' }: Readonly<Record<string, string>>): boolean => {
  const css = style.slice(0, 500).toLowerCase().replace(/\s/g, '');
  return (/^[0-3](?:px)?$/.test(width.trim()) && /^[0-3](?:px)?$/.test(height.trim()))
    || /visibility:hidden|display:none|(?:left|top):-\d{3,}|(?:^|;)width:[0-3](?:px)?(?:;|$).*height:[0-3](?:px)?(?:;|$)/.test(css);
};

const fileName = (src: string): string => {
  if (/^data:/i.test(src)) return '';
  const path = src.split(/[?#]/, 1)[0] ?? '';
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase().slice(0, 100);
};
