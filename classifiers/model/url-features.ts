import { riskySuffixes } from '../rules/hosts.ts';
import type { BrandCatalogue } from '../contract.ts';
import type { BrandScan } from './brand-scan.ts';
import { bandOf, kindOf, type KnownSites } from './known-sites.ts';
import { fileEnding } from './url-tokens.ts';
import type { UrlParts } from './url-parts.ts';

/** What the features ask of the world outside of the URL. */
export interface UrlFacts {
  readonly sites: KnownSites;
  readonly brands: BrandCatalogue;
  readonly scan: BrandScan;
}

/** Each feature: its name, and 1 or -1 where the score may only rise or only fall with it. */
export const featureRows = [
  ['label-length', 0], ['label-digits', 0], ['label-hyphens', 0], ['label-digit-runs', 0], ['label-longest-digits', 0], ['label-longest-consonants', 0], ['label-vowel-share', 0], ['label-entropy', 0], ['label-repeats', 0],
  ['below-length', 0], ['below-labels', 0], ['below-digits', 0], ['below-hyphens', 0], ['below-entropy', 0], ['below-longest-consonants', 0],
  ['suffix-length', 0], ['suffix-labels', 0], ['suffix-is-country', 0], ['suffix-is-risky', 0], ['is-punycode', 0], ['is-address', 0], ['has-port', 0],
  ['is-tenant', 0], ['host-kind', 0], ['operator-kind', 0], ['popularity', -1], ['is-institution', 0], ['is-brands-own', 0],
  ['lure-words-host', 0], ['lure-words-path', 0],
  ['brand-in-label', 0], ['brand-word-in-label', 0], ['brand-in-below', 0], ['brand-word-in-below', 0], ['brand-in-path', 0], ['brand-typo', 0], ['brand-by-digits', 0], ['brand-other-suffix', 0], ['suffix-inside', 0],
  ['path-length', 0], ['path-depth', 0], ['path-digits', 0], ['path-longest-part', 0], ['path-entropy', 0], ['path-upper-share', 0], ['path-longest-hex', 0], ['path-longest-consonants', 0], ['path-slug-words', 0], ['path-has-date', 0], ['path-long-number', 0],
  ['path-percent', 0], ['path-double-slash', 0], ['path-at', 0], ['path-host-inside', 0], ['path-tilde', 0], ['path-wordpress', 0], ['path-hidden-folder', 0], ['path-random-part', 0], ['path-ends-slash', 0],
  ['ending-script', 0], ['ending-page', 0], ['ending-document', 0], ['ending-picture', 0],
  ['query-length', 0], ['query-pairs', 0], ['query-longest-value', 0], ['query-mail', 0], ['fragment', 0], ['is-bare', 0],
] as const satisfies readonly (readonly [string, -1 | 0 | 1])[];

export const featureCount = featureRows.length;
export type FeatureName = (typeof featureRows)[number][0];
export const featureIndex: Readonly<Record<string, number>> = Object.fromEntries(featureRows.map(([name], index) => [name, index]));

const risky = new Set(riskySuffixes);
const scripts = new Set(['php', 'php3', 'php5', 'phtml', 'cgi', 'asp', 'aspx', 'jsp', 'do', 'pl', 'cfm']);
const pages = new Set(['html', 'htm', 'shtml', 'xhtml']);
const documents = new Set(['pdf', 'doc', 'docx', 'docm', 'xls', 'xlsx', 'xlsm', 'ppt', 'pptx', 'rtf', 'txt', 'xml', 'json', 'csv']);
const pictures = new Set(['jpg', 'jpeg', 'png', 'gif', 'svg', 'webp', 'ico', 'mp3', 'mp4', 'css', 'woff']);
const lures = new Set(['login', 'log', 'logon', 'signin', 'sign', 'verify', 'verification', 'verif', 'secure', 'security', 'account', 'accounts', 'konto', 'compte', 'cuenta', 'conta', 'update', 'confirm', 'unlock', 'suspended', 'billing', 'invoice', 'recover', 'recovery', 'restore', 'wallet', 'airdrop', 'claim', 'claims', 'bonus', 'gift', 'gifts', 'prize', 'refund', 'support', 'help', 'helpdesk', 'service', 'services', 'customer', 'auth', 'sso', 'webmail', 'portal', 'kyc', 'password', 'banking', 'bank', 'tracking', 'parcel', 'delivery', 'customs', 'limited', 'alert', 'validate', 'validation', 'authenticate', 'app', 'apps', 'dapp', 'connect', 'mint', 'nft', 'swap', 'stake', 'staking', 'token', 'tokens', 'crypto', 'trade', 'trading', 'invest', 'eth', 'btc', 'coin', 'reward', 'rewards', 'free', 'nitro', 'official', 'online', 'signup', 'access', 'id', 'pay', 'payment', 'mail', 'office', 'sync', 'rectify', 'migrate', 'fix', 'event', 'drop', 'drops', 'pool', 'finance', 'exchange', 'pro']);

