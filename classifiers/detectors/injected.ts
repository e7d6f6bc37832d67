import { valueOr } from '../../records/index.ts';
import { asksOf } from '../asks.ts';
import { defineDetector, quoted } from '../finding.ts';
import { hostOf, sameParty } from '../hosts.ts';
import { isBelow, sharedNetworks } from '../rules/parties.ts';
import { unpacked } from '../unpack.ts';

/** What somebody put into a page that is not theirs, or a page that only leads on unseen: frames nobody sees, links nobody sees, scripts that lead some visitors away. */
const signals = {
  'frame-outside': 'A frame that nobody can see stands before or after the document, where an editor never puts one.',
  'frame-alone': 'All that the page holds is a frame of another owner that nobody can see.',
  'frame-written': 'A script writes a frame of another owner that nobody can see.',
  'frame-hidden-code': 'A script writes a frame or script of another owner out of text that hides it.',
  'frame-many': 'The page has several unseen frames of different owners.',
  'frame-file': 'An unseen frame opens a document or program of another owner.',
  'frame-disguised': 'The address of an unseen frame or script is written in escapes, as a number, or under a host that imitates a statistics service.',
  'in-picture': 'What calls itself a picture, or is no page at all, carries a frame or script.',
  'hidden-links': 'A block that nobody can see links to many other owners.',
  'search-visitors-sent': 'A script sends away only those who come from a search engine.',
} as const;

