import { collected, skipped, type Behaviour, type BehaviourKind, type Capture, type DialogRecord, type Download, type Field, type FieldPurpose, type Form, type FormSubmission, type FrameDom, type Hop, type Link, type RequestRecord, type ScriptRecord, type VisitOutcome } from '../../records/index.ts';
import { partNames } from '../../records/capture.ts';
import { parseUrl } from '../../url/parse.ts';
import type { BrandCatalogue, Detector } from '../../classifiers/contract.ts';
import { loadBrands } from '../../classifiers/brands.ts';
import { subjectOf } from '../../classifiers/subject.ts';

/** What a test says of a page; all else is as an ordinary visit by the first profile leaves it. */
export interface PageSketch {
  readonly url?: string;
  readonly finalUrl?: string;
  readonly title?: string;
  /** Markup inside of <head> and <body>. */
  readonly head?: string;
  readonly body?: string;
  /** Rendered text; by default the body without its tags. */
  readonly text?: string;
  readonly frames?: readonly { readonly url: string; readonly title?: string; readonly body: string }[];
  readonly forms?: readonly Form[];
  readonly links?: readonly string[];
  /** Text of an inline script, or a whole record. */
  readonly scripts?: readonly (string | ScriptRecord)[];
  readonly behaviour?: readonly Behaviour[];
  readonly dialogs?: readonly string[];
  readonly downloads?: readonly Download[];
  readonly hops?: readonly Hop[];
  readonly requests?: readonly RequestRecord[];
  readonly submissions?: readonly FormSubmission[];
  readonly status?: number;
  readonly headers?: readonly [string, string][];
  readonly contentType?: string;
  readonly lane?: 'probe' | 'render';
  readonly profile?: string;
  readonly outcome?: VisitOutcome;
  /** Where the outcome's own name is not its code. */
  readonly failure?: Capture['failure'];
  /** Leaves every part uncollected. */
  readonly nothing?: true;
}

export const ownHost = 'pages.example.test';

export const captureOf = (page: PageSketch): Capture => {
  const url = page.url ?? `https://${ownHost}/`;
  const parsed = parseUrl(url);
  if (!parsed.ok) throw new Error(`the test's URL is none: ${url}`);
  const finalUrl = page.finalUrl ?? url;
  const lane = page.lane ?? 'render';
  const { title = '', head = '', body = '' } = page;
  const dom = `<html><head><title>${title}</title>${head}</head><body>${body}</body></html>`;
  const nothing = Object.fromEntries(partNames.map((part) => [part, skipped('the visit saw nothing')])) as Capture['parts']; // every part has this shape
  const dialogs: DialogRecord[] = (page.dialogs ?? []).map((message, index) => ({ kind: 'alert', message, atMs: index }));
  const links: Link[] = (page.links ?? []).map((href) => ({ href, text: href }));
  const rendered = lane === 'render';
  const parts: Capture['parts'] = page.nothing === true ? nothing : {
    ...nothing,
    redirects: collected([...(page.hops ?? [])]),
    response: collected({ status: page.status ?? 200, headers: [...(page.headers ?? [])], contentType: page.contentType ?? 'text/html; charset=utf-8', bodyBytes: dom.length, protocol: 'h2', address: '192.0.2.10' }),
    html: collected(dom),
    frames: rendered
      ? collected([
          frameOf({ url: finalUrl, title, dom, text: page.text ?? textOf(body) }),
          ...(page.frames ?? []).map((frame) => frameOf({ url: frame.url, parent: 0, title: frame.title ?? '', dom: `<html><body>${frame.body}</body></html>`, text: textOf(frame.body) })),
        ])
      : skipped('a probe renders nothing'),
    requests: rendered ? collected([...(page.requests ?? [])]) : skipped('a probe makes one request'),
    forms: collected([...(page.forms ?? [])]),
    links: collected(links),
    scripts: collected((page.scripts ?? []).map((script) => (typeof script === 'string' ? scriptOf(script) : script))),
    behaviour: rendered ? collected([...(page.behaviour ?? [])]) : skipped('a probe runs nothing'),
    dialogs: collected(dialogs),
    downloads: collected([...(page.downloads ?? [])]),
    ...(page.submissions === undefined ? {} : { submissions: collected([...page.submissions]) }),
  };
  return {
    v: 1, urlKey: parsed.url.key, url: parsed.url.visit, finalUrl, lane, profile: page.profile ?? 'windows-chrome', startedAtMs: 1_795_000_000_000, elapsedMs: 900,
    outcome: page.outcome ?? 'visited', failure: page.failure !== undefined ? page.failure : page.outcome === undefined || page.outcome === 'visited' ? null : { code: page.outcome, message: 'as the test says' }, parts,
  };
};