interface TextStats {
  digits: number;
  hyphens: number;
  digitRuns: number;
  longestDigits: number;
  longestConsonants: number;
  longestHex: number;
  vowels: number;
  letters: number;
  upper: number;
  percents: number;
  slashes: number;
  repeats: number;
  entropy: number;
}
const newStats = (): TextStats => ({ digits: 0, hyphens: 0, digitRuns: 0, longestDigits: 0, longestConsonants: 0, longestHex: 0, vowels: 0, letters: 0, upper: 0, percents: 0, slashes: 0, repeats: 0, entropy: 0 });
const labelStats = newStats();
const belowStats = newStats();
const pathStats = newStats();
const counts = new Uint16Array(128);
const logs = Float64Array.from({ length: 512 }, (_, count) => (count === 0 ? 0 : count * Math.log2(count)));
/** Kinds of characters: 1 vowel, 2 consonant, 3 digit. */
const kinds = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code).toLowerCase();
  kinds[code] = /[aeiouy]/.test(character) ? 1 : /[a-z]/.test(character) ? 2 : /\d/.test(character) ? 3 : 0;
}

const measure = (text: string, stats: TextStats): void => {
  counts.fill(0);
  let digits = 0, hyphens = 0, digitRuns = 0, run = 0, longestDigits = 0, consonants = 0, longestConsonants = 0, hex = 0, longestHex = 0, vowels = 0, letters = 0, upper = 0, percents = 0, slashes = 0, repeats = 0, last = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index) & 127;
    counts[code] = counts[code]! + 1;
    const kind = kinds[code]!;
    if (code === last) repeats += 1;
    last = code;
    if (kind === 3) {
      digits += 1;
      if (run === 0) digitRuns += 1;
      run += 1;
      if (run > longestDigits) longestDigits = run;
    } else {
      run = 0;
      if (kind !== 0) letters += 1;
      if (code >= 0x41 && code <= 0x5a) upper += 1;
    }
    if (kind === 2) { consonants += 1; if (consonants > longestConsonants) longestConsonants = consonants; } else consonants = 0;
    if (kind === 1) vowels += 1;
    if (kind === 3 || ((code | 32) >= 0x61 && (code | 32) <= 0x66)) { hex += 1; if (hex > longestHex) longestHex = hex; } else hex = 0;
    if (code === 0x2d) hyphens += 1;
    else if (code === 0x25) percents += 1;
    else if (code === 0x2f) slashes += 1;
  }
  let sum = 0;
  for (let code = 0x2d; code < 0x7b; code += 1) {
    const count = counts[code]!;
    if (count > 1) sum += logs[count < 511 ? count : 511]!;
  }
  stats.digits = digits;
  stats.hyphens = hyphens;
  stats.digitRuns = digitRuns;
  stats.longestDigits = longestDigits;
  stats.longestConsonants = longestConsonants;
  stats.longestHex = longestHex;
  stats.vowels = vowels;
  stats.letters = letters;
  stats.upper = upper;
  stats.percents = percents;
  stats.slashes = slashes;
  stats.repeats = repeats;
  stats.entropy = text.length === 0 ? 0 : Math.log2(text.length) - sum / text.length;
};

const segments = { longestPart: 0, slugWords: 0, randomPart: 0 };
/**
 * Of the parts between slashes: length of the longest, most words of letters joined by "-" or "_" in one, length of
 * the longest of 6 to 40 letters and digits mixed.
 */
const readSegments = (path: string): void => {
  let longestPart = 0, slugWords = 0, randomPart = 0;
  let length = 0, words = 0, word = 0, isPlainWord = true, hasDigit = false, hasLetter = false, hasMark = false;
  for (let index = 1; index <= path.length; index += 1) {
    const code = index < path.length ? path.charCodeAt(index) : 0x2f;
    const isLetter = code >= 0x61 && code <= 0x7a;
    if (isLetter) { hasLetter = true; word += 1; length += 1; continue; }
    const endsPart = code === 0x2f;
    if (endsPart || code === 0x2d || code === 0x5f) {
      if (word >= 2 && isPlainWord) words += 1;
      word = 0;
      isPlainWord = true;
      if (!endsPart) { hasMark = true; length += 1; continue; }
      if (length > longestPart) longestPart = length;
      if (words > slugWords) slugWords = words;
      if (length >= 6 && length <= 40 && hasDigit && hasLetter && !hasMark && length > randomPart) randomPart = length;
      length = 0;
      words = 0;
      hasDigit = false;
      hasLetter = false;
      hasMark = false;
      continue;
    }
    length += 1;
    isPlainWord = false;
    if (code >= 0x30 && code <= 0x39) hasDigit = true;
    else if (code === 0x2e) hasMark = true;
  }
  segments.longestPart = longestPart;
  segments.slugWords = slugWords;
  segments.randomPart = randomPart;
};