export const injected = defineDetector<keyof typeof signals>({
  name: 'injected',
  needs: ['html', 'frames', 'scripts'],
  signals,
  detect(subject, report) {
    const html = valueOr(subject.capture.parts.html, '');
    const part = { part: 'html', threat: 'drive-by' } as const;
    const isOthers = (url: string): boolean => {
      const host = hostOf(absolute(url, subject.capture.finalUrl));
      return host !== null && !sameParty(host, subject.final.host, subject.brands) && !isBelow(host, sharedNetworks) && !knownFrames.test(host) && subject.brands.ownerOf(host) === null;
    };
    const inMarkup = unseenFrames(html.slice(0, maxChars)).map((frame) => ({ ...frame, outside: isOutside(html, frame.at) }));
    const foreign = inMarkup.filter(({ src }) => isOthers(src));
    const outside = foreign.find((frame) => frame.outside);
    if (outside !== undefined) report('frame-outside', { ...part, at: outside.src, says: `An unseen frame of ${quoted(outside.src, 100)} stands outside of the document.` });
    const owners = new Set(foreign.map(({ src }) => hostOf(absolute(src, subject.capture.finalUrl))));
    if (owners.size >= 3) report('frame-many', { ...part, at: [...owners].slice(0, 6).join(', '), says: `The page has unseen frames of ${owners.size} other owners: ${[...owners].slice(0, 5).join(', ')}.` });
    if (foreign[0] !== undefined && subject.page.wordCount < maxWordsAlone && asksOf(subject).length === 0 && !hasContent(html)) report('frame-alone', { ...part, at: foreign[0].src, says: `All that the page holds is an unseen frame of ${quoted(foreign[0].src, 100)}.` });
    const file = foreign.find(({ src }) => /\.(?:pdf|exe|swf|jar|hta|chm|mdb|wmf|ani|cur|anr)(?:$|[?#])/i.test(src));
    if (file !== undefined) report('frame-file', { ...part, at: file.src, says: `An unseen frame opens ${quoted(file.src, 100)}.` });
    const odd = [...foreign.map(({ src }) => src), ...scriptSources(html)].find((src) => isDisguised(src));
    if (odd !== undefined) report('frame-disguised', { ...part, at: odd, says: `The address of a frame or script is disguised: ${quoted(odd, 100)}.` });
    const carrier = /^(?:GIF8|\xff\xd8\xff|\u00ff\u00d8|\ufffd\ufffd\ufffd|\x89PNG|\ufffdPNG|BM|%PDF|RIFF)/.exec(html.slice(0, 12));
    if (carrier !== null && /<iframe\b|<script\b/i.test(html)) report('in-picture', { ...part, at: carrier[0], says: 'What begins as a picture carries a frame or script.' });
    for (const [index, script] of subject.page.scripts.entries()) {
      if (script.kind === 'external' && script.bytes > maxExternalBytes) continue;
      const at = { threat: 'drive-by', part: 'scripts', at: `script ${index}${script.url === null ? '' : `, ${script.url}`}` } as const;
      const { code, revealed, tricks } = unpacked(script.text);
      const written = unseenFrames(code.slice(0, maxChars)).find(({ src }) => isOthers(src));
      if (written !== undefined && subject.page.wordCount < maxWordsAlone && asksOf(subject).length === 0 && !hasContent(html)) report('frame-alone', { ...at, says: `All that the page does is to write an unseen frame of ${quoted(written.src, 100)}.` });
      if (written !== undefined) report('frame-written', { ...at, says: `A script writes an unseen frame of ${quoted(written.src, 100)}.` });
      const hidden = [...unseenFrames(revealed), ...scriptSources(revealed).map((src) => ({ src, at: 0 }))].find(({ src }) => !script.text.includes(src.slice(0, 40)) && (isOthers(src) || /^https?:\/\/$/.test(src)));
      if (hidden !== undefined && tricks.size + Number(/eval|document/.test(script.text)) > 0) report('frame-hidden-code', { ...at, says: `A script hides that it writes a frame or script of ${quoted(hidden.src, 100)}.` });
      const sent = searchVisitors.exec(code)?.[0];
      if (sent !== undefined && script.kind !== 'external') report('search-visitors-sent', { ...at, threat: null, says: `A script sends away who comes from a search engine: ${quoted(sent, 80)}.` });
    }
    const links = hiddenLinks(html.slice(0, maxChars), (url) => isOthers(url));
    if (links !== null) report('hidden-links', { ...part, threat: 'unwanted', at: links.hosts.slice(0, 5).join(', '), says: `A block that nobody can see links to ${links.hosts.length} other owners: ${links.hosts.slice(0, 5).join(', ')}.` });
  },
});

const maxChars = 1_000_000;
const maxExternalBytes = 60_000;
const maxWordsAlone = 25;

/** Frames that sites of all kinds hold unseen: tags, sign-in, consent, payment, sharing, video. */
const knownFrames = /(?:^|\.)(?:googletagmanager|google|gstatic|doubleclick|googlesyndication|googleadservices|google-analytics|facebook|twitter|x|linkedin|pinterest|youtube|youtube-nocookie|vimeo|adnxs|criteo|rubiconproject|pubmatic|openx|amazon-adsystem|quantserve|scorecardresearch|demdex|omtrdc|adobedtm|bing|clarity|hotjar|intercom|zendesk|hubspot|marketo|salesforce|onetrust|cookielaw|trustarc|consensu|stripe|paypal|paypalobjects|braintreegateway|adyen|klarna|recaptcha|hcaptcha|cloudflare|disqus|addthis|sharethis|gigya|janrain|yahoo|yimg|aol|msn|live|microsoft|apple|snapchat|tiktok|reddit|taboola|outbrain|mediavine|adthrive|sonobi|indexww|casalemedia|smartadserver|adform|teads|bidswitch|33across|lijit|sovrn|media|yieldmo|gumgum|triplelift|contextweb|bluekai|krxd|exelator|crwdcntrl|agkn|everesttech|mathtag|turn|rlcdn|tapad|adsrvr|fls|insightexpressai|imrworldwide|chartbeat|parsely|newrelic|nr-data|optimizely|vwo|tealiumiq|ensighten|atdmt|serving-sys|flashtalking|2mdn|mookie1|zedo|yandex|mail|vk|cnzz|baidu|51|alexa|statcounter|histats|webtrends|etracker|ioam|ivwbox|wordpress|wp|blogger|blogspot|tumblr)\.[a-z.]{2,10}$/i;

const absolute = (url: string, base: string): string => (URL.canParse(url, base) ? new URL(url, base).href : url);

interface UnseenFrame { readonly src: string; readonly at: number }

/** <iframe>s and <frame>s, in markup or inside of a script's text, that are at most 3 pixels in one direction or hidden by style. */
const unseenFrames = (text: string): UnseenFrame[] => {
  const found: UnseenFrame[] = [];
  for (const match of text.matchAll(/<i?frame\b([^>]{0,1500})/gi)) {
    const attributes = (match[1] ?? '').replace(/\\(["'/])/g, '$1');
    const src = /\bsrc\s{0,5}=\s{0,5}(?:"([^"]{4,600})"|'([^']{4,600})'|([^\s"'>]{4,600}))/i.exec(attributes);
    const url = (src?.[1] ?? src?.[2] ?? src?.[3] ?? '').trim();
    if (!/^(?:https?:)?\/\//i.test(url)) continue;
    const size = (name: string): number => Number(new RegExp(`(?:^|\\W)${name}\\s{0,5}=\\s{0,5}["']?\\s?(\\d{1,4})(?!\\d{0,3}%)`, 'i').exec(attributes)?.[1] ?? 999);
    const style = attributes.toLowerCase().replace(/\s/g, '');
    const tiny = size('width') <= 3 || size('widht') <= 3 || size('height') <= 3;
    if (tiny || /visibility:hidden|display:none|(?:left|top|margin-left|margin-top):-\d{3,}|[^-]width:[0-3]px|[^-]height:[0-3]px|style=["']?hidden/.test(style)) found.push({ src: url, at: match.index });
    if (found.length === 60) break;
  }
  return found;
};

/** After </html>, or before anything of a document has come. */
const isOutside = (html: string, at: number): boolean => {
  const before = html.slice(0, at);
  const closed = /<\/html\s?>/i.exec(before);
  if (closed !== null) return true;
  return /<html\b|<body\b/i.test(html.slice(at, at + 300_000)) && !/<(?:html|head|body|!doctype|table|div|p|script|meta|link|title)\b/i.test(before);
};

const hasContent = (html: string): boolean => (html.match(/<(?:img|p|h[1-6]|li|td|video|canvas|form|input|svg|article)\b/gi)?.length ?? 0) > 6;

const scriptSources = (text: string): string[] =>
  [...text.matchAll(/<script\b[^>]{0,300}?\bsrc\s{0,5}=\s{0,5}\\?["']?((?:https?:)?\/\/[^\s"'>\\]{4,300})/gi)].slice(0, 60).map(([, src = '']) => src);

/** Hosts in escapes or numbers, and names that stand beside a big one's: "google-analyze", "yahoo-analytics". */
const isDisguised = (src: string): boolean => {
  const host = /^(?:https?:)?\/\/([^/?#:]{1,300})/i.exec(src)?.[1] ?? '';
  return /(?:%[0-9a-f]{2}){3}/i.test(host) || /^(?:0x[0-9a-f]{8}|\d{8,10})$/i.test(host)
    || /^(?:www\.)?(?:[a-z]{0,10}(?:google|goog1e|googie|gooqle|yahoo|msn|facebook)-?(?:anal[iy][sz][a-z]{1,6}|stat[sz]?|count[a-z]{0,4}|tracker|traffic)[\w-]{0,10}|(?:googleanalytlcs|google-analytlcs))\.(?!com$)[a-z]{2,6}$/i.test(host) || /^(?:yahoo-analytics|google-analyze|google-stats?|googlestats?|msn-analytics|msn-analyze|goog1e-analysis)\.\w{2,4}$/i.test(host);
};

const searchVisitors = /(?:document\.)?referrer[^;{}]{0,200}(?:google|bing|yahoo|yandex)[^]{0,200}?(?:location(?:\.href|\.replace|\.assign)?\s?(?:=|\()\s?["'`]?https?:)/i;

/** Blocks that a style moves away or hides, with links to at least five other owners. */
const hiddenLinks = (html: string, isOthers: (url: string) => boolean): { readonly hosts: readonly string[] } | null => {
  let blocks = 0;
  for (const match of html.matchAll(/<(div|p|span|ul|font|marquee|table|u|b)\b[^>]{0,300}?style\s?=\s?["'][^"']{0,200}?(?:(?:left|top|margin-left|margin-top|text-indent)\s?:\s?-\d{3,5}px|height\s?:\s?[01]px[^"']{0,60}overflow\s?:\s?hidden|overflow\s?:\s?hidden[^"']{0,60}height\s?:\s?[01]px|font-size\s?:\s?[01]px)[^"']{0,200}["'][^>]{0,200}>/gi)) {
    if (++blocks > 30) break;
    const from = match.index + match[0].length;
    const block = html.slice(from, from + 20_000);
    const end = block.search(new RegExp(`</${match[1] ?? 'div'}\\b`, 'i'));
    const links = [...(end === -1 ? block : block.slice(0, Math.max(end, 200))).matchAll(/<a\b[^>]{0,200}?href\s?=\s?["']?(https?:\/\/[^\s"'>]{4,300})/gi)].slice(0, 200).flatMap(([, href = '']) => (isOthers(href) ? hostOf(href) ?? [] : []));
    const hosts = [...new Set(links)];
    if (hosts.length >= 5) return { hosts };
  }
  return null;
};
