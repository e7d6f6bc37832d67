import { pino } from 'pino';
import { Registry } from 'prom-client';
import { defaultLimits, type ApiDeps } from '../../api/deps.ts';
import type { CaptureKey } from '../../evidence/contract.ts';
import { keptFormOf, type Door, type DoorOutcome } from '../../intake/door.ts';
import type { FrontierRecord } from '../../queues/frontier/contract.ts';
import { collected, partNames, skipped, type Campaign, type Capture, type Change, type Listing, type LookupAnswer, type Submission, type Verdict } from '../../records/index.ts';
import { shapeless, type WaitingItem } from '../../reputation/review/contract.ts';
import type { Appeal } from '../../reputation/appeals.ts';
import { listedFactsOf } from '../../reputation/replica/facts.ts';
import { expressionHash } from '../../url/keys.ts';
import { parseUrl } from '../../url/parse.ts';
import type { Share, Shares } from '../../reputation/shares.ts';
import { openSafeBrowsing } from '../../reputation/safebrowsing/index.ts';
import { MemorySource } from '../reputation/safebrowsing/memory-source.ts';
import type { ParsedUrl } from '../../url/types.ts';

export const nowMs = Date.UTC(2026, 10, 24, 12);

export const parsed = (text: string): ParsedUrl => {
  const parse = parseUrl(text);
  if (!parse.ok) throw new Error(`${text}: ${parse.problem}`);
  return parse.url;
};

export const verdictOf = (url: ParsedUrl, over: Partial<Verdict> = {}): Verdict => ({
  v: 1, urlKey: url.key, url: url.visit, finalUrl: url.visit, verdict: 'malicious', why: null, threat: 'phishing', brand: 'Kestrel Bank', score: 0.98,
  signals: [{ name: 'credential-form/foreign-action', weight: 4.2, threat: 'phishing', says: 'A form that asks for a password posts to another owner.', evidence: { part: 'forms', at: '0' }, brand: null }],
  failedDetectors: [], policy: '2026-11-01.1', compromised: false, captureKey: null, comparedWith: null, lane: 'render', profile: 'desktop', atMs: nowMs, ...over,
});

export const listingOf = (expression: string, over: Partial<Listing> = {}): Listing => ({
  v: 1, expression, scope: 'host', scopeReason: 'every page of the host serves it', threat: 'phishing', score: 0.98, brand: 'Kestrel Bank', compromised: false, state: 'active',
  firstSeenMs: nowMs, lastSeenMs: nowMs, expiresAtMs: nowMs + 86_400_000, policy: '2026-11-01.1', urlKey: 'AAAAAAAAAAAAAAAAAAAAAA', captureKey: null, sources: ['api'], cleanLooks: 0, listedAtMs: nowMs, changedAtMs: nowMs, versions: { verdict: 1, allowList: 'a', hosting: 'h', ageing: 'g' }, hold: null, radius: null, earlier: [], note: null, ...over,
});

export const captureOf = (url: ParsedUrl, over: Partial<Capture['parts']> = {}): Capture => ({
  v: 1, urlKey: url.key, url: url.visit, finalUrl: url.visit, lane: 'render', profile: 'desktop', startedAtMs: nowMs, elapsedMs: 1200, outcome: 'visited', failure: null,
  // Every part is a row of partNames, so that the object is whole.
  parts: { ...Object.fromEntries(partNames.map((name) => [name, skipped('not part of this test')])) as unknown as Capture['parts'], ...over },
});

export const changeOf = (seq: number, expression: string): Change => ({
  seq: String(seq), atMs: nowMs, kind: 'listed', expression, hash: '0'.repeat(64), threat: 'phishing', was: null, scope: 'host', score: 0.98, brand: null, compromised: false, expiresAtMs: nowMs + 86_400_000,
});

/** A desk without Redis: whatever is suspicious waits, and decisions are kept in a list. */
const deskOf = (world: FakeWorld): Pick<ApiDeps, 'review' | 'decisions' | 'desk' | 'search'> => {
  const items = (): WaitingItem[] => [...world.verdicts.values()].filter(({ verdict }) => verdict === 'suspicious').map((verdict) => ({ ...shapeless(verdict, verdict.atMs), reasons: ['suspicious'], claim: null }));
  return {
    review: {
      note: () => Promise.resolve(), appeal: () => Promise.resolve(), release: () => Promise.resolve(), remove: () => Promise.resolve(), restore: () => Promise.resolve(),
      list: (offset, max) => Promise.resolve({ items: items().slice(offset, offset + max), waiting: items().length }),
      get: (urlKey) => Promise.resolve(items().find((item) => item.urlKey === urlKey) ?? null),
      claim: (urlKey, who) => Promise.resolve(items().some((item) => item.urlKey === urlKey) ? { who, untilMs: nowMs + 600_000 } : null),
      alike: () => Promise.resolve(items()),
    },
    decisions: { append: () => Promise.resolve('1-0'), get: () => Promise.resolve(null), undone: () => Promise.resolve(), list: () => Promise.resolve([]) },
    desk: { decide: (urlKeys) => Promise.resolve(urlKeys.map((urlKey) => ({ urlKey, outcome: world.verdicts.has(urlKey) ? 'unlisted' as const : 'unknown' as const, id: null }))), undo: () => Promise.resolve('unknown') },
    search: { find: (terms) => Promise.resolve([...world.verdicts.values()].filter(({ brand }) => terms.some(({ value }) => value === brand)).map(({ urlKey, atMs }) => ({ urlKey, atMs }))), count: (terms) => Promise.resolve(terms.map(() => 1)) },
  };
};