/** Words of lures among the runs of letters of a text. */
const lureCount = (text: string): number => {
  let count = 0;
  let start = -1;
  for (let index = 0; index <= text.length; index += 1) {
    const code = index < text.length ? text.charCodeAt(index) : 0;
    const isLetter = code >= 0x61 && code <= 0x7a;
    if (isLetter) { if (start < 0) start = index; } else if (start >= 0) {
      if (index - start <= 12 && index - start >= 2 && lures.has(text.slice(start, index))) count += 1;
      start = -1;
    }
  }
  return count;
};

const leetLetters = 'ol2eas6tb9';
/** Digits as the letters that they stand for: "paypa1" as "paypal". */
const leet = (text: string): string => {
  let read = '';
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    read += code >= 0x30 && code <= 0x39 ? leetLetters[code - 0x30]! : text[index]!;
  }
  return read;
};
const suffixInside = /(?:^|[.-])(?:com|net|org|co|gov|info|de|ru|uk|fr|pl|br)(?=[.-]|$)/;
const dateInPath = /\/(?:19|20)\d\d[/-][01]?\d(?:[/-]|$)/;
const hostInside = /\/[^?]{0,80}\b[a-z0-9-]{2,40}\.(?:com|net|org|de|co\.uk|fr|it|es|br|ru)(?:[/.-]|$)/;
const wordpress = /\/wp-(?:content|includes|admin)\b/;
const hiddenFolder = /\/(?:\.[a-z]|_[a-z]{2}|cgi-bin|images?\/|img\/|css\/|js\/|fonts\/|tmp\/|cache\/|includes\/|plugins\/|modules\/|components\/|administrator\/)/;
const mailIn = /[\w.+-]@[\w-]{2,63}\.[a-z]{2}|%40/;

