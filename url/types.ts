/**
 * The kinds of text that a URL is, kept apart by the compiler. Each brand is made in one place:
 * `parseUrl` (url/parse.ts) makes VisitUrl, `canonicalise` (url/canonical.ts) CanonicalUrl and Host,
 * `urlKey` (url/keys.ts) UrlKey, and nothing else does (url/plain.ts knows text that is both forms already).
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Longest URL that is taken, in bytes of UTF-8. Browsers go further; no server that people use does. */
export const maxUrlBytes = 8192;

/** What a visit asks for: WHATWG `href`, http or https, without user info; its fragment is kept. */
export type VisitUrl = Branded<'VisitUrl'>;

/** Safe Browsing canonical form (no port, no fragment, repeatedly unescaped): what look-ups are made of. */
export type CanonicalUrl = Branded<'CanonicalUrl'>;

/** A host as Safe Browsing writes it: lower case, punycode, IPv4 as dotted quad, IPv6 in brackets. */
export type Host = Branded<'Host'>;

/**
 * What a URL is known by: the first 16 bytes of the SHA-256 of its visit form without the fragment,
 * as 22 characters of base64url. Two spellings that a server can tell apart have two keys.
 */
export type UrlKey = Branded<'UrlKey'>;

export interface ParsedUrl {
  readonly visit: VisitUrl;
  readonly canonical: CanonicalUrl;
  readonly host: Host;
  readonly key: UrlKey;
}

/** Why a line is no URL that Harrier takes. Each reader says it to the person, with the line. */
export type UrlProblem =
  | 'empty'
  /** Over `maxUrlBytes`, as given or as a browser would send it. */
  | 'too-long'
  /** Another scheme than http and https. */
  | 'scheme'
  /** No WHATWG parser takes it. */
  | 'unparseable'
  /** No host, a host without letters or digits, one with characters that no host has, or longer than DNS takes. */
  | 'host';

export type UrlParse =
  | { readonly ok: true; readonly url: ParsedUrl }
  | { readonly ok: false; readonly problem: UrlProblem };

/** Who answers for a host. */
export interface Owner {
  /** eTLD+1 with private suffixes on ("alice.github.io"), the host itself where it is a suffix or a single label, null for an address. */
  readonly domain: string | null;
  /** The public suffix, private ones included ("github.io", "co.uk"); null for an address. */
  readonly suffix: string | null;
  /** True where the suffix is a private one: the domain is a tenant of a platform. */
  readonly isPlatformTenant: boolean;
  /** The eTLD+1 with private suffixes off ("github.io" for "alice.github.io"): whose platform it is. */
  readonly operator: string | null;
  readonly isAddress: boolean;
}