/** What the server stands on, in memory: one world a test. */
export class FakeWorld {
  readonly records = new Map<string, FrontierRecord>();
  readonly verdicts = new Map<string, Verdict>();
  readonly listings = new Map<string, Listing>();
  readonly captures = new Map<string, Capture>();
  readonly campaigns = new Map<string, Campaign>();
  readonly members = new Map<string, string[]>();
  readonly changes: Change[] = [];
  /** What Safe Browsing clients are served. */
  readonly source = new MemorySource();
  readonly submitted: { readonly submission: Submission; readonly revive: boolean }[] = [];
  readonly logLines: string[] = [];
  private readonly over: Partial<ApiDeps>;

  constructor(over: Partial<ApiDeps> = {}) {
    this.over = over;
  }

  /** Makes the URL known, with its verdict where there is one. */
  know(text: string, verdict: Partial<Verdict> | null = null): ParsedUrl {
    const url = parsed(text);
    this.records.set(url.key, { key: url.key, url: url.visit, state: verdict === null ? 'due' : 'resting', lane: 'render', look: 0, priority: 1, dueAtMs: nowMs, attempts: 0, source: 'api', firstSeenMs: nowMs, buried: null });
    if (verdict !== null) this.verdicts.set(url.key, verdictOf(url, verdict));
    return url;
  }

  /** Hosts that were looked up, as they are counted. */
  readonly asked: string[] = [];
  readonly replica: ApiDeps['replica'] = {
    status: (atMs) => ({ state: 'current', position: String(this.changes.length), listings: this.listings.size, currentAtMs: atMs }),
    lookup: (urls) => urls.map((url): LookupAnswer => {
      const listing = this.listings.get(new URL(url).host);
      return listing === undefined ? { answer: 'not-listed', cacheSecs: 300 } : { answer: 'listed', listing: listedFactsOf(listing), cacheSecs: 300 };
    }),
    rating: (key) => {
      const verdict = this.verdicts.get(key);
      return verdict === undefined ? { state: 'untested', score: null } : { state: 'tested', score: Math.round(verdict.score * 100), verdict: verdict.verdict, day: '2026-11-24' };
    },
    startingWith: (prefix) => [...this.listings.values()].map((listing) => ({ hash: expressionHash(listing.expression), ...listedFactsOf(listing) })).filter(({ hash }) => hash.subarray(0, prefix.length).equals(prefix)).map(({ expression: _, ...known }) => known),
    onChanges: (listener) => {
      this.followers.add(listener);
      return () => { this.followers.delete(listener); };
    },
  };
  readonly decided: string[] = [];
  readonly appealed: Appeal[] = [];
  private readonly appeals: ApiDeps['appeals'] = {
    open: (about, atMs) => {
      const known = this.appealed.find(({ url }) => url === about.url);
      const appeal = known ?? { ...about, atMs, ticket: 'T'.repeat(22) };
      if (known === undefined) this.appealed.push(appeal);
      return Promise.resolve({ ...appeal, isNew: known === undefined });
    },
    get: (ticket) => Promise.resolve(this.appealed.find((appeal) => appeal.ticket === ticket) ?? null),
  };
  private readonly followers = new Set<(changes: readonly Change[]) => void>();

  readonly door: Door = {
    submit: (submissions, options) => Promise.resolve(submissions.map((submission): DoorOutcome => {
      const parse = parseUrl(submission.url);
      if (!parse.ok) return { outcome: 'refused', reason: parse.problem };
      this.submitted.push({ submission, revive: options?.revive ?? false });
      const known = this.records.has(parse.url.key);
      if (!known) this.know(submission.url);
      return { outcome: 'accepted', key: parse.url.key, url: parse.url, isRedacted: false, offer: known ? options?.revive === true ? 'revived' : 'known' : 'new' };
    })),
  };