/** Writes the features of a URL into `row`. */
export const fillFeatures = (parts: UrlParts, { sites, brands, scan }: UrlFacts, row: Float32Array): void => {
  const { host, label, below, suffix, domain, path, lowerPath, queryAt, isTenant, isAddress, isBare } = parts;
  let at = 0;
  measure(label, labelStats);
  row[at++] = label.length;
  row[at++] = labelStats.digits;
  row[at++] = labelStats.hyphens;
  row[at++] = labelStats.digitRuns;
  row[at++] = labelStats.longestDigits;
  row[at++] = labelStats.longestConsonants;
  row[at++] = labelStats.letters === 0 ? 0 : labelStats.vowels / labelStats.letters;
  row[at++] = labelStats.entropy;
  row[at++] = labelStats.repeats;
  measure(below, belowStats);
  row[at++] = below.length;
  row[at++] = below === '' ? 0 : dots(below) + 1;
  row[at++] = belowStats.digits;
  row[at++] = belowStats.hyphens;
  row[at++] = belowStats.entropy;
  row[at++] = belowStats.longestConsonants;
  const lastDot = suffix.lastIndexOf('.');
  row[at++] = suffix.length - lastDot - 1;
  row[at++] = suffix === '' ? 0 : dots(suffix) + 1;
  row[at++] = suffix.length - lastDot === 3 ? 1 : 0;
  row[at++] = risky.has(suffix) ? 1 : 0;
  row[at++] = host.includes('xn--') ? 1 : 0;
  row[at++] = isAddress ? 1 : 0;
  row[at++] = parts.hasPort ? 1 : 0;
  row[at++] = isTenant ? 1 : 0;
  const code = sites.code(domain);
  const hostCode = host === domain ? code : sites.code(host);
  row[at++] = kindOf(hostCode) || kindOf(code);
  row[at++] = isTenant ? kindOf(sites.code(suffix)) : 0;
  row[at++] = Math.max(bandOf(code), bandOf(hostCode));
  const isInstitution = kindOf(code) >= 6 || institutional(suffix);
  row[at++] = isInstitution ? 1 : 0;
  const isOwn = brands.ownerOf(host) !== null;
  row[at++] = isOwn ? 1 : 0;
  row[at++] = lureCount(label) + lureCount(below);
  row[at++] = isBare ? 0 : lureCount(lowerPath);
  row[at++] = isOwn ? 0 : scan.longest(label, false);
  row[at++] = isOwn ? 0 : scan.longest(label, true);
  row[at++] = isOwn || below === '' ? 0 : scan.longest(below, false);
  row[at++] = isOwn || below === '' ? 0 : scan.longest(below, true);
  row[at++] = isOwn || isBare ? 0 : scan.longest(lowerPath, true);
  let near = 0;
  if (!isOwn) {
    const tokens = label.split('-', 6);
    for (const token of tokens) if (scan.isNear(token)) near = Math.max(near, token.length);
    if (tokens.length > 1 && scan.isNear(label)) near = Math.max(near, label.length);
  }
  row[at++] = near;
  row[at++] = !isOwn && labelStats.digits > 0 ? scan.longest(leet(label), false) : 0;
  row[at++] = !isOwn && scan.isLabel(label) ? 1 : 0;
  row[at++] = (below !== '' || labelStats.hyphens > 0) && suffixInside.test(below === '' ? label : `${below}.${label}`) ? 1 : 0;
  if (isBare) {
    row.fill(0, at, featureCount);
    row[featureCount - 1] = 1;
    return;
  }
  measure(path, pathStats);
  const pathOnly = lowerPath.slice(0, queryAt);
  const ending = fileEnding(parts);
  row[at++] = pathOnly.length;
  row[at++] = slashes(pathOnly);
  row[at++] = pathStats.digits;
  readSegments(pathOnly);
  const { longestPart, slugWords, randomPart } = segments;
  row[at++] = longestPart;
  row[at++] = pathStats.entropy;
  row[at++] = pathStats.letters === 0 ? 0 : pathStats.upper / pathStats.letters;
  row[at++] = pathStats.longestHex;
  row[at++] = pathStats.longestConsonants;
  row[at++] = slugWords;
  row[at++] = pathStats.longestDigits >= 4 && dateInPath.test(pathOnly) ? 1 : 0;
  row[at++] = pathStats.longestDigits;
  row[at++] = pathStats.percents;
  row[at++] = pathOnly.includes('//') ? 1 : 0;
  row[at++] = lowerPath.includes('@') ? 1 : 0;
  row[at++] = pathOnly.includes('.') && hostInside.test(pathOnly) ? 1 : 0;
  row[at++] = pathOnly.startsWith('/~') ? 1 : 0;
  row[at++] = pathOnly.includes('/wp-') && wordpress.test(pathOnly) ? 1 : 0;
  row[at++] = hiddenFolder.test(pathOnly) ? 1 : 0;
  row[at++] = randomPart;
  row[at++] = pathOnly.endsWith('/') ? 1 : 0;
  row[at++] = scripts.has(ending) ? 1 : 0;
  row[at++] = pages.has(ending) ? 1 : 0;
  row[at++] = documents.has(ending) ? 1 : 0;
  row[at++] = pictures.has(ending) ? 1 : 0;
  const query = lowerPath.slice(queryAt + 1);
  row[at++] = query.length;
  let pairs = query === '' ? 0 : 1, value = 0, longestValue = 0;
  for (let index = 0; index < query.length; index += 1) {
    const character = query.charCodeAt(index);
    if (character === 0x26) pairs += 1;
    value = character === 0x26 || character === 0x3d ? 0 : value + 1;
    if (value > longestValue) longestValue = value;
  }
  row[at++] = pairs;
  row[at++] = longestValue;
  row[at++] = (lowerPath.includes('@') || lowerPath.includes('%40')) && mailIn.test(lowerPath) ? 1 : 0;
  row[at++] = path.includes('#') ? 1 : 0;
  row[at] = 0;
};

const institutionalSuffixes = new Map<string, boolean>();
/** "gov.uk", "edu", "ac.jp": suffixes are few, so that each is looked at once. */
const institutional = (suffix: string): boolean => {
  let known = institutionalSuffixes.get(suffix);
  if (known === undefined) {
    known = /(?:^|\.)(?:gov|edu|ac|mil)(?:\.|$)/.test(suffix);
    if (institutionalSuffixes.size < 20_000) institutionalSuffixes.set(suffix, known);
  }
  return known;
};

const dots = (text: string): number => {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) === 0x2e) count += 1;
  return count;
};
const slashes = (text: string): number => {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) === 0x2f) count += 1;
  return count;
};
