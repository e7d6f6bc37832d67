import { canonicalParts } from './canonical.ts';
import { isAddress } from './host.ts';
import { urlKey } from './keys.ts';
import { plainUrl } from './plain.ts';
import { trimUpTo } from './trim.ts';
import { maxUrlBytes } from './types.ts';
import type { CanonicalUrl, Host, UrlParse, UrlProblem, VisitUrl } from './types.ts';

/**
 * Any text as a URL that can be visited and looked up. The order of the steps, and nothing else (text that
 * none of them would change is taken as it is, plain.ts):
 *
 * 1. cap, trim, and "http://" before text that has no scheme
 * 2. WHATWG parse, as a browser does it; user info goes: that is the visit form
 * 3. host check: one that DNS can hold
 * 4. Safe Browsing form of the visit form
 * 5. key
 *
 * Never throws. Costs 3 µs for a usual URL (bench/canonicalise.ts).
 */
export const parseUrl = (raw: string): UrlParse => {
  if (raw.length > maxUrlBytes) return refused('too-long');
  const plain = plainUrl(raw);
  // A plain URL is its own visit form and its own canonical form; between "://" and the first "/" it has a Host.
  if (plain !== null) return { ok: true, url: { visit: plain as string as VisitUrl, canonical: plain, host: plain.slice(plain.indexOf('://') + 3, plain.indexOf('/', 8)) as Host, key: urlKey(plain as string as VisitUrl) } };
  const trimmed = trimUpTo(raw.trim(), 0x20);
  const text = trimmed.startsWith('//') ? trimmed.slice(2) : trimmed;
  if (text === '') return refused('empty');
  if (text.length * 3 > maxUrlBytes && Buffer.byteLength(text) > maxUrlBytes) return refused('too-long');

  const scheme = schemeOf(text);
  if (scheme === 'other') return refused('scheme');
  const isBare = scheme === 'none';
  const absolute = isBare ? `http://${text}` : text;
  const visit = visitForm(absolute);
  if (visit === null) return refused('unparseable');
  if (visit.length > maxUrlBytes) return refused('too-long');

  const parts = plainParts(visit) ?? canonicalParts(visit);
  if (parts === null || !isDnsHost(parts.host) || (isBare && !isBareHost(parts.host, text))) return refused('host');
  return { ok: true, url: { visit, canonical: parts.canonical, host: parts.host, key: urlKey(visit) } };
};

const refused = (problem: UrlProblem): UrlParse => ({ ok: false, problem });

/** "host:8080/" has none. */
const schemeOf = (text: string): 'web' | 'none' | 'other' => {
  if (text.startsWith('http://') || text.startsWith('https://')) return 'web';
  const [, scheme, after] = /^([a-z][a-z0-9+.\t\r\n-]*):([^]{0,8})/i.exec(text) ?? [];
  if (scheme === undefined || after === undefined) return 'none';
  if (/^https?$/i.test(scheme.replace(/[\t\r\n]/g, ''))) return 'web';
  return /^\d{1,5}(?:[/?#]|$)/.test(after) ? 'none' : 'other';
};

/**
 * Without a scheme much is a URL that was not meant as one: a word, a number, a path, a mail address.
 * What counts is a name with a dot, or an address in its usual spelling.
 */
const isBareHost = (host: Host, text: string): boolean => {
  const [authority = ''] = text.split(/[/?#\\]/, 1);
  if (authority === '' || authority.includes('@')) return false;
  return isAddress(host) ? authority.startsWith('[') || authority.startsWith(host) : host.includes('.');
};

const visitForm = (absolute: string): VisitUrl | null => {
  const url = whatwg(absolute);
  if (url === null) return null;
  if (url.username !== '' || url.password !== '') {
    url.username = '';
    url.password = '';
  }
  // The one cast: this is where a VisitUrl is made.
  return url.href as VisitUrl;
};

const whatwg = (absolute: string): URL | null => {
  try {
    return new URL(absolute);
  } catch {
    return null;
  }
};

/** No escape, no fragment, no port, no address, no spare dot or slash: the visit form is the canonical one. */
const plainForm = /^https?:\/\/((?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{0,62})\/(?!\/)(?:[^/%?#\\]+(?:\/|(?=\?|$)))*(?:\?[^%#]*)?$/;

const plainParts = (visit: VisitUrl): { readonly canonical: CanonicalUrl; readonly host: Host } | null => {
  const host = plainForm.exec(visit)?.[1];
  // A WHATWG href is ASCII with dot segments resolved: where nothing of the above is in it, the rules of canonicalise change nothing.
  return host === undefined ? null : { canonical: visit as string as CanonicalUrl, host: host as Host };
};

const maxNameLength = 253;
const dnsName = /^(?=.*[a-z0-9])[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/;
const isDnsHost = (host: Host): boolean => host.startsWith('[') || (host.length <= maxNameLength && dnsName.test(host));