  deps(): ApiDeps {
    return {
      door: this.door,
      frontier: {
        get: (key) => Promise.resolve(this.records.get(key) ?? null),
        upcoming: (max) => Promise.resolve([...this.records.values()].slice(0, max)),
        counts: () => Promise.resolve({ known: this.records.size, due: { probe: 0, render: [...this.records.values()].filter(({ state }) => state === 'due').length }, leased: 0, buried: 0 }),
      },
      reputation: {
        verdictOf: (key) => Promise.resolve(this.verdicts.get(key) ?? null),
        changes: (after, max) => Promise.resolve(this.changes.filter(({ seq }) => Number(seq) > Number(after)).slice(0, max)),
        position: () => Promise.resolve(this.changes.at(-1)?.seq ?? '0'),
        listingOf: (expression) => {
          const listing = this.listings.get(expression.replace('/', ''));
          return Promise.resolve(listing === undefined ? null : { listing, standsOn: [] });
        },
        decide: (expression, decision, who) => {
          this.decided.push(`${who} ${decision} ${expression}`);
          return Promise.resolve(this.listings.has(expression.replace('/', '')) ? 'paused' : 'unknown');
        },
        verdictsOf: (keys) => Promise.resolve(keys.map((key) => this.verdicts.get(key) ?? null)),
        overturn: (expression) => Promise.resolve(this.listings.has(expression.replace('/', '')) ? 'overturned' : 'unknown'),
        listings: (state) => this.eachListing(state ?? 'active'),
      },
      ...deskOf(this),
      shares: this.shares,
      safeBrowsing: openSafeBrowsing({ source: this.source, listedCacheSecs: 300, notListedCacheSecs: 300, now: () => nowMs }),
      appeals: this.appeals,
      keyRing: { isEmpty: true, find: () => null, create: () => Promise.reject(new Error('no keys here')), list: () => Promise.resolve([]), revoke: () => Promise.resolve('unknown'), refresh: () => Promise.resolve() },
      firstKey: { take: () => Promise.resolve(false) },
      audit: { append: () => Promise.resolve(), rows: () => Promise.resolve([]) },
      replica: this.replica,
      campaigns: { recent: () => Promise.resolve([...this.campaigns.values()]), get: (id) => Promise.resolve(this.campaigns.get(id) ?? null), members: (id) => Promise.resolve(this.members.get(id) ?? []), campaignOf: (key) => Promise.resolve([...this.members].find(([, keys]) => keys.includes(key))?.[0] ?? null) },
      keptForm: (url) => keptFormOf(url, 'full'),
      lookups: { note: (url) => { this.asked.push(url); } },
      ageing: { listedCacheSecs: 300, notListedCacheSecs: 300 },
      evidence: {
        get: (key: CaptureKey) => Promise.resolve(this.captures.get(key) ?? null),
        keysOf: (urlKey) => Promise.resolve([...this.captures].filter(([, capture]) => capture.urlKey === urlKey).map(([key]) => key as CaptureKey /* the test named it */)),
      },
      recent: (max) => Promise.resolve([...this.verdicts.values()].sort((a, b) => b.atMs - a.atMs).slice(0, max)),
      progress: () => {
        const totals = { malicious: 0, suspicious: 0, benign: 0, undecided: 0 };
        for (const { verdict } of this.verdicts.values()) totals[verdict] += 1;
        return Promise.resolve(totals);
      },
      explain: (verdict) => `It is ${verdict.verdict}.`,
      rate: (url) => verdictOf(url, { verdict: 'undecided', why: 'not-visited', threat: null, brand: null, score: 0.03, lane: 'url', signals: [] }),
      formats: [{
        name: 'hosts',
        contentType: 'text/plain; charset=utf-8',
        about: 'One line a host.',
        lineEnd: '\n',
        async *lines(listings) {
          yield '# hosts';
          for await (const { expression } of listings) yield `0.0.0.0 ${expression.replace('/', '')}`;
        },
      }],
      metrics: new Registry(),
      now: () => nowMs,
      version: '0.0.0-test',
      log: pino({ level: 'trace', base: null }, { write: (line: string) => { this.logLines.push(line); } }),
      keys: [],
      consoleDir: null,
      limits: defaultLimits,
      ...this.over,
    };
  }

  /** Each token is its share's id. */
  private readonly shares: Shares = {
    create: (share, createdAtMs) => {
      const made = { id: `share-${this.shared.size}`, createdAtMs, ...share };
      this.shared.set(made.id, { share: made, uses: 0 });
      return Promise.resolve({ ...made, token: made.id });
    },
    list: () => Promise.resolve([...this.shared.values()].map(({ share }) => share)),
    revoke: (id) => Promise.resolve(this.shared.delete(id) ? 'revoked' : 'unknown'),
    use: (token) => {
      const known = this.shared.get(token);
      if (known === undefined) return Promise.resolve({ outcome: 'unknown' });
      known.uses += 1;
      return Promise.resolve(known.uses > known.share.usesPerHour ? { outcome: 'throttled', retryAfterSecs: 60 } : { outcome: 'allowed' });
    },
  };
  private readonly shared = new Map<string, { readonly share: Share; uses: number }>();

  change(expression: string, over: Partial<Change> = {}): Change {
    const change = { ...changeOf(this.changes.length + 1, expression), ...over };
    this.changes.push(change);
    for (const follower of this.followers) follower([change]);
    return change;
  }

  private async *eachListing(state: Listing['state']): AsyncGenerator<Listing> {
    for (const listing of this.listings.values()) if (listing.state === state) yield await Promise.resolve(listing);
  }
}

/** A JPEG of one grey pixel. */
export const tinyJpeg = Buffer.from('/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=', 'base64');
export const screenshotOf = (body: Uint8Array<ArrayBuffer>, width: number, height: number): Capture['parts']['screenshot'] => collected({ type: 'image/jpeg' as const, width, height, body });