const textOf = (body: string): string => body.replace(/<script[^]*?<\/script>|<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();

export const frameOf = (over: Partial<FrameDom>): FrameDom => ({ url: `https://${ownHost}/`, parent: null, title: '', dom: '', text: '', status: 200, ...over });

export const scriptOf = (text: string, url: string | null = null): ScriptRecord => ({ url, kind: url === null ? 'inline' : 'external', sha256: 'a'.repeat(64), bytes: text.length, text, frameUrl: `https://${ownHost}/` });

export const behaviourOf = (kind: BehaviourKind, detail = '', unprompted = true, count = 1): Behaviour => ({ kind, detail, unprompted, count, frameUrl: `https://${ownHost}/`, atMs: 10 });

export const fieldOf = (purpose: FieldPurpose, over: Partial<Field> = {}): Field => ({ type: purpose === 'password' || purpose === 'pin' ? 'password' : 'text', name: purpose, label: '', autocomplete: '', purpose, visible: true, ...over });

export const formOf = (purposes: readonly FieldPurpose[], over: Partial<Form> = {}): Form => ({
  frameUrl: `https://${ownHost}/`, action: `https://${ownHost}/session`, method: 'post', loose: false, text: 'Sign in', fields: [...purposes.map((purpose) => fieldOf(purpose)), fieldOf('submit', { type: 'submit' })], ...over,
});

export const downloadOf = (name: string, over: Partial<Download> = {}): Download => ({
  url: `https://${ownHost}/get/${encodeURIComponent(name)}`, name, claimedType: 'application/octet-stream', detectedType: null, bytes: 4096, sha256: 'b'.repeat(64), archive: null, unprompted: true, body: new Uint8Array(0), ...over,
});

export const requestOf = (url: string, over: Partial<RequestRecord> = {}): RequestRecord => ({ url, method: 'GET', type: 'fetch', status: 200, mimeType: null, bytes: 10, frameUrl: null, postData: null, failure: null, atMs: 5, ...over });

/** Invented brands; "Orchard" is a common word, so it is no alias of its own. */
export const brands: BrandCatalogue = loadBrands({
  date: '2026-11-23',
  brands: [
    { name: 'Marlow Bank', domains: ['marlowbank.test', 'marlow-id.test'], aliases: ['marlow bank', 'marlowbank'] },
    { name: 'Orchard', domains: ['orchard-devices.test'], aliases: ['orchard account'] },
    { name: 'Vellum Wallet', domains: ['vellumwallet.test'], aliases: ['vellum wallet', 'vellum'] },
    { name: 'Kestrelpost', domains: ['kestrelpost.test'] },
  ],
});

/** Last parts of the names of the signals that a detector gives for a page. */
export const raisedBy = (detector: Detector, page: PageSketch, previous: PageSketch | null = null): string[] =>
  detector.detect(subjectOf(captureOf(page), brands, previous === null ? null : captureOf(previous))).map(({ name }) => name.slice(name.indexOf('/') + 1));

/** A page, and exactly the signals that it must give. */
export interface Row {
  readonly page: string;
  readonly raises: readonly string[];
  readonly sketch: PageSketch;
  readonly previous?: PageSketch;
}

/** One test a row; silence is as exact as speech. */
export const itRaises = (detector: Detector, rows: readonly Row[], expectSame: (actual: string[], expected: string[]) => void): void => {
  for (const { page, raises, sketch, previous } of rows) {
    it(raises.length === 0 ? `stays silent on ${page}` : `says ${raises.join(', ')} of ${page}`, () => {
      expectSame(raisedBy(detector, sketch, previous ?? null).sort(), [...raises].sort());
    });
  }
};
