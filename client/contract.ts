/**
 * A local copy of a Harrier's lists, for a program that looks up many URLs. Nothing here needs Node: `client/node.ts`
 * and `client/browser.ts` give what differs.
 */
export interface HarrierClient {
  /** Fetches the lists and follows the changes; resolves when the lists are there. Rejects where the server can't be had: call it again. */
  start(): Promise<void>;
  lookup(url: string): Promise<ClientAnswer>;
  status(): ClientStatus;
  /** Ends following. */
  close(): void;
}

/**
 * - `listed`: a full hash of this URL is on the list. Block it.
 * - `maybe-listed`: a prefix of 4 bytes is, and nobody was asked or could be: true but for one in some thousand URLs that are not listed.
 * - `not-listed`: nothing is known against it. Not a promise that it is safe.
 * - `unavailable`: there is no list yet, and the server could not be asked. Decide by your own default.
 * - `no-url`: the text is no URL of the web.
 */
export type ClientAnswer =
  | { readonly answer: 'listed'; readonly threat: ListName; readonly from: 'local' | 'server' }
  | { readonly answer: 'maybe-listed'; readonly threat: ListName }
  | { readonly answer: 'not-listed'; readonly from: 'local' | 'server'; readonly asOfMs: number }
  | { readonly answer: 'unavailable'; readonly reason: string }
  | { readonly answer: 'no-url' };

export const listNames = ['social-engineering', 'malware', 'unwanted-software'] as const;
export type ListName = (typeof listNames)[number];

export interface ClientStatus {
  /** `empty`: no list yet. `following`: changes arrive as they are made. `behind`: the line is down; the lists are of `asOfMs`. */
  readonly state: 'empty' | 'following' | 'behind';
  readonly entries: number;
  /** Memory of the lists. */
  readonly bytes: number;
  /** When the server was last heard, epoch milliseconds; null before the first time. */
  readonly asOfMs: number | null;
}

export interface ClientOptions {
  /** Where the Harrier is: "http://127.0.0.1:8400". */
  readonly server: string;
  /** Sent as a bearer token where the server wants one. */
  readonly key?: string;
  /**
   * `prefixes`: where the local copy says maybe, or is behind, the first 4 bytes of hashes are sent, as Safe Browsing does.
   * `nothing`: no look-up ever leaves this process; answers may then be `maybe-listed`.
   */
  readonly share: 'prefixes' | 'nothing';
  readonly platform: ClientPlatform;
}

/** What Node and browsers do differently. */
export interface ClientPlatform {
  /** SHA-256 of each of the URL's Safe Browsing expressions, null where it is no URL of the web. */
  readonly hashesOf: (url: string) => Promise<readonly Uint8Array[] | null>;
  readonly sha256: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}
