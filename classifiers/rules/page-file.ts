import { load } from 'cheerio/slim';
import { parse } from 'yaml';
import { z } from 'zod';
import { collected, skipped, type Capture, type ScriptRecord } from '../../records/index.ts';
import { partNames } from '../../records/capture.ts';
import { parseUrl } from '../../url/parse.ts';

/**
 * A capture as a file that a person writes: YAML with the page as it was served, and what else a rule may look
 * at. Inline scripts are read out of the page. What rules prove themselves against (fixtures/captures).
 *
 * ```yaml
 * url: https://shop.example.test/checkout
 * html: |
 *   <form …
 * headers: {server: nginx}
 * requests: [https://shop.example.test/a.js]
 * scripts: {https://shop.example.test/a.js: "var a = 1"}
 * ```
 */
const pageFileSchema = z.strictObject({
  url: z.string(),
  html: z.string(),
  /** Where scripts changed it. */
  dom: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
  requests: z.array(z.string()).default([]),
  /** External scripts by URL. */
  scripts: z.record(z.string(), z.string()).default({}),
});

/** Throws ZodError, YAMLParseError or Error with a sentence where the text is no such file. */
export const readPageFile = (text: string): Capture => {
  const page = pageFileSchema.parse(parse(text, { maxAliasCount: 0 }));
  const parsed = parseUrl(page.url);
  if (!parsed.ok) throw new Error(`its url does not parse: ${parsed.problem}`);
  const dom = page.dom ?? page.html;
  const $ = load(dom);
  const inline = $('script:not([src])').toArray().map((element): ScriptRecord => scriptOf($(element).text(), null));
  const title = $('title').first().text();
  $('script, style, noscript, template').remove();
  return {
    v: 1, urlKey: parsed.url.key, url: parsed.url.visit, finalUrl: parsed.url.visit, lane: 'render', profile: 'windows-chrome', startedAtMs: 0, elapsedMs: 0, outcome: 'visited', failure: null,
    parts: {
      ...Object.fromEntries(partNames.map((part) => [part, skipped('a page file has no such part')])) as Capture['parts'], // every part has this shape
      response: collected({ status: 200, headers: Object.entries(page.headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]), contentType: 'text/html', bodyBytes: page.html.length }),
      html: collected(page.html),
      frames: collected([{ url: parsed.url.visit, parent: null, title, dom, text: $.root().text().replace(/\s+/g, ' ').trim() }]),
      scripts: collected([...inline, ...Object.entries(page.scripts).map(([url, code]) => scriptOf(code, url))]),
      requests: collected(page.requests.map((url) => ({ url, method: 'GET', type: 'other', status: 200, mimeType: null, bytes: null, frameUrl: null, postData: null, failure: null, atMs: 0 }))),
      redirects: collected([]),
    },
  };
};

const scriptOf = (text: string, url: string | null): ScriptRecord => ({ url, kind: url === null ? 'inline' : 'external', sha256: '', bytes: text.length, text });
